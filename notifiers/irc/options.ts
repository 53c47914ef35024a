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
import type { IrcOptions } from './options-model.ts'

export type { IrcOptions } from './options-model.ts'

const server = 'The server'
const who = 'Who the bot is'
const message = 'The message'

const nick = text('nick', 'a nick', 'acme-ci') as ValueType<string>

/** A whole number within bounds. */
function between(least: number, most: number, placeholder: string): ValueType<number> {
  const within = (value: number | undefined) =>
    value !== undefined && value >= least && value <= most ? value : undefined
  return {
    ...count,
    placeholder,
    expected: `a whole number from ${least} to ${most}`,
    fromText: texts => within(count.fromText(texts)),
    fromData: data => within(count.fromData(data)),
  }
}

/** Every option of a channel of the type `irc`. */
export const ircOptions: OptionTable<IrcOptions> = {
  server: {
    type: text('url', 'ircs://host:port or irc://host:port', 'ircs://irc.example.org:6697'),
    group: server,
    default: null,
    describe:
      'The server: ircs:// (TLS, port 6697 unless said) or irc:// (in clear, port 6667 unless said). A bare host[:port] means ircs://.',
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
    describe: 'Take any certificate: whoever stands between can read the password. Better give ca.',
  },
  allowSecretsInClear: {
    type: flag,
    group: server,
    default: false,
    describe: 'With irc://, send passwords and channel keys although everybody on the way can read them.',
  },
  connectTimeout: {
    type: between(1, 120, 'seconds'),
    group: server,
    default: 10,
    defaultText: '10 seconds',
    describe: 'How long connecting and registering may take, within the deadline of the whole command.',
  },
  burst: {
    type: between(1, 20, 'n'),
    group: server,
    default: 5,
    defaultText: '5',
    describe:
      'How many commands may go out at once; those after them keep the pace. Servers drop who is faster.',
  },
  pace: {
    type: between(0, 10_000, 'milliseconds'),
    group: server,
    default: 1000,
    defaultText: '1000',
    describe: 'Milliseconds between commands when the burst is used up.',
  },
  channels: {
    type: list('channel', 'names of channels', '#ci', word => word.trim() || undefined),
    group: message,
    default: [],
    describe: 'Who is told: names that begin with #, &, + or !. Their keys stand in the secret keys.',
  },
  send: {
    type: choice(['message', 'notice']),
    group: message,
    default: 'message',
    defaultText: 'message',
    describe:
      'Speak by message or by notice. A server that echoes nothing never tells whether a notice arrived: there, messages are sent.',
  },
  colours: {
    type: flag,
    group: message,
    default: false,
    describe: 'Begin red in red and fixed in green. Channels with +c refuse it.',
  },
  nick: { type: nick, group: who, default: 'cd-gate', defaultText: 'cd-gate', describe: 'The bot’s nick.' },
  alternativeNicks: {
    type: list('nick', 'nicks', 'acme-ci2', word => word.trim() || undefined),
    group: who,
    default: [],
    describe: 'Nicks to take when the first is in use; after them, the nick with random letters.',
  },
  username: {
    type: text('name', 'a word', 'cd-gate') as ValueType<string>,
    group: who,
    default: 'cd-gate',
    defaultText: 'cd-gate',
    describe: 'The user name, before the host.',
  },
  realname: {
    type: text('text', 'a short text', 'CI of acme') as ValueType<string>,
    group: who,
    default: 'cd-gate, build notifications',
    defaultText: 'cd-gate, build notifications',
    describe: 'What WHOIS shows.',
  },
  bot: {
    type: flag,
    group: who,
    default: true,
    defaultText: 'true',
    describe: 'Take the server’s mode for bots, where it has one.',
  },
  login: {
    type: choice(['none', 'plain', 'external', 'nickserv']),
    group: who,
    default: 'none',
    defaultText: 'none',
    describe:
      'How to log in: plain (SASL with account and password), external (SASL with a client certificate), nickserv (by message, where there is no SASL). A login that fails sends nothing.',
  },
  account: {
    type: text('name', 'the name of an account', 'acme-ci'),
    group: who,
    default: null,
    describe: 'The account to log in to. Its password is a secret and stands nowhere in the configuration.',
  },
  nickserv: {
    type: text('name', 'a nick, or nick@server', 'NickServ@services.example.org') as ValueType<string>,
    group: who,
    default: 'NickServ',
    defaultText: 'NickServ',
    describe: 'login nickserv: who is told the password.',
  },
  certificate: {
    type: path('file', 'a PEM file with a certificate', 'irc-bot.pem'),
    group: who,
    default: null,
    describe: 'The client certificate.',
  },
  certificateKey: {
    type: path('file', 'a PEM file with a private key', 'irc-bot.key'),
    group: who,
    default: null,
    defaultText: 'the same file as certificate',
    describe: 'Its private key.',
  },
}

/** Each comes from CD_GATE_CHANNEL_<CHANNEL>_<NAME>, or from the file that …_FILE names. */
export const ircSecrets: readonly string[] = ['password', 'serverPassword', 'keys']
