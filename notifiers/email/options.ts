import {
  choice,
  count,
  flag,
  list,
  type OptionTable,
  path,
  text,
  type ValueType,
} from '../../core/options.ts'
import type { DkimName, EmailOptions, Timeouts } from './options-model.ts'

export type { EmailOptions } from './options-model.ts'

const server = 'The server'
const people = 'Who gets mail'
const message = 'The message'

const usualTimeouts: Timeouts = { connect: 5, greeting: 5, idle: 20 }

/** An object of the configuration file; `undefined`: a key that nobody reads, or a value that does not fit. */
function fieldsOf(data: unknown, names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  return Object.keys(data).every(key => names.includes(key)) ? (data as Record<string, unknown>) : undefined
}

const timeouts: ValueType<Timeouts> = {
  placeholder: 'timeouts',
  expected: 'an object of seconds from 1 to 60: connect, greeting, idle',
  example: '{ connect: 5, greeting: 5, idle: 20 }',
  repeatable: false,
  fromText: () => undefined,
  fromData: data => {
    const fields = fieldsOf(data, ['connect', 'greeting', 'idle'])
    const isSeconds = (value: unknown) => typeof value === 'number' && value >= 1 && value <= 60
    if (fields === undefined || !Object.values(fields).every(isSeconds)) return undefined
    return { ...usualTimeouts, ...fields }
  },
}

const dkim: ValueType<DkimName | null> = {
  placeholder: 'dkim',
  expected: 'an object with domain and selector, as the DNS record has them',
  example: '{ domain: "example.org", selector: "ci" }',
  repeatable: false,
  fromText: () => undefined,
  fromData: data => {
    const { domain, selector } = fieldsOf(data, ['domain', 'selector']) ?? {}
    const isName = (value: unknown): value is string =>
      typeof value === 'string' && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(value)
    return isName(domain) && isName(selector) ? { domain, selector } : undefined
  },
}

const address = text('address', 'a mail address', 'ci@example.org')

/** Every option of a channel of the type `email`. */
export const emailOptions: OptionTable<EmailOptions> = {
  server: {
    type: text('url', 'smtp://host:port or smtps://host:port', 'smtp://mail.example.org:587'),
    group: server,
    default: null,
    describe:
      'The mail server: smtp:// (STARTTLS, port 587 unless said) or smtps:// (TLS from the first byte, port 465 unless said).',
  },
  user: {
    type: text('name', 'the name of an account', 'ci@example.org'),
    group: server,
    default: null,
    describe: 'Whom to log in as. Its password is a secret and stands nowhere in the configuration.',
  },
  auth: {
    type: choice(['login', 'oauth2', 'none']) as ValueType<EmailOptions['auth']>,
    group: server,
    default: null,
    defaultText: 'login where there is a user, else none',
    describe: 'How to log in. A server that does not offer it gets no mail.',
  },
  requireTls: {
    type: flag,
    group: server,
    default: true,
    defaultText: 'true',
    describe: 'Send nothing over a connection that is not encrypted. A login needs encryption in any case.',
  },
  ca: {
    type: path('file', 'a PEM file with certificates', 'company-ca.pem'),
    group: server,
    default: null,
    defaultText: 'the authorities that Node knows',
    describe: 'Who may vouch for the server’s certificate, instead of the usual authorities.',
  },
  allowInsecure: {
    type: flag,
    group: server,
    default: false,
    describe: 'Take any certificate: whoever stands between can read the mail and the login. Better give ca.',
  },
  clientId: {
    type: text('id', 'the id of an OAuth2 client', '1234.apps.example.org'),
    group: server,
    default: null,
    describe: 'auth oauth2 with a refresh token: the client’s id.',
  },
  tokenUrl: {
    type: text('url', 'an address that begins with https://', 'https://login.example.org/oauth2/token'),
    group: server,
    default: null,
    describe: 'auth oauth2 with a refresh token: where access tokens are made.',
  },
  timeouts: {
    type: timeouts,
    group: server,
    default: usualTimeouts,
    defaultText: '5, 5 and 20 seconds',
    describe: 'How long to wait for a connection, for the greeting, and for any byte after it.',
    only: 'config',
  },
  from: { type: address, group: message, default: null, describe: 'The sender; read what comes back to it.' },
  replyTo: {
    type: address,
    group: message,
    default: null,
    defaultText: 'the sender',
    describe: 'Where answers go.',
  },
  to: {
    type: list('address', 'mail addresses', 'team@example.org', word => word.trim() || undefined),
    group: people,
    default: [],
    describe: 'Who always gets mail.',
  },
  culprits: {
    type: flag,
    group: people,
    default: true,
    defaultText: 'true',
    describe:
      'Write to the authors of the commits under suspicion too: those whom the people file names, and those in domains.',
  },
  domains: {
    type: list('domain', 'domains', 'example.org', word => word.trim() || undefined),
    group: people,
    default: [],
    describe:
      'Authors may be written to whose address is in exactly one of these domains. Anybody can put any address into a commit.',
  },
  maxRecipients: {
    type: count,
    group: people,
    default: 10,
    defaultText: '10',
    describe: 'No more people than this for one alert; the others are named in the output.',
  },
  subjectPrefix: {
    type: text('text', 'a short text', '[ci]'),
    group: message,
    default: null,
    defaultText: 'the project’s name in brackets',
    describe: 'What subjects begin with.',
  },
  listId: {
    type: text('id', 'a name with dots', 'builds.example.org'),
    group: message,
    default: null,
    defaultText: 'from the project’s name and the sender’s domain',
    describe: 'The List-Id header, by which people sort their mail.',
  },
  attachmentsBudget: {
    type: { ...count, placeholder: 'bytes' },
    group: message,
    default: 256 * 1024,
    defaultText: '262144 (256 KB)',
    describe: 'What attachments may weigh together; the mail says what was left out.',
  },
  dkim: {
    type: dkim,
    group: message,
    default: null,
    describe: 'Sign mails for this domain and selector with the secret dkimKey.',
    only: 'config',
  },
}

/** Each comes from CD_GATE_CHANNEL_<CHANNEL>_<NAME>, or from the file that …_FILE names. */
export const emailSecrets: readonly string[] = [
  'password',
  'oauthToken',
  'refreshToken',
  'clientSecret',
  'dkimKey',
]
