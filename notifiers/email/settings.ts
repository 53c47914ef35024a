import { createPrivateKey } from 'node:crypto'
import { gateError } from '../../core/errors.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import type { ChannelSetting } from '../contract.ts'
import type { MailingRules } from './addressees.ts'
import { type Login, loginOf, secretVariable } from './login.ts'
import { type Mailbox, normalDomain, parseMailbox } from './mailbox.ts'
import type { DkimName, EmailOptions, Timeouts } from './options-model.ts'
import { parseServer, type ServerAddress } from './server-address.ts'

/** A channel's options and secrets, checked. */
export interface MailSettings {
  readonly server: ServerAddress
  readonly requireTls: boolean
  readonly allowInsecure: boolean
  /** PEM; `null`: what Node trusts. */
  readonly ca: string | null
  readonly timeouts: Timeouts
  readonly login: Login | null
  readonly from: NamedMailbox
  readonly replyTo: NamedMailbox | null
  readonly rules: MailingRules
  readonly subjectPrefix: string | null
  readonly listId: string | null
  /** Bytes. */
  readonly attachmentsBudget: number
  readonly dkim: (DkimName & { readonly key: string }) | null
}

export interface NamedMailbox extends Mailbox {
  readonly name: string
}

/** @throws GateError notify.bad-channel, notify.bad-secret */
export function settingsOf(setting: ChannelSetting<EmailOptions>): MailSettings {
  const { name: channel, options } = setting
  const refuse = (why: string, advice: string) => gateError('notify.bad-channel', { channel, why, advice })
  if (options.server === null)
    throw refuse('it names no server', 'set server, like smtp://mail.example.org:587')
  // The address is not shown: people put passwords into it.
  const server = parseServer(options.server)
  if ('fault' in server) throw refuse(`its server ${server.fault}`, server.advice)
  const mailbox = (option: string, text: string): NamedMailbox => {
    const parsed = namedMailbox(text)
    if ('fault' in parsed)
      throw refuse(`${option} has "${text}": ${parsed.fault}`, 'give one plain address, like ci@example.org')
    return parsed
  }
  if (options.from === null) throw refuse('it names no sender', 'set from, like ci@example.org')
  if (options.to.length === 0 && !options.culprits)
    throw refuse('it has nobody to write to', 'set to, or leave out culprits: false')
  const domains = options.domains.map(each => {
    const domain = normalDomain(each)
    if (domain === null)
      throw refuse(`"${each}" in domains is no domain`, 'give names like example.org, no patterns')
    return domain
  })
  const { requireTls, allowInsecure, timeouts, subjectPrefix, listId, attachmentsBudget } = options
  if (listId !== null && !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(listId))
    throw refuse(`listId has "${listId}"`, 'give a name with dots, like builds.example.org')
  return {
    server,
    requireTls,
    allowInsecure,
    ca: certificates(options.ca, refuse),
    timeouts,
    login: loginOf(setting),
    from: mailbox('from', options.from),
    replyTo: options.replyTo === null ? null : mailbox('replyTo', options.replyTo),
    rules: {
      channel,
      fixed: options.to.map(each => mailbox('to', each)),
      culprits: options.culprits,
      domains: new Set(domains),
      maxRecipients: options.maxRecipients,
    },
    subjectPrefix,
    listId,
    attachmentsBudget,
    dkim: signature(setting),
  }
}

/** `ci@example.org` or `The builds <ci@example.org>`. */
function namedMailbox(text: string): NamedMailbox | { readonly fault: string } {
  const [, name = '', address = text] = /^([^<>"@]*)<([^<>]*)>$/.exec(text.trim()) ?? []
  const parsed = parseMailbox(address.trim())
  return 'fault' in parsed ? parsed : { ...parsed, name: name.trim() }
}

function certificates(file: string | null, refuse: (why: string, advice: string) => Error): string | null {
  if (file === null) return null
  const pem = readTextOrNull(file)
  if (pem?.includes('-----BEGIN CERTIFICATE-----')) return pem
  throw refuse(
    `its ca ${file} ${pem === null ? 'cannot be read' : 'holds no certificate'}`,
    'give a PEM file with the certificate of the authority that signed the server’s',
  )
}

function signature({ name: channel, options, secrets }: ChannelSetting<EmailOptions>): MailSettings['dkim'] {
  if (options.dkim === null) return null
  const key = secrets.dkimKey
  const complain = (why: string) =>
    gateError('notify.bad-secret', {
      channel,
      secret: 'dkimKey',
      why,
      variable: secretVariable(channel, 'DKIM_KEY'),
    })
  if (key === undefined) throw complain('is not set, and dkim needs it')
  try {
    createPrivateKey(key)
  } catch {
    throw complain('is no private key in PEM form')
  }
  return { ...options.dkim, key }
}
