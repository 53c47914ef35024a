import { afterEach, describe, expect, test } from 'vitest'
import type { AddressOutcome, Channel, Delivery } from '../../notifiers/contract.ts'
import { email } from '../../notifiers/email/index.ts'
import type { EmailOptions } from '../../notifiers/email/options.ts'
import { emailSetting } from './email-setting.ts'
import { sampleAlert } from './sample-alert.ts'
import { type Script, type ScriptedServer, startScriptedSmtp } from './scripted-smtp.ts'

let server: ScriptedServer | null = null

afterEach(async () => {
  await server?.stop()
  server = null
})

const people = ['a@lab.test', 'b@lab.test', 'c@lab.test']

/** A channel to a server that follows the script, without encryption unless told. */
async function channelTo(
  script: Script,
  options: Partial<EmailOptions> = {},
  secrets = {},
): Promise<Channel> {
  server = await startScriptedSmtp(script)
  const usual = { server: `smtp://127.0.0.1:${server.port}`, to: people, culprits: false, requireTls: false }
  return email.open(emailSetting({ ...usual, ...options }, secrets))
}

const delivery = (to: readonly string[] = ['a@lab.test'], changes = {}): Delivery => ({
  alert: sampleAlert(changes),
  to,
  ageMs: 0,
})
const soon = () => AbortSignal.timeout(20_000)
const kinds = (outcomes: readonly AddressOutcome[]) => outcomes.map(({ outcome }) => outcome.kind)
const onlyOutcome = async (script: Script, options = {}, secrets = {}) =>
  (await (await channelTo(script, options, secrets)).deliver(delivery(), soon()))[0]?.outcome

test('all mails over one connection, one recipient each, each with its own outcome', async () => {
  const recipients = { A: '250 ok', B: '450 4.2.0 greylisted', C: '550 5.1.1 no such user' }
  const rcpt = (to: string) => recipients[to.slice('TO <'.length, 'TO <A'.length) as keyof typeof recipients]
  const channel = await channelTo({ on: { RCPT: rcpt } })
  const outcomes = await channel.deliver(delivery(people), soon())
  expect(outcomes).toEqual([
    { address: 'a@lab.test', outcome: { kind: 'delivered', proof: '250 2.0.0 queued as lab' } },
    {
      address: 'b@lab.test',
      outcome: {
        kind: 'retry',
        why: expect.stringContaining('450 4.2.0 greylisted'),
        advice: expect.stringContaining('second try'),
        afterMs: 300_000,
      },
    },
    {
      address: 'c@lab.test',
      outcome: {
        kind: 'refused',
        why: expect.stringContaining('550 5.1.1 no such user'),
        advice: expect.stringContaining('the address exists'),
      },
    },
  ])
  expect(server?.connections()).toBe(1)
  expect(server?.messages).toHaveLength(1)
  expect(server?.commands.filter(line => line.startsWith('RCPT'))).toHaveLength(3)
})

test('the same with a server that takes commands in a row', async () => {
  const rcpt = (to: string) => (to.includes('B@') ? '550 5.1.1 no' : '250 ok')
  const data = (_: string, count: number) => (count === 2 ? '554 no valid recipients' : '354 go on')
  const channel = await channelTo({ extensions: ['PIPELINING'], on: { RCPT: rcpt, DATA: data } })
  expect(kinds(await channel.deliver(delivery(people), soon()))).toEqual([
    'delivered',
    'refused',
    'delivered',
  ])
  expect(server?.messages).toHaveLength(2)
})

test.each([
  ['421 at the greeting', { greeting: '421 4.3.2 too busy' }, 'retry'],
  ['554 at the greeting', { greeting: '554 5.7.1 go away' }, 'refused'],
  ['421 at EHLO', { on: { EHLO: '421 4.3.2 too busy' } }, 'retry'],
  ['451 at MAIL', { on: { MAIL: '451 4.3.0 later' } }, 'retry'],
  ['553 at MAIL', { on: { MAIL: '553 5.7.1 not as you' } }, 'refused'],
  ['530 at MAIL', { on: { MAIL: '530 5.7.0 log in' } }, 'refused'],
  ['421 at RCPT', { on: { RCPT: '421 4.7.0 too many' } }, 'retry'],
  ['452 at DATA', { on: { DATA: '452 4.3.1 full' } }, 'retry'],
  ['452 after the message', { on: { '.': '452 4.3.1 full' } }, 'retry'],
  ['554 after the message', { on: { '.': '554 5.7.1 spam' } }, 'refused'],
  ['a drop at the greeting', { greeting: 'drop' }, 'retry'],
  ['a drop at MAIL', { on: { MAIL: 'drop' } }, 'retry'],
  ['a drop at DATA', { on: { DATA: 'drop' } }, 'retry'],
  ['a drop after the message', { on: { '.': 'drop' } }, 'unknown'],
  ['no SMTP at all', { greeting: 'HTTP/1.1 400 Bad Request' }, 'retry'],
] as const)('%s is %s', async (_, script, kind) => {
  const outcome = await onlyOutcome(script)
  expect(outcome).toMatchObject({ kind, why: expect.stringMatching(/^127\.0\.0\.1:\d+: ./) })
  expect(outcome?.kind !== 'delivered' && outcome?.advice).toMatch(/\w/)
})

test('a mail whose outcome is unknown is tried again with the same bytes', async () => {
  const dot = (_: string, count: number) => (count === 1 ? 'drop' : '250 2.0.0 queued')
  const channel = await channelTo({ on: { '.': dot } })
  expect(kinds(await channel.deliver(delivery(), soon()))).toEqual(['unknown'])
  expect(kinds(await channel.deliver(delivery(), soon()))).toEqual(['delivered'])
  expect(server?.messages).toHaveLength(2)
  expect(server?.messages[1]).toBe(server?.messages[0])
  expect(server?.messages[0]).toMatch(/^Message-ID: <cdgate\.[0-9a-f]{32}@lab\.test>$/m)
})

describe('a server that is silent', () => {
  test.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', '.'])(
    'at %s: the deadline ends it at once',
    async step => {
      const channel = await channelTo(step === 'greeting' ? { greeting: 'hang' } : { on: { [step]: 'hang' } })
      const deadline = new AbortController()
      const sending = channel.deliver(delivery(people), deadline.signal)
      if (step !== 'greeting') await server?.seen(step)
      deadline.abort()
      expect(kinds(await sending)).toEqual([step === '.' ? 'unknown' : 'retry', 'retry', 'retry'])
    },
  )

  test('is given up after the configured time without a deadline', async () => {
    const outcome = await onlyOutcome(
      { greeting: 'hang' },
      { timeouts: { connect: 1, greeting: 1, idle: 20 } },
    )
    expect(outcome).toMatchObject({ kind: 'retry', why: expect.stringContaining('no greeting for 1 s') })
  })

  test('a deadline that is over before the start opens nothing for long', async () => {
    const channel = await channelTo({})
    expect(kinds(await channel.deliver(delivery(people), AbortSignal.abort()))).toEqual(
      Array(3).fill('retry'),
    )
    expect(server?.messages).toEqual([])
  })
})

test('a server that is down', async () => {
  const channel = await channelTo({})
  await server?.stop()
  const [only] = await channel.deliver(delivery(), soon())
  server = null
  expect(only?.outcome).toMatchObject({
    kind: 'retry',
    advice: expect.stringContaining('nothing listens on port'),
  })
})

test('a server that ends the connection after each mail is connected to again; nobody gets two', async () => {
  const mail = (_: string, count: number) => (count % 2 === 0 ? '421 4.7.0 one mail a connection' : '250 ok')
  const channel = await channelTo({ on: { MAIL: mail } })
  const first = await channel.deliver(delivery(people), soon())
  expect(kinds(first)).toEqual(['delivered', 'retry', 'delivered'])
  expect(server?.connections()).toBe(2)
  expect(server?.messages).toHaveLength(2)
})

test('a server that takes nothing is not connected to for each', async () => {
  const channel = await channelTo({ on: { MAIL: '421 4.7.0 no' } })
  expect(kinds(await channel.deliver(delivery(people), soon()))).toEqual(['retry', 'retry', 'retry'])
  expect(server?.connections()).toBe(1)
})

test('nothing goes out without encryption unless allowed', async () => {
  const outcome = await onlyOutcome({}, { requireTls: true })
  expect(outcome).toMatchObject({
    kind: 'retry',
    advice: expect.stringContaining('STARTTLS'),
    afterMs: 900_000,
  })
  expect(server?.commands.filter(line => !/^(?:EHLO|STARTTLS)/.test(line))).toEqual([])
})

test('a password never goes in clear, whatever is allowed', async () => {
  const script = { extensions: ['AUTH PLAIN LOGIN'] }
  const outcome = await onlyOutcome(script, { user: 'ci' }, { password: 'a-secret-password' })
  expect(outcome).toMatchObject({ kind: 'refused', advice: expect.stringContaining('never sent in clear') })
  expect(server?.commands.join('\n')).not.toMatch(/AUTH|MAIL|RCPT/)
})

test('a mail that is too large goes without its attachments, and says so', async () => {
  const attachments = [{ name: 'report.xml', type: 'application/xml', text: 'x'.repeat(50_000) }]
  const channel = await channelTo({ extensions: ['SIZE 20000'] })
  expect(kinds(await channel.deliver(delivery(['a@lab.test'], { attachments }), soon()))).toEqual([
    'delivered',
  ])
  expect(server?.messages).toHaveLength(1)
  expect(server?.messages[0]).toContain('report.xml: the mail server takes no mail of this size')
})

test('and by the server’s answer too; one that is too large without them is refused', async () => {
  const attachments = [{ name: 'report.xml', type: 'application/xml', text: 'x'.repeat(50_000) }]
  const mail = (_: string, count: number) => (count === 1 ? '552 5.3.4 too big' : '250 ok')
  const channel = await channelTo({ on: { MAIL: mail } })
  expect(kinds(await channel.deliver(delivery(['a@lab.test'], { attachments }), soon()))).toEqual([
    'delivered',
  ])
  await server?.stop()
  expect(await onlyOutcome({ extensions: ['SIZE 100'] })).toMatchObject({
    kind: 'refused',
    advice: expect.stringContaining('too large'),
  })
})

test('addresses that the rules do not choose get nothing, whoever asks', async () => {
  const channel = await channelTo({})
  const outcomes = await channel.deliver(delivery(['evil@evil.test', 'a@lab.test', 'alice@lab.test']), soon())
  expect(outcomes.map(({ address, outcome }) => [address, outcome.kind])).toEqual([
    ['evil@evil.test', 'refused'],
    ['alice@lab.test', 'refused'],
    ['a@lab.test', 'delivered'],
  ])
  expect(server?.commands.join('\n')).not.toMatch(/evil|alice/)
})

test('what a server says is shown harmless', async () => {
  const outcome = await onlyOutcome({ on: { RCPT: '550 \u001b[2Jgone\u0007' } })
  expect(outcome?.kind === 'refused' && outcome.why).toContain('550 \\u{1b}[2Jgone\\u{7}')
})

test('a check says what is wrong and sends nothing', async () => {
  const channel = await channelTo(
    { extensions: ['AUTH PLAIN'] },
    { user: 'ci' },
    { password: 'a-secret-password' },
  )
  expect(await channel.probe(soon())).toEqual([
    { ok: true, what: expect.stringContaining('answers EHLO'), advice: '' },
    {
      ok: false,
      what: expect.stringContaining('not encrypted'),
      advice: expect.stringContaining('never sent in clear'),
    },
  ])
  expect(server?.commands.join('\n')).not.toMatch(/MAIL|RCPT|DATA/)
})

test('who would get it and what, without a socket', async () => {
  const channel = await channelTo({})
  expect(channel.addressees(sampleAlert()).map(({ address, dropped }) => [address, dropped])).toEqual([
    ['a@lab.test', null],
    ['b@lab.test', null],
    ['c@lab.test', null],
    ['alice@lab.test', 'this channel does not write to authors (culprits)'],
  ])
  const [only] = await channel.render(delivery())
  await channel.deliver(delivery(), soon())
  expect(server?.connections()).toBe(1)
  expect(only?.text.trimEnd()).toBe(
    Buffer.from(server?.messages[0] ?? '', 'latin1')
      .toString()
      .trimEnd(),
  )
})
