import { visible } from '../../core/text.ts'
import { cut } from '../build-report.ts'
import type { DeliveryOutcome } from '../contract.ts'
import type { SessionError } from './session.ts'
import type { MailSettings } from './settings.ts'

const GREYLISTED_MS = 5 * 60_000
/** For what somebody has to mend: trying sooner only fills logs. */
const MENDED_MS = 15 * 60_000

/** What a failed attempt means for the mail, and what somebody can do about it. */
export function outcomeOf({ step, cause }: SessionError, settings: MailSettings): DeliveryOutcome {
  const { responseCode, code, command } = cause
  const why = said(cause, settings)
  if (responseCode === undefined || responseCode < 400) return withoutAnswer(step, cause, why, settings)
  const isTemporary = responseCode < 500
  if (code === 'EAUTH') {
    return isTemporary
      ? { kind: 'retry', why, advice: 'the server cannot check logins just now', afterMs: null }
      : { kind: 'refused', why, advice: loginAdvice(settings) }
  }
  if (code === 'ETLS') return noEncryption(why, settings, isTemporary)
  if (isTemporary) {
    const isGreylisted = command === 'RCPT TO' && /grey|gray|4\.[27]\.[01]\b/i.test(cause.response ?? '')
    const advice = isGreylisted
      ? 'the server takes mail of unknown senders at the second try; better hand over to a relay that queues'
      : 'the server takes no mail just now'
    return { kind: 'retry', why, advice, afterMs: isGreylisted ? GREYLISTED_MS : null }
  }
  return { kind: 'refused', why, advice: refusalAdvice(command, responseCode, settings) }
}

function withoutAnswer(
  step: SessionError['step'],
  cause: SessionError['cause'],
  why: string,
  settings: MailSettings,
): DeliveryOutcome {
  const { host, port } = settings.server
  const { code, originalCode = '' } = cause
  if (step === 'sent')
    return { kind: 'unknown', why, advice: 'it may have arrived; the next try has the same Message-ID' }
  if (code === 'ENOLOGIN')
    return { kind: 'refused', why, advice: `use a port of ${host} that offers AUTH, or leave out user` }
  if (code === 'ECLEAR')
    return {
      kind: 'refused',
      why,
      advice: 'use a server with STARTTLS or smtps://: a login is never sent in clear',
    }
  if (code === 'EAUTH') {
    // The service for tokens answered with an error, or could not be asked.
    return originalCode === 'EOAUTH2'
      ? { kind: 'refused', why, advice: loginAdvice(settings) }
      : { kind: 'retry', why, advice: 'see that tokenUrl can be reached', afterMs: null }
  }
  if (code === 'EMESSAGE')
    return { kind: 'refused', why, advice: 'the mail is too large for the server even without attachments' }
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/.test(originalCode)) {
    const advice = `set ca to the certificate of the authority that signed ${host}’s, or give the name that stands in it`
    return { kind: 'retry', why, advice, afterMs: MENDED_MS }
  }
  if (code === 'EDNS')
    return { kind: 'retry', why, advice: `see that the name ${host} is right`, afterMs: null }
  if (originalCode === 'ECONNREFUSED')
    return { kind: 'retry', why, advice: `nothing listens on port ${port} of ${host}`, afterMs: null }
  if (/SSL|TLS|EPROTO/.test(`${originalCode} ${code}`) || /wrong version number/.test(cause.message))
    return noEncryption(why, settings, false)
  return {
    kind: 'retry',
    why,
    advice: `see that ${host}:${port} is a mail server and can be reached`,
    afterMs: null,
  }
}

function noEncryption(why: string, { server }: MailSettings, isTemporary: boolean): DeliveryOutcome {
  const advice = server.implicitTls
    ? 'smtps:// is for ports with TLS from the first byte, usually 465; others are smtp://'
    : 'use a port that offers STARTTLS, or smtps://; requireTls: false is for a relay on this machine'
  return { kind: 'retry', why, advice, afterMs: isTemporary ? null : MENDED_MS }
}

function loginAdvice({ login }: MailSettings): string {
  return login?.kind === 'login'
    ? `check the password of ${login.user}; it is not tried again, so that the account is not locked`
    : `make a new token for ${login?.user ?? 'the account'}`
}

function refusalAdvice(
  command: string | undefined,
  responseCode: number,
  { login, from }: MailSettings,
): string {
  if (responseCode === 530) return 'the server wants a login: set user and its password'
  if (command === 'MAIL FROM')
    return `see that the server lets ${login?.user ?? 'anybody'} send as ${from.address}`
  if (command === 'RCPT TO') return 'see that the address exists, and that the server relays to it'
  if (command === 'CONN') return 'the server wants no mail from this machine'
  return 'the server takes no such mail: its answer says why'
}

/** The server's own words where there are some: hostile too. */
function said(cause: SessionError['cause'], { server, timeouts, login }: MailSettings): string {
  const waits = {
    CONNECT_TIMEOUT: `no connection for ${timeouts.connect} s`,
    GREETING_TIMEOUT: `no greeting for ${timeouts.greeting} s`,
    UPGRADE_TIMEOUT: `no encryption for ${timeouts.greeting} s`,
    SOCKET_TIMEOUT: `no answer for ${timeouts.idle} s`,
  }
  const { response, message, timeoutType } = cause
  const text = timeoutType ? waits[timeoutType] : (response ?? message)
  return `${server.host}:${server.port}: ${harmless(withoutLogin(text, login))}`
}

/** Some servers repeat in a refusal what they were sent. */
function withoutLogin(text: string, login: MailSettings['login']): string {
  if (login === null) return text
  const { user, ...rest } = login
  const secrets =
    'password' in rest
      ? [rest.password, `\0${user}\0${rest.password}`]
      : 'token' in rest
        ? [rest.token]
        : [rest.clientSecret, rest.refreshToken]
  const forms = secrets.flatMap(each => [each, Buffer.from(each).toString('base64')])
  return forms.reduce((masked, form) => masked.replaceAll(form, '***'), text)
}

/** What a server says, in one line for a log. */
export function harmless(text: string): string {
  return cut(visible(text.replace(/\s+/g, ' ')), 300)
}
