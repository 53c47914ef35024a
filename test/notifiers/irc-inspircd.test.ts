import { afterAll, beforeAll, describe, expect } from 'vitest'
import { findTool, itNeeds } from '../require-tool.ts'
import { type InspircdServer, startInspircd } from './inspircd-server.ts'
import { type IrcCertificates, makeIrcCertificates } from './irc-certificates.ts'
import { connectIrcClient, type IrcClient } from './irc-client.ts'
import { deliverOnce, openIrc } from './irc-setting.ts'

const program = findTool('/usr/sbin/inspircd') ?? findTool('inspircd')
const services = findTool('/usr/bin/atheme-services') ?? findTool('atheme-services')
const missing = program === null ? 'inspircd' : 'atheme-services'
let certificates: IrcCertificates
let server: InspircdServer
let user: IrcClient

beforeAll(async () => {
  if (program === null || services === null) return
  certificates = makeIrcCertificates()
  server = await startInspircd(program, services, certificates)
  user = await connectIrcClient(server.port, 'watcher', ['#dev', '#inv', '#key', '#quiet', '#ops'])
  user.send('MODE #inv +i')
  user.send('MODE #key +k sesame')
  user.send('MODE #quiet +m')
  await user.settled()
})

afterAll(async () => {
  user?.quit()
  await server?.stop()
  certificates?.remove()
})

const real = (title: string, body: () => Promise<void>) =>
  itNeeds(program !== null && services !== null ? program : missing, title, body)
const open = (options: Parameters<typeof openIrc>[0] = {}, secrets: Record<string, string> = {}) =>
  openIrc({ server: `ircs://localhost:${server.tlsPort}`, ca: certificates.caFile, ...options }, secrets)
const plain = (options: Parameters<typeof openIrc>[0] = {}) =>
  open({ login: 'plain', account: server.account, ...options }, { password: server.password })

describe('InspIRCd with services', () => {
  real('logs in with SASL PLAIN, and proves delivery by the labelled echo', async () => {
    const outcomes = await deliverOnce(await plain())
    expect(outcomes).toEqual([
      { address: '#dev', outcome: { kind: 'delivered', proof: 'the server echoed 2 lines' } },
    ])
    await user.settled()
    console.log(user.lines)
  })
})
