import { afterAll, beforeAll, describe, expect } from 'vitest'
import { findTool, itNeeds } from '../require-tool.ts'
import { type IrcCertificates, makeIrcCertificates } from './irc-certificates.ts'
import { connectIrcClient, type IrcClient } from './irc-client.ts'
import { deliverOnce, openIrc } from './irc-setting.ts'
import { type NgircdServer, startNgircd } from './ngircd-server.ts'

const program = findTool('/usr/sbin/ngircd') ?? findTool('ngircd')
const _secret = 'let-me-in'
let certificates: IrcCertificates
let server: NgircdServer
let user: IrcClient

beforeAll(async () => {
  if (program === null) return
  certificates = makeIrcCertificates()
  server = await startNgircd(program, certificates)
  user = await connectIrcClient(server.port, 'watcher', ['#dev', '#quiet', '#full', '#key sesame'])
})

afterAll(async () => {
  user?.quit()
  await server?.stop()
  certificates?.remove()
})

const real = (title: string, body: () => Promise<void>) => itNeeds(program ?? 'ngircd', title, body)
const open = (options: Parameters<typeof openIrc>[0] = {}, secrets: Record<string, string> = {}) =>
  openIrc({ server: `ircs://localhost:${server.tlsPort}`, ca: certificates.caFile, ...options }, secrets)

describe('ngircd, which has neither SASL nor labels', () => {
  real('delivers over TLS, and proves it by the answer to its own PING', async () => {
    const [outcome] = await deliverOnce(await open())
    expect(outcome).toEqual({
      address: '#dev',
      outcome: { kind: 'delivered', proof: 'the server answered PING after 2 lines, without an error' },
    })
    const seen = await user.seen(/^:gate!\S+ PRIVMSG #dev /, 2)
    console.log(seen)
  })
})
