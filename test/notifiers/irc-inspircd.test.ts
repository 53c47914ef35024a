import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { Alert } from '../../notifiers/model.ts'
import { findTool, itNeeds } from '../require-tool.ts'
import { type InspircdServer, startInspircd } from './inspircd-server.ts'
import { type IrcCertificates, makeIrcCertificates } from './irc-certificates.ts'
import { connectIrcClient, type IrcClient } from './irc-client.ts'
import { deliverOnce, deliveryOf, noDeadline, openIrc } from './irc-setting.ts'

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

const said = (channel: string) =>
  user.lines.filter(line => new RegExp(`^:\\S+ (?:PRIVMSG|NOTICE) ${channel} `).test(line))

describe('InspIRCd with services', () => {
  real('logs in with SASL PLAIN, and proves delivery by the labelled echo', async () => {
    const outcomes = await deliverOnce(await plain())
    expect(outcomes).toEqual([
      { address: '#dev', outcome: { kind: 'delivered', proof: 'the server echoed 2 lines' } },
    ])
    await user.settled()
    expect(said('#dev')).toEqual([
      ':gate!cd-gate@127.0.0.1 PRIVMSG #dev :acme/pay main is broken (build 42) by alice: 1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts https://ci.lab.test/job/pay/42/',
      ':gate!cd-gate@127.0.0.1 PRIVMSG #dev :1 failing test: src/pay.test.ts:12 pay > refuses an empty card: expected 1 to be 2',
    ])
    expect(user.lines.some(line => /^:gate!\S+ QUIT /.test(line))).toBe(true)
  })

  real('logs in with SASL EXTERNAL; WHOIS shows a bot with its account', async () => {
    const channel = await open({
      login: 'external',
      certificate: certificates.clientCertFile,
      certificateKey: certificates.clientKeyFile,
      nick: 'external',
    })
    await channel.warm?.(noDeadline())
    user.send('WHOIS external')
    await user.seen(/ 318 watcher external /)
    expect(user.lines.some(line => line.includes(` 330 watcher external ${server.account} `))).toBe(true)
    expect(user.lines.some(line => / 335 watcher external /.test(line))).toBe(true)
    await channel.close()
  })

  real('a wrong password sends nothing, and nobody sees the bot', async () => {
    const channel = await open(
      { login: 'plain', account: server.account, nick: 'wrong' },
      { password: 'no-such-pw' },
    )
    const [result] = await deliverOnce(channel)
    expect(result?.outcome).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/^904 the login was refused/),
    })
    expect(JSON.stringify(result)).not.toContain('no-such-pw')
    await user.settled()
    expect(user.lines.some(line => line.startsWith(':wrong'))).toBe(false)
  })

  real('channels with a key, an invitation, a moderator: each its own outcome, in one visit', async () => {
    const channels = ['#ops', '#key', '#inv', '#quiet']
    const channel = await open(
      { login: 'plain', account: server.account, channels, burst: 20, nick: 'several' },
      { password: server.password, keys: '#key sesame' },
    )
    const alert: Partial<Alert> = { failures: [], failureCount: 0 }
    const outcomes = await deliverOnce(channel, deliveryOf(alert, channels))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      [
        { kind: 'delivered', proof: 'the server echoed the line' },
        { kind: 'delivered', proof: 'the server echoed the line' },
        {
          kind: 'refused',
          why: expect.stringMatching(/^473 #inv is invite-only/),
          advice: expect.stringMatching(/-i/),
        },
        { kind: 'refused', why: expect.stringMatching(/^404 #quiet takes no messages/), advice: '' },
      ].map(each => (each.advice === '' ? { ...each, advice: expect.stringMatching(/\+v several/) } : each)),
    )
    await user.settled()
    expect([said('#ops').length, said('#key').length, said('#inv').length, said('#quiet').length]).toEqual([
      1, 1, 0, 0,
    ])
  })

  real('a wrong key; a nick that a user has; a notice', async () => {
    const channel = await open(
      { channels: ['#key', '#ops'], burst: 20, nick: 'watcher', alternativeNicks: ['spare'], send: 'notice' },
      { keys: '#key wrong' },
    )
    const before = said('#ops').length
    const outcomes = await deliverOnce(
      channel,
      deliveryOf({ failures: [], failureCount: 0 }, ['#key', '#ops']),
    )
    expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(['refused', 'delivered'])
    expect(outcomes[0]?.outcome).toMatchObject({ why: expect.stringMatching(/^475 #key wants another key/) })
    await user.settled()
    expect(said('#ops').slice(before)).toEqual([
      expect.stringMatching(/^:spare!\S+ NOTICE #ops :acme\/pay main is broken/),
    ])
  })

  real('long lines in any script arrive whole characters, cut by us and never by the server', async () => {
    const words = ['сломано ', '👨‍👩‍👧', 'ü', `${'x'.repeat(2000)} `]
    const channel = await open({ nick: 'longlines', channels: ['#ops'], burst: 20 })
    const before = said('#ops').length
    for (const word of words) {
      const reasons = [word.repeat(400)]
      const [result] = await channel.deliver(
        deliveryOf({ reasons, failures: [], failureCount: 0 }, ['#ops']),
        noDeadline(),
      )
      expect(result?.outcome.kind, word).toBe('delivered')
    }
    await channel.close()
    await user.settled()
    const lines = said('#ops').slice(before)
    expect(lines).toHaveLength(2 * words.length)
    for (const line of lines.filter((_line, index) => index % 2 === 1)) {
      expect(line).toMatch(/…$/)
      expect(line).not.toContain('\ufffd')
      expect(Buffer.byteLength(line) + 2).toBeLessThanOrEqual(512)
      // As full as whole words or graphemes allow.
      expect(Buffer.byteLength(line) + 2).toBeGreaterThan(512 - 30)
    }
  })

  real('warm and green: in no channel, and gone without a trace for them', async () => {
    const channel = await open({ nick: 'silent' })
    await channel.warm?.(noDeadline())
    await channel.close()
    await user.settled()
    expect(user.lines.some(line => line.startsWith(':silent!'))).toBe(false)
  })

  real('NickServ, over TLS', async () => {
    const channel = await open(
      { login: 'nickserv', account: server.account, nick: 'served', channels: ['#ops'] },
      { password: server.password },
    )
    await channel.warm?.(noDeadline())
    user.send('WHOIS served')
    await user.seen(/ 318 watcher served /)
    expect(user.lines.some(line => line.includes(` 330 watcher served ${server.account} `))).toBe(true)
    await channel.close()
    const wrong = await open(
      { login: 'nickserv', account: server.account, nick: 'served2' },
      { password: 'no-such-pw' },
    )
    expect((await deliverOnce(wrong))[0]?.outcome).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/NickServ did not take/),
    })
  })

  real('doctor says nothing and tells what is wrong', async () => {
    const channel = await plain({ channels: ['#ops', '#inv'], nick: 'doctor' })
    const before = said('#ops').length
    const lines = await channel.probe(noDeadline())
    expect(lines.map(({ ok, what }) => [ok, what])).toEqual([
      [true, `localhost:${server.tlsPort} registers over TLS, its certificate checked`],
      [true, 'the nick is doctor'],
      [true, 'logged in as cibot (plain)'],
      [true, 'delivery is proven by the labelled echo; bot mode +B'],
      [true, 'joined #ops'],
      [false, expect.stringMatching(/^473 #inv is invite-only/)],
    ])
    await user.settled()
    expect(said('#ops')).toHaveLength(before)
  })

  real('keeps the pace of a server that drops who is too fast; without it, the outcome says so', async () => {
    const strict = (options: Parameters<typeof openIrc>[0]) =>
      plain({ server: `ircs://localhost:${server.strictPort}`, ...options })
    const alert: Partial<Alert> = { reasons: ['the lint failed'] }
    const many = ['#a', '#b', '#c', '#d', '#e', '#f']
    const hasty = await strict({ nick: 'hasty', burst: 20, pace: 0, channels: many })
    const hurried = await deliverOnce(hasty, deliveryOf(alert, many))
    expect(
      hurried.some(({ outcome }) => outcome.kind !== 'delivered' && outcome.advice.includes('lower burst')),
    ).toBe(true)
    // As it is by default.
    const calm = await strict({ nick: 'calm', channels: ['#ops', '#dev'] })
    const outcomes = await deliverOnce(calm, deliveryOf(alert, ['#ops', '#dev']))
    expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(['delivered', 'delivered'])
    await user.settled()
    expect(user.lines.filter(line => line.startsWith(':calm!') && line.includes(' PRIVMSG '))).toHaveLength(6)
  })
})
