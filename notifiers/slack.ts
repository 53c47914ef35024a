import { gateError } from '../core/errors.ts'
import { choice, flag, type OptionTable, text } from '../core/options.ts'
import { allOf } from './channel-guard.ts'
import type { Channel, ChannelSetting, Delivery, DeliveryOutcome, Notifier } from './contract.ts'
import { outcomeOfFailure, type PostResult, post, readPostUrl } from './http-post.ts'
import { probeUrl } from './http-probe.ts'
import { secretVariable } from './secrets.ts'
import { messageOutcome, webhookOutcome } from './slack-answer.ts'
import { type Flavour, flavours, slackText, templateText } from './slack-text.ts'

/** Slack, and what takes Slack's messages: by an incoming webhook, or by a token and chat.postMessage. */

interface SlackOptions {
  readonly flavour: Flavour
  readonly channel: string | null
  readonly mention: boolean
  readonly api: string | null
}

const heading = 'Slack'

const options: OptionTable<SlackOptions> = {
  flavour: {
    type: choice(flavours),
    group: heading,
    default: 'slack',
    defaultText: 'slack',
    describe: 'Whose markup and mentions: slack, mattermost, rocketchat.',
  },
  channel: {
    type: text('id', 'a channel’s id or name', 'C0123456789'),
    group: heading,
    default: null,
    describe: 'Where a token posts to. A webhook has its channel already.',
  },
  mention: {
    type: flag,
    group: heading,
    default: true,
    describe: 'Call those who may have broken it, as far as the people file has their accounts.',
  },
  api: {
    type: text('url', 'an address that begins with https://', 'https://slack-gov.com/api'),
    group: heading,
    default: null,
    defaultText: 'https://slack.com/api',
    describe: 'Slack’s API, for a token.',
  },
}

export const slack: Notifier<SlackOptions> = {
  name: 'slack',
  summary: 'Posts into Slack, Mattermost or Rocket.Chat',
  options,
  secrets: ['url', 'token'],
  open: async setting => openSlack(setting),
}

/** How messages get there. */
interface Way {
  readonly url: URL
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  /** Beside the text. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly outcomeOf: (answer: Extract<PostResult, { kind: 'answered' }>, host: string) => DeliveryOutcome
}

function openSlack(setting: ChannelSetting<SlackOptions>): Channel {
  const { options, template } = setting
  const { url, address, headers, fields, outcomeOf } = wayOf(setting)
  const bodyOf = (delivery: Delivery): string => {
    const own = template?.(delivery.alert) ?? null
    const said =
      own === null
        ? slackText(delivery, options.flavour, options.mention && delivery.alert.event !== 'fixed')
        : templateText(own, options.flavour)
    return JSON.stringify({ ...fields, ...messageFields(said, options.flavour) })
  }
  return {
    addressees: () => [{ address, why: 'the channel’s address', dropped: null }],
    render: async delivery => [
      { to: delivery.to, text: `POST ${url.protocol}//${url.host}/…\n\n${bodyOf(delivery)}` },
    ],
    deliver: async (delivery, signal) => {
      const result = await post({ url, headers, body: bodyOf(delivery) }, signal)
      const outcome =
        result.kind === 'answered' ? outcomeOf(result, url.host) : outcomeOfFailure(result, url.host)
      return allOf(delivery, outcome)
    },
    probe: signal => probeUrl(url, signal),
    close: async () => {},
  }
}

/** Slack reads blocks, and the text beside them for what is shown in a notification; the others read the text. */
function messageFields(text: string, flavour: Flavour): Readonly<Record<string, unknown>> {
  if (flavour !== 'slack') return { text }
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }]
  return { text, blocks, unfurl_links: false, unfurl_media: false }
}

function wayOf({ name, options, secrets }: ChannelSetting<SlackOptions>): Way {
  const { url, token } = secrets
  const variable = (secret: string) => secretVariable(name, secret)
  if (url !== undefined && token !== undefined) {
    const why = 'it has both a webhook’s URL and a token'
    throw gateError('notify.bad-channel', {
      channel: name,
      why,
      advice: `set only ${variable('url')}, or only ${variable('token')}`,
    })
  }
  if (url !== undefined) {
    const read = checked(name, 'url', url)
    return { url: read, address: read.host, headers: {}, fields: {}, outcomeOf: webhookOutcome }
  }
  if (token === undefined) {
    const secret = 'url'
    throw gateError('notify.bad-secret', {
      channel: name,
      secret,
      why: 'is not set',
      variable: variable(secret),
    })
  }
  if (options.channel === null) {
    const why = 'it has a token and no channel to post to'
    throw gateError('notify.bad-channel', {
      channel: name,
      why,
      advice: 'give the channel: its id, such as C0123456789',
    })
  }
  const api = readPostUrl(`${options.api ?? 'https://slack.com/api'}/chat.postMessage`, false)
  if (typeof api === 'string') {
    const advice = 'leave it out, or give the address of the API'
    throw gateError('notify.bad-channel', { channel: name, why: `its api ${api}`, advice })
  }
  return {
    url: api,
    address: options.channel,
    headers: { authorization: `Bearer ${token}` },
    fields: { channel: options.channel },
    outcomeOf: messageOutcome,
  }
}

function checked(channel: string, secret: string, text: string): URL {
  const url = readPostUrl(text, false)
  if (typeof url !== 'string') return url
  throw gateError('notify.bad-secret', {
    channel,
    secret,
    why: url,
    variable: secretVariable(channel, secret),
  })
}
