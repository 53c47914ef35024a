import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { gateError } from '../../core/errors.ts'
import { createMask } from '../../core/redact.ts'
import { reasonOf } from '../../core/system/files.ts'
import type { ChannelSetting } from '../contract.ts'
import { isChannelName, isNick, isWord, plainText } from './encode.ts'
import type { IrcOptions } from './options.ts'
import { readServer } from './server-address.ts'
import type { IrcChannel, IrcSettings, Login, Tls } from './settings-model.ts'

export type { IrcChannel, IrcSettings, Login } from './settings-model.ts'

type Setting = ChannelSetting<IrcOptions>

/** @throws GateError notify.bad-channel */
export function readSettings(setting: Setting): IrcSettings {
  const { options, secrets } = setting
  const bad = wrongIn(setting)
  if (options.server === null) throw bad('it has no server', 'give server: "ircs://irc.example.org"')
  const server = readServer(options.server)
  if (typeof server === 'string') {
    throw bad(server, 'give server: "ircs://host:port"; passwords stand in secrets, never in an address')
  }
  const tls = server.isTls ? readTls(setting) : null
  const given = Object.entries(secrets).filter(([, value]) => value !== '')
  for (const [name, value] of given.filter(([each]) => each !== 'keys')) {
    if (/[\r\n\0]/.test(value))
      throw bad(`the secret ${name} has a line end or a NUL`, 'give one line of text')
  }
  const [first] = given
  if (tls === null && first && !options.allowSecretsInClear) {
    throw bad(
      `the secret ${first[0]} would go over a connection that everybody on the way can read`,
      'give the server as ircs://; or set allowSecretsInClear: true where the network is your own',
    )
  }
  const login = readLogin(setting, tls)
  if (options.channels.length === 0) throw bad('it names no channels', 'give channels: ["#ci"]')
  const nicks = [options.nick, ...options.alternativeNicks]
  const noNick = nicks.find(nick => !isNick(nick))
  if (noNick !== undefined) {
    throw bad(
      `"${plainText(noNick)}" is no nick`,
      'a nick has letters, digits and -_[]{}\\|`^, and no digit first',
    )
  }
  if (!/^[\w.-]{1,20}$/.test(options.username)) {
    throw bad('username is no user name', 'give up to 20 letters, digits, dots, - or _')
  }
  return {
    host: server.host,
    port: server.port,
    tls,
    nicks: nicks as [string, ...string[]],
    username: options.username,
    realname: plainText(options.realname) || 'cd-gate',
    login,
    serverPassword: secrets.serverPassword || null,
    channels: readChannels(setting),
    command: options.send === 'notice' ? 'NOTICE' : 'PRIVMSG',
    colours: options.colours,
    bot: options.bot,
    burst: options.burst,
    paceMs: options.pace,
    connectMs: options.connectTimeout * 1000,
    mask: createMask(Object.fromEntries(given.map(([name, value]) => [`${name}_SECRET`, value]))),
  }
}

function wrongIn(setting: Setting) {
  return (why: string, advice: string) =>
    gateError('notify.bad-channel', { channel: setting.name, why, advice })
}

function readLogin(setting: Setting, tls: Tls | null): Login {
  const { options, secrets } = setting
  const bad = wrongIn(setting)
  const password = secrets.password ?? ''
  const { login: kind, account } = options
  if (account !== null && !isWord(account)) {
    throw bad('account has a blank, a comma or what nobody can see', 'give the account’s name')
  }
  if (kind === 'none') {
    if (password === '') return { kind }
    throw bad('it has a password, and nothing to do with it', 'set login: plain (or nickserv) and account')
  }
  if (kind === 'external') {
    if (tls?.cert === undefined) {
      throw bad('login external needs a certificate and TLS', 'give certificate, and the server as ircs://')
    }
    return { kind }
  }
  if (password === '') {
    throw bad(`login ${kind} needs the secret password`, 'set it in the environment (docs/notifier-irc.md)')
  }
  if (kind === 'nickserv') {
    const service = options.nickserv
    if (!/^[^\s,:@!]+(@[\w.-]+)?$/.test(service) || !isWord(service)) {
      throw bad('nickserv is no nick', 'give NickServ, or NickServ@services.example.org')
    }
    return { kind, account, password, service }
  }
  if (account === null) throw bad('login plain needs an account', 'give account')
  return { kind, account, password }
}

function readTls({ options, directory, ...setting }: Setting): Tls {
  const bad = wrongIn({ options, directory, ...setting })
  const read = (name: string, file: string | null) => {
    if (file === null) return undefined
    try {
      return readFileSync(resolve(directory, file), 'utf8')
    } catch (error) {
      throw bad(`${name} cannot be read: ${reasonOf(error)}`, 'give the path of a PEM file')
    }
  }
  const tls: Tls = {
    ca: read('ca', options.ca),
    cert: read('certificate', options.certificate),
    key: read('certificateKey', options.certificateKey ?? options.certificate),
    allowInsecure: options.allowInsecure,
  }
  try {
    createSecureContext({ ca: tls.ca, cert: tls.cert, key: tls.key })
  } catch (error) {
    throw bad(
      `its certificate files do not fit: ${reasonOf(error)}`,
      'give PEM files, and the key of the certificate',
    )
  }
  return tls
}

function readChannels(setting: Setting): readonly IrcChannel[] {
  const { options, secrets } = setting
  const bad = wrongIn(setting)
  const wrong = options.channels.find(name => !isChannelName(name))
  if (wrong !== undefined) {
    throw bad(
      `"${plainText(wrong)}" is no channel’s name`,
      'it begins with #, &, + or !, and holds no blank or comma; a key stands in the secret keys',
    )
  }
  const keys = new Map<string, string>()
  for (const line of (secrets.keys ?? '').split(/\r?\n/).filter(each => each.trim() !== '')) {
    const [name = '', key = '', ...rest] = line.trim().split(/\s+/)
    // The line is a secret: only the channel's name may be repeated, and only when it is one of them.
    if (!options.channels.includes(name)) {
      throw bad('a line of the secret keys names no channel of channels', 'write lines "#channel key"')
    }
    if (!isWord(key) || rest.length > 0) {
      throw bad(`the secret keys has no key for ${name} that can be sent`, 'write lines "#channel key"')
    }
    keys.set(name, key)
  }
  return [...new Set(options.channels)].map(name => ({ name, key: keys.get(name) ?? null }))
}
