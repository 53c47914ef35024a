import { reasonOf } from '../../core/system/files.ts'
import { plainText } from './encode.ts'
import { IrcFault, MINUTE } from './fault.ts'
import type { IrcSettings } from './settings.ts'

/** What a socket died of, as a sentence and what to do. */
export function socketFault(error: Error, settings: IrcSettings): IrcFault {
  const { host, port, tls } = settings
  const where = `${host}:${port}`
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const why = reasonOf(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new IrcFault(
      'retry',
      `${host} cannot be found: ${why}`,
      'check the name in server, and the DNS of this agent',
    )
  }
  if (code === 'ECONNREFUSED') {
    return new IrcFault(
      'retry',
      `${where} takes no connections`,
      'check the port in server, and whether it is up',
    )
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return new IrcFault(
      'retry',
      `${where} shows a certificate that is not valid now: ${why}`,
      'tell the network’s staff; check this agent’s clock',
      15 * MINUTE,
    )
  }
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|VERIFY_LEAF|INVALID_CA|PURPOSE|HOSTNAME/.test(code)) {
    return new IrcFault(
      'refused',
      `${where} shows a certificate that cannot be trusted: ${why}`,
      code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'give the server by a name that its certificate holds'
        : 'give ca: the certificate of whoever signed it',
    )
  }
  if (tls !== null && /WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code)) {
    return new IrcFault('retry', `${where} does not speak TLS`, 'give the port for TLS, most often 6697')
  }
  if (tls !== null && (/^ERR_SSL|^EPROTO/.test(code) || isBrokenHandshake(error))) {
    return new IrcFault(
      'retry',
      `${where} broke off the TLS handshake: ${why}`,
      'servers do so to addresses that connect too often: let one job of the pipeline speak; else check the port and the client certificate',
      MINUTE,
    )
  }
  return new IrcFault(
    'retry',
    `the connection to ${where} broke: ${why}`,
    'it is tried again; servers break off so with who connects too often or sends too fast (lower burst, raise pace)',
  )
}

function isBrokenHandshake({ message }: Error): boolean {
  return /before secure TLS connection was established|socket hang up/.test(message)
}

/** What a server says in its last line, ERROR. */
export function errorLineFault(said: string): IrcFault {
  const words = plainText(said)
  const say = (why: string, advice: string, afterMs: number | null = null) =>
    new IrcFault('retry', `${why} (“${words}”)`, advice, afterMs)
  if (/throttl|too fast|too many (?:connections|host|clients)|clones/i.test(words)) {
    return say(
      'the server takes no more connections from here for now',
      'let one job of the pipeline speak, never one per shard',
      MINUTE,
    )
  }
  if (/flood|sendq|recvq/i.test(words)) {
    return say('the server took the bot for a flood', 'lower burst, or raise pace', MINUTE)
  }
  if (/lined|banned|dnsbl|not welcome|proxy/i.test(words)) {
    return say(
      'the server bans this address',
      'ask the network’s staff; many ban addresses of clouds unless SASL is used (login: plain)',
      15 * MINUTE,
    )
  }
  if (/password/i.test(words)) {
    return new IrcFault(
      'refused',
      `the server wants another password (“${words}”)`,
      'check the secret serverPassword',
    )
  }
  if (/sasl|authenticate/i.test(words)) {
    return new IrcFault(
      'refused',
      `the server wants a login from this address (“${words}”)`,
      'register an account, and set login: plain and account',
    )
  }
  return say('the server closed the connection', 'it says why; it is tried again')
}

/** The server was silent until the time was over. */
export function silenceFault({ host, port, tls }: IrcSettings, stage: string): IrcFault {
  const advice =
    stage === 'connecting'
      ? `check server${tls === null ? '' : ', that the port is one for TLS,'} and the firewall of this agent`
      : 'it may be overloaded, or look up this agent’s name for long: raise connectTimeout and --deadline'
  return new IrcFault('retry', `${host}:${port} did not answer in time, while ${stage}`, advice)
}
