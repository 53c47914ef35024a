import { afterAll, beforeAll, describe, expect } from 'vitest'
import { findTool, itNeeds } from '../require-tool.ts'
import { type IrcCertificates, makeIrcCertificates } from './irc-certificates.ts'
import { connectIrcClient, type IrcClient } from './irc-client.ts'
import { deliverOnce, deliveryOf, noDeadline, openIrc } from './irc-setting.ts'
import { type NgircdServer, startNgircd } from './ngircd-server.ts'
import { alice, failedTest, sampleAlert } from './sample-alert.ts'

const program = findTool('/usr/sbin/ngircd') ?? findTool('ngircd')
const secret = 'let-me-in'
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

const said = (channel: string) => user.lines.filter(line => line.includes(` PRIVMSG ${channel} `))

describe('ngircd, which has neither SASL nor labels', () => {
  real('delivers over TLS, and proves it by the answer to its own PING', async () => {
    const [outcome] = await deliverOnce(await open())
    expect(outcome).toEqual({
      address: '#dev',
      outcome: { kind: 'delivered', proof: 'the server answered PING after 2 lines, without an error' },
    })
    expect(await user.seen(/^:gate!\S+ PRIVMSG #dev /, 2)).toEqual([
      expect.stringMatching(/ :acme\/pay main is broken \(build 42\) by alice: /),
      expect.stringMatching(/ :1 failing test: /),
    ])
  })

  real('each hostile text makes exactly one PRIVMSG a line, and nothing else', async () => {
    const texts = [
      'x\r\nJOIN #evil\r\nTOPIC #dev :pwned',
      'x\rJOIN #evil',
      'x\nQUIT :gone',
      'x\0y',
      '\u0001ACTION dies\u0001',
      '\u000304,01red \u0002bold',
      '\u202eevil\u2066',
      '\ud800 lone',
      `${'й'.repeat(10_000)}`,
      '\u001b[31mred\u001b]0;title\u0007',
      ':colon first',
    ]
    const channel = await open({ burst: 20, pace: 0, nick: 'hostile' })
    const sample = sampleAlert()
    for (const text of texts) {
      const before = said('#dev').length
      const delivery = deliveryOf({
        build: { ...sample.build, branch: text, repository: text, number: text, subject: text, url: text },
        failures: [{ ...failedTest, name: text, file: text, message: text }],
        reasons: [text],
        coverage: text,
        blame: {
          kind: 'one',
          suspects: [
            {
              person: { ...alice, name: text, accounts: { irc: text } },
              commit: text,
              subject: text,
              reason: text,
            },
          ],
          why: '',
        },
      })
      const [result] = await channel.deliver(delivery, noDeadline())
      expect(result?.outcome.kind, JSON.stringify(text.slice(0, 20))).toBe('delivered')
      await user.settled()
      expect(said('#dev').slice(before), JSON.stringify(text.slice(0, 20))).toHaveLength(3)
    }
    await channel.close()
    const fromBot = user.lines.filter(line => line.startsWith(':hostile!'))
    expect(fromBot.filter(line => !/^:\S+ (?:PRIVMSG #dev|JOIN|QUIT)(?: |$)/.test(line))).toEqual([])
    expect(fromBot.filter(line => /^:\S+ JOIN /.test(line))).toHaveLength(1)
    for (const line of fromBot) expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u202e\u2066]|\[CUT\]/u)
  })

  real('nobody but the suspect is pinged, although a branch is called like a user', async () => {
    const channel = await open({ nick: 'pinger', channels: ['#dev'] })
    const before = said('#dev').length
    await deliverOnce(
      channel,
      deliveryOf({ build: { ...sampleAlert().build, branch: 'watcher' }, failures: [], failureCount: 0 }),
    )
    await user.settled()
    const [line = ''] = said('#dev').slice(before)
    expect(line).toContain('acme/pay w\u200batcher is broken')
    expect(line).toContain(' by alice: ')
  })

  real('key, invitation, moderation and a full channel: what each is, and what to do', async () => {
    const channels = ['#key', '#inv', '#quiet', '#full']
    const channel = await open({ channels, burst: 20, nick: 'several' }, { keys: '#key sesame' })
    const outcomes = await deliverOnce(channel, deliveryOf({ failures: [], failureCount: 0 }, channels))
    expect(
      outcomes.map(({ outcome }) => [outcome.kind, 'why' in outcome ? outcome.why.slice(0, 3) : '']),
    ).toEqual([
      ['delivered', ''],
      ['refused', '473'],
      ['refused', '404'],
      ['retry', '471'],
    ])
    const wrongKey = await open({ channels: ['#key'], nick: 'wrongkey' }, { keys: '#key wrong' })
    expect((await deliverOnce(wrongKey, deliveryOf({}, ['#key'])))[0]?.outcome).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/^475/),
    })
  })

  real('no SASL here: nothing is sent, no password goes out', async () => {
    const channel = await open(
      { login: 'plain', account: 'ci', nick: 'nosasl' },
      { password: 'top-secret-pw' },
    )
    expect((await deliverOnce(channel))[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/offers no SASL/),
    })
    await user.settled()
    expect(user.lines.some(line => line.startsWith(':nosasl!'))).toBe(false)
  })

  real('a nick in use: a short one with random letters', async () => {
    const taken = await open({ nick: 'watcher' })
    expect((await deliverOnce(taken))[0]?.outcome.kind).toBe('delivered')
    expect(taken.logged.join()).toMatch(/the nick watcher is in use; watch-\w{3} speaks/)
  })

  real('the server’s password: right and wrong', async () => {
    const locked = await startNgircd(program ?? '', certificates, secret)
    try {
      const options = { server: `ircs://localhost:${locked.tlsPort}` }
      expect((await deliverOnce(await open(options, { serverPassword: secret })))[0]?.outcome.kind).toBe(
        'delivered',
      )
      const [result] = await deliverOnce(await open(options, { serverPassword: 'not-this-one' }))
      expect(result?.outcome).toMatchObject({ kind: 'refused', advice: 'check the secret serverPassword' })
      expect(JSON.stringify(result)).not.toContain('not-this-one')
    } finally {
      await locked.stop()
    }
  })
})
