import { createHmac } from 'node:crypto'
import { gateError } from '../core/errors.ts'
import { flag, type OptionTable } from '../core/options.ts'
import { visible } from '../core/text.ts'
import { alertDocument } from './alert-document.ts'
import { allOf } from './channel-guard.ts'
import type { Channel, ChannelSetting, Delivery, Notifier } from './contract.ts'
import { outcomeOfFailure, outcomeOfStatus, post, readPostUrl } from './http-post.ts'
import { probeUrl } from './http-probe.ts'
import { secretVariable } from './secrets.ts'

/** A machine that is told: the alert as JSON, signed as https://www.standardwebhooks.com says. */

interface WebhookOptions {
  readonly insecure: boolean
  readonly unsigned: boolean
}

const heading = 'Webhook'

const options: OptionTable<WebhookOptions> = {
  insecure: {
    type: flag,
    group: heading,
    default: false,
    describe: 'Allow http:// to another machine: everybody on the way can read what is sent.',
  },
  unsigned: {
    type: flag,
    group: heading,
    default: false,
    describe: 'Send without a signature: the receiver cannot tell who sends.',
  },
}

export const webhook: Notifier<WebhookOptions> = {
  name: 'webhook',
  summary: 'POSTs the alert as signed JSON',
  options,
  secrets: ['url', 'secret'],
  open: async setting => openWebhook(setting),
}

function openWebhook({ name, options, secrets, template, log }: ChannelSetting<WebhookOptions>): Channel {
  const wrong = (secret: string, why: string) =>
    gateError('notify.bad-secret', { channel: name, secret, why, variable: secretVariable(name, secret) })
  if (secrets.url === undefined) throw wrong('url', 'is not set')
  const url = readPostUrl(secrets.url, options.insecure)
  if (typeof url === 'string') throw wrong('url', url)
  if (secrets.secret === undefined && !options.unsigned)
    throw wrong('secret', 'is not set, with which messages are signed')
  const key = secrets.secret === undefined || options.unsigned ? null : keyOf(secrets.secret)
  if (url.protocol === 'http:' && options.insecure)
    log(`cd-gate: the channel ${name} sends in the clear, as "insecure" says`)
  const bodyOf = (delivery: Delivery) => alertDocument('cd-gate/webhook/1', delivery, template)
  return {
    addressees: () => [{ address: url.host, why: 'the channel’s address', dropped: null }],
    render: async delivery => {
      const { id } = delivery.alert
      const head = `POST ${url.protocol}//${url.host}/…\nwebhook-id: ${visible(id)}`
      const signature = key === null ? '' : '\nwebhook-signature: v1,…'
      return [{ to: delivery.to, text: `${head}${signature}\n\n${bodyOf(delivery)}` }]
    },
    deliver: async (delivery, signal) => {
      const body = bodyOf(delivery)
      const headers = signedHeaders(delivery.alert.id, Math.floor(Date.now() / 1000), body, key)
      const result = await post({ url, headers, body }, signal)
      const outcome =
        result.kind === 'answered' ? outcomeOfStatus(result, url.host) : outcomeOfFailure(result, url.host)
      return allOf(delivery, outcome)
    },
    probe: signal => probeUrl(url, signal),
    close: async () => {},
  }
}

/** A secret in the standard's own form is base64; any other is taken as it is. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret)
}

/**
 * The id is the alert's, so that a message that comes twice is known for a twin.
 * @param time seconds since the epoch
 */
export function signedHeaders(
  id: string,
  time: number,
  body: string,
  key: Buffer | null,
): Readonly<Record<string, string>> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(time) }
  if (key === null) return headers
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  return { ...headers, 'webhook-signature': `v1,${signature}` }
}
