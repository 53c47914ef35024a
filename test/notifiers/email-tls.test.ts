import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { DeliveryOutcome } from '../../notifiers/contract.ts'
import { email } from '../../notifiers/email/index.ts'
import type { EmailOptions } from '../../notifiers/email/options.ts'
import { findTool, itNeeds } from '../require-tool.ts'
import { type Certificates, makeCertificates } from './email-certificates.ts'
import { emailSetting } from './email-setting.ts'
import { sampleAlert } from './sample-alert.ts'

let certificates: Certificates | null = null
const servers: { close: (done: () => void) => unknown }[] = []

beforeAll(() => {
  if (findTool('openssl') !== null) certificates = makeCertificates()
})
afterAll(() => certificates?.remove())
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>(done => server.close(done))
})

interface Seen {
  readonly port: number
  /** What logins were tried with. */
  readonly logins: { readonly method: string; readonly username: string; readonly secret: string }[]
  readonly mails: string[]
}

const password = 'a-secret-password'

/** npm's smtp-server with the test's certificate; it knows one account. */
async function startServer(options: SMTPServerOptions = {}): Promise<Seen> {
  const seen: Seen & { port: number } = { port: 0, logins: [], mails: [] }
  const server = new SMTPServer({
    key: certificates?.key ?? '',
    cert: certificates?.cert ?? '',
    authOptional: true,
    disableReverseLookup: true,
    onAuth({ method, username = '', password: given, accessToken }, _, done) {
      const secret = given ?? accessToken ?? ''
      seen.logins.push({ method, username, secret })
      done(secret === password || secret === 'fresh-token' ? null : new Error(`no login with ${secret}`), {
        user: username,
      })
    },
    onData(stream, _, done) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        seen.mails.push(Buffer.concat(chunks).toString())
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  servers.push(server)
  seen.port = (server.server.address() as AddressInfo).port
  return seen
}

async function send(
  { port }: Seen,
  options: Partial<EmailOptions> = {},
  secrets: Readonly<Record<string, string>> = {},
): Promise<DeliveryOutcome | undefined> {
  const ca = certificates?.caFile ?? null
  const usual = { server: `smtp://localhost:${port}`, ca, to: ['a@lab.test'], culprits: false }
  const channel = await email.open(emailSetting({ ...usual, ...options }, secrets))
  const delivery = { alert: sampleAlert(), to: ['a@lab.test'], ageMs: 0 }
  const [only] = await channel.deliver(delivery, AbortSignal.timeout(20_000))
  await channel.close()
  return only?.outcome
}

itNeeds('openssl', 'STARTTLS with a trusted certificate, and a login inside', async () => {
  const server = await startServer()
  expect(await send(server, { user: 'ci' }, { password })).toMatchObject({ kind: 'delivered' })
  expect(server.logins).toEqual([{ method: 'PLAIN', username: 'ci', secret: password }])
  expect(server.mails).toHaveLength(1)
})

itNeeds('openssl', 'TLS from the first byte', async () => {
  const server = await startServer({ secure: true })
  const options = { server: `smtps://localhost:${server.port}`, user: 'ci' }
  expect(await send(server, options, { password })).toMatchObject({ kind: 'delivered' })
})

itNeeds(
  'openssl',
  'a certificate that nobody vouches for: no mail, no login, unless it is allowed',
  async () => {
    const server = await startServer()
    const outcome = await send(server, { ca: null, user: 'ci' }, { password })
    expect(outcome).toMatchObject({
      kind: 'retry',
      advice: expect.stringContaining('set ca'),
      afterMs: 900_000,
    })
    expect([server.logins, server.mails]).toEqual([[], []])
    expect(await send(server, { ca: null, allowInsecure: true })).toMatchObject({ kind: 'delivered' })
  },
)

itNeeds('openssl', 'requireTls: false checks the certificate all the same', async () => {
  const server = await startServer()
  expect(await send(server, { ca: null, requireTls: false })).toMatchObject({ kind: 'retry' })
  expect(server.mails).toEqual([])
})

itNeeds('openssl', 'smtps:// on a port without TLS, and smtp:// on one with', async () => {
  const clear = await startServer()
  const one = await send(clear, { server: `smtps://localhost:${clear.port}` })
  expect(one).toMatchObject({ kind: 'retry', advice: expect.stringContaining('usually 465') })
  const implicit = await startServer({ secure: true })
  const other = await send(implicit, { timeouts: { connect: 1, greeting: 1, idle: 1 } })
  expect(other).toMatchObject({ kind: 'retry' })
})

itNeeds('openssl', 'a wrong password is refused with advice, and not tried twice', async () => {
  const server = await startServer()
  const outcome = await send(server, { user: 'ci' }, { password: 'wrong-password' })
  expect(outcome).toMatchObject({
    kind: 'refused',
    why: expect.stringMatching(/535 .*no login with \*\*\*/),
    advice: expect.stringContaining('check the password of ci'),
  })
  expect(JSON.stringify(outcome)).not.toContain('wrong-password')
  expect(server.logins).toHaveLength(1)
  expect(server.mails).toEqual([])
})

itNeeds('openssl', 'a login that the server does not offer fails closed', async () => {
  const server = await startServer({ disabledCommands: ['AUTH'] })
  const outcome = await send(server, { user: 'ci' }, { password })
  expect(outcome).toMatchObject({ kind: 'refused', why: expect.stringContaining('offers no login') })
  expect([server.logins, server.mails]).toEqual([[], []])
})

itNeeds('openssl', 'an access token logs in', async () => {
  const server = await startServer({ authMethods: ['XOAUTH2', 'PLAIN'] })
  const options = { user: 'ci@lab.test', auth: 'oauth2' } as const
  expect(await send(server, options, { oauthToken: 'fresh-token' })).toMatchObject({ kind: 'delivered' })
  expect(server.logins).toEqual([{ method: 'XOAUTH2', username: 'ci@lab.test', secret: 'fresh-token' }])
  const outcome = await send(server, options, { oauthToken: 'stale-token' })
  expect(outcome).toMatchObject({ kind: 'refused' })
  expect(JSON.stringify(outcome)).not.toContain('stale-token')
})

itNeeds(
  'openssl',
  'a refresh token is changed for an access token; a service that is down is no refusal',
  async () => {
    const server = await startServer({ authMethods: ['XOAUTH2'] })
    const asked: string[] = []
    const tokens: Server = createServer((request, response) => {
      request.on('data', data => asked.push(String(data)))
      request.on('end', () => {
        const isKnown = asked.at(-1)?.includes('refresh_token=long-lived')
        response.end(JSON.stringify(isKnown ? { access_token: 'fresh-token' } : { error: 'invalid_grant' }))
      })
    })
    tokens.listen(0, '127.0.0.1')
    await once(tokens, 'listening')
    const tokenUrl = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`
    const options = { user: 'ci@lab.test', auth: 'oauth2', clientId: 'id', tokenUrl } as const
    const secrets = { refreshToken: 'long-lived', clientSecret: 'client-secret' }
    expect(await send(server, options, secrets)).toMatchObject({ kind: 'delivered' })
    expect(asked[0]).toContain('client_secret=client-secret')
    const unknown = await send(server, options, { ...secrets, refreshToken: 'revoked' })
    expect(unknown).toMatchObject({ kind: 'refused', why: expect.stringContaining('invalid_grant') })
    tokens.closeAllConnections()
    await new Promise(done => tokens.close(done))
    expect(await send(server, options, secrets)).toMatchObject({
      kind: 'retry',
      advice: expect.stringContaining('tokenUrl'),
    })
  },
)
