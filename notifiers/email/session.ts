import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { ComposedMail } from './compose.ts'
import { authOf, type Connection, createConnection, type NodemailerError } from './nodemailer.ts'
import type { MailSettings } from './settings.ts'

/** `sent`: the whole message went out, and its answer is missing or bad. */
export type SessionStep = 'connect' | 'login' | 'message' | 'sent'

/** What went wrong in a session, and how far it had come. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly step: SessionStep
  override readonly cause: NodemailerError

  constructor(step: SessionStep, cause: NodemailerError) {
    super(cause.message)
    this.step = step
    this.cause = cause
  }
}

/** A server that takes mails. Every promise rejects with a SessionError, at once when the signal aborts. */
export interface Session {
  readonly isOpen: () => boolean
  /** "TLSv1.3"; `null`: not encrypted. */
  readonly encryption: string | null
  /** @returns the server's answer to the whole message */
  readonly send: (mail: ComposedMail) => Promise<string>
  /** Makes the server forget a mail that it refused; proves that it listens. */
  readonly reset: () => Promise<void>
  readonly leave: () => void
}

/** Connects, encrypts, logs in. */
export async function openSession(settings: MailSettings, signal: AbortSignal): Promise<Session> {
  const connection = await createConnection(settings)
  const attempt = attempts(connection, signal)
  try {
    await attempt<void>('connect', done => connection.connect(done))
    await logIn(connection, settings, attempt)
  } catch (error) {
    connection.close()
    throw error
  }
  return {
    isOpen: () => !connection.destroyed && !signal.aborted,
    encryption: connection._socket instanceof TLSSocket ? connection._socket.getProtocol() : null,
    send: mail => send(connection, mail, attempt),
    reset: async () => {
      await attempt('message', done => connection.reset(done))
    },
    leave: () => leave(connection),
  }
}

type Done<T> = (error?: NodemailerError | null, result?: T) => void
type Attempt = <T>(step: SessionStep | (() => SessionStep), run: (done: Done<T>) => void) => Promise<T>

/** nodemailer tells of a lost connection by an event or by the callback, depending on where it was. */
function attempts(connection: Connection, signal: AbortSignal): Attempt {
  let fail: Done<never> = () => {}
  connection.on('error', (error: NodemailerError) => fail(error))
  connection.on('end', () => fail(lost('the connection ended')))
  const abort = () => {
    fail(lost('the time for sending is over'))
    connection.close()
  }
  signal.addEventListener('abort', abort)
  connection.on('end', () => signal.removeEventListener('abort', abort))
  return (step, run) =>
    new Promise((resolve, reject) => {
      fail = error => {
        if (error) reject(new SessionError(typeof step === 'function' ? step() : step, error))
      }
      if (signal.aborted) abort()
      else run((error, result) => (error ? fail(error) : resolve(result as never)))
    })
}

function lost(message: string): NodemailerError {
  return Object.assign(new Error(message), { code: 'ECONNECTION' })
}

function refusal(message: string, code: string): NodemailerError {
  return Object.assign(new Error(message), { code })
}

/** A login that is wanted happens, encrypted, or nothing is sent. */
async function logIn(
  connection: Connection,
  { login, timeouts }: MailSettings,
  attempt: Attempt,
): Promise<void> {
  if (login === null) return
  await attempt<boolean>('login', done => {
    if (!(connection._socket instanceof TLSSocket))
      return done(refusal('the connection is not encrypted', 'ECLEAR'))
    if (!connection.allowsAuth) return done(refusal('the server offers no login', 'ENOLOGIN'))
    authOf(login, timeouts.connect * 1000).then(auth => connection.login(auth, done), done)
  })
}

async function send(connection: Connection, mail: ComposedMail, attempt: Attempt): Promise<string> {
  let isSent = false
  // A stream, since only its end tells that the whole message was handed to the socket.
  const body = Readable.from([mail.bytes], { objectMode: false })
  body.once('end', () => {
    isSent = true
  })
  const envelope = { from: mail.sender, to: [mail.address], size: mail.bytes.length }
  const { response } = await attempt<{ readonly response: string }>(
    () => (isSent ? 'sent' : 'message'),
    done => connection.send(envelope, body, done),
  )
  return response
}

/** Says goodbye without waiting for the answer for long. */
function leave(connection: Connection): void {
  if (connection.destroyed) return
  connection.quit()
  const timer = setTimeout(() => connection.close(), 1000)
  connection.once('end', () => clearTimeout(timer))
}
