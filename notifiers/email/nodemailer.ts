import type { MailComposerOptions } from 'nodemailer/lib/mail-composer'
import type { MimeNodeAddress } from 'nodemailer/lib/mime-node'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SMTPConnectionAuth, SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { Login } from './login.ts'
import type { MailSettings } from './settings.ts'

/**
 * The only file that knows nodemailer, and only the parts that are needed, when they are: its pool queues again by itself
 * and its transport hides whether the end of a message was sent, so sessions are driven by ./session.ts.
 */
export type MailParts = MailComposerOptions
export type Connection = SMTPConnection
export type { NodemailerError } from 'nodemailer/lib/errors'

const loadComposer = () => import('nodemailer/lib/mail-composer')
const loadConnection = () => import('nodemailer/lib/smtp-connection')

/** A message as nodemailer's own reading of its header has it, and its bytes. */
export interface BuiltMessage {
  readonly envelope: readonly string[]
  readonly bytes: Buffer
}

/** @param boundary what the parts' boundaries are made of: the same for the same message */
export async function buildMessage(parts: MailParts, boundary: string): Promise<BuiltMessage> {
  const { default: MailComposer } = await loadComposer()
  const node = new MailComposer({
    ...parts,
    baseBoundary: boundary,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const { to = [] } = node.getEnvelope()
  const envelope = (Array.isArray(to) ? to : [to]) as readonly (string | MimeNodeAddress)[]
  const addresses = envelope.map(each => (typeof each === 'string' ? each : (each.address ?? '')))
  return { envelope: addresses, bytes: await node.build() }
}

/** The message with a DKIM-Signature (RFC 6376) in front. */
export async function signMessage(bytes: Buffer, { domain, selector, key }: DkimKey): Promise<Buffer> {
  const { default: DKIM } = await import('nodemailer/lib/dkim')
  const signed = new DKIM({ domainName: domain, keySelector: selector, privateKey: key }).sign(bytes)
  const chunks: Buffer[] = []
  for await (const chunk of signed) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
type DkimKey = NonNullable<MailSettings['dkim']>

/** Not connected yet. */
export async function createConnection(settings: MailSettings): Promise<Connection> {
  const { default: Connection } = await loadConnection()
  return new Connection(connectionOptions(settings))
}

/** Loads what a mail needs ahead of it. */
export async function preload(): Promise<void> {
  await Promise.all([loadComposer(), loadConnection()])
}

function connectionOptions(settings: MailSettings): SMTPConnectionOptions {
  const { server, requireTls, timeouts, allowInsecure, ca } = settings
  return {
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: requireTls && !server.implicitTls,
    connectionTimeout: timeouts.connect * 1000,
    dnsTimeout: timeouts.connect * 1000,
    greetingTimeout: timeouts.greeting * 1000,
    socketTimeout: timeouts.idle * 1000,
    socketCloseTimeout: 1000,
    allowInternalNetworkInterfaces: true,
    tls: { rejectUnauthorized: !allowInsecure, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
  }
}

export async function authOf(login: Login, timeoutMs: number): Promise<SMTPConnectionAuth> {
  if (login.kind === 'login') return { user: login.user, pass: login.password }
  const { default: XOAuth2 } = await import('nodemailer/lib/xoauth2')
  const { user } = login
  const source =
    login.kind === 'token'
      ? { accessToken: login.token }
      : {
          clientId: login.clientId,
          clientSecret: login.clientSecret,
          refreshToken: login.refreshToken,
          accessUrl: login.tokenUrl,
        }
  return { user, oauth2: new XOAuth2({ user, ...source, requestTimeout: timeoutMs }), method: 'XOAUTH2' }
}
