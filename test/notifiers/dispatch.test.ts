import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failedChannel, guardChannel } from '../../notifiers/channel-guard.ts'
import type { Channel } from '../../notifiers/contract.ts'
import { type DispatchSetting, dispatch, flush } from '../../notifiers/dispatch.ts'
import type { Alert } from '../../notifiers/model.ts'
import { EVERYBODY, freshEntry, openSpool, refusedIn, type Spool } from '../../notifiers/spool.ts'
import { fakeChannel, never, notNow, perhaps, proven, tomorrow } from './fake-channel.ts'
import { sampleAlert } from './sample-alert.ts'

let root: string
let spool: Spool
let log: string[]
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cd-gate-dispatch-'))
  spool = openSpool(join(root, 'spool'))
  log = []
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const setting = (changes: Partial<DispatchSetting> = {}): DispatchSetting => ({
  spool,
  deadlineMs: 60_000,
  signal: new AbortController().signal,
  log: line => log.push(line),
  ...changes,
})

const addressesOf = (list: readonly { readonly address: string }[] | undefined) =>
  list?.map(each => each.address)
const waiting = async () => (await spool.list()).entries

test('everything is on disk before anybody is connected, and gone when it is proven', async () => {
  const seen: number[] = []
  const look = () => {
    seen.push(spool.slots().length)
    return proven
  }
  const channels = [fakeChannel('mail', look), fakeChannel('irc', look)]
  const jobs = channels.map(opened => ({ opened, alert: sampleAlert(), to: ['x'] }))
  const reports = await dispatch(jobs, setting())
  expect(seen[0]).toBe(2)
  expect(reports).toMatchObject([
    { channel: 'mail', type: 'fake', delivered: [{ address: 'x', why: 'seen' }], spooled: [], refused: [] },
    { channel: 'irc', delivered: [{ address: 'x' }] },
  ])
  expect(await waiting()).toEqual([])
})

test('each address has its own end', async () => {
  const outcomes = { a: proven, b: tomorrow, c: never, d: perhaps }
  const mail = fakeChannel('mail', address => outcomes[address as keyof typeof outcomes])
  const [report] = await dispatch(
    [{ opened: mail, alert: sampleAlert(), to: ['a', 'b', 'c', 'd'] }],
    setting(),
  )
  expect(addressesOf(report?.delivered)).toEqual(['a'])
  expect(report?.refused).toEqual([{ address: 'c', why: 'no such user', advice: 'mend it' }])
  expect(report?.spooled).toEqual([
    { address: 'b', why: 'busy', advice: 'wait' },
    { address: 'd', why: 'it hung up', advice: 'look' },
  ])
  expect(await waiting()).toMatchObject([{ to: ['b', 'd'], lastWhy: expect.stringMatching(/\S/) }])
})

test('what was not taken is tried again, and only that', async () => {
  const mail = fakeChannel('mail', (address, number) => (address === 'a' || number > 2 ? proven : notNow))
  const [report] = await dispatch([{ opened: mail, alert: sampleAlert(), to: ['a', 'b'] }], setting())
  expect(addressesOf(report?.delivered)).toEqual(['a', 'b'])
  expect(mail.deliveries.map(each => each.to)).toEqual([['a', 'b'], ['b'], ['b']])
})

test('a wait that the receiver asks for is kept, and one beyond the deadline is not begun', async () => {
  vi.useFakeTimers()
  try {
    const asked = (afterMs: number) =>
      fakeChannel(`${afterMs}`, (_, number) => (number === 1 ? { ...notNow, afterMs } : proven))
    const [soon, late] = [asked(5000), asked(3_600_000)]
    const jobs = [soon, late].map(opened => ({ opened, alert: sampleAlert(), to: ['a'] }))
    const reports = dispatch(jobs, setting())
    await vi.advanceTimersByTimeAsync(4900)
    expect(soon.deliveries).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(soon.deliveries).toHaveLength(2)
    expect((await reports).map(each => each.delivered.length)).toEqual([1, 0])
    expect(late.deliveries).toHaveLength(1)
  } finally {
    vi.useRealTimers()
  }
})

test('what may have arrived is repeated once, as the same alert', async () => {
  const mail = fakeChannel('mail', () => perhaps)
  const [report] = await dispatch([{ opened: mail, alert: sampleAlert(), to: ['a'] }], setting())
  expect(mail.deliveries.map(each => each.alert.id)).toEqual([sampleAlert().id, sampleAlert().id])
  expect(addressesOf(report?.spooled)).toEqual(['a'])
})

test('a channel that throws, answers nonsense or never comes back stops nobody else', async () => {
  const guard = (name: string, deliver: Channel['deliver']) => {
    const fake = fakeChannel(name, undefined, { deliver })
    return { ...fake, channel: guardChannel(name, fake.channel, () => {}) }
  }
  const controller = new AbortController()
  const wild = [
    guard('throws', () => {
      throw new TypeError('x is not a function')
    }),
    guard('nonsense', async () => [{ address: 'other', outcome: proven }] as never),
    guard('boasts', async ({ to }) =>
      to.map(address => ({ address, outcome: { kind: 'delivered', proof: '' } })),
    ),
    guard('sleeps', () => new Promise(() => controller.abort())),
  ]
  const good = fakeChannel('good')
  const jobs = [...wild, good].map(opened => ({ opened, alert: sampleAlert(), to: ['x'] }))
  const reports = await dispatch(jobs, setting({ signal: controller.signal }))
  expect(reports.map(each => [each.channel, each.delivered.length, each.spooled.length])).toEqual([
    ['throws', 0, 1],
    ['nonsense', 0, 1],
    ['boasts', 0, 1],
    ['sleeps', 0, 1],
    ['good', 1, 0],
  ])
  expect(reports.map(each => each.spooled[0]?.why)).toMatchObject({
    0: expect.stringMatching(/x is not a function/),
    1: expect.stringMatching(/without saying how it went/),
    2: expect.stringMatching(/without a proof/),
    3: expect.stringMatching(/did not answer before the deadline/),
  })
  expect(await waiting()).toHaveLength(4)
})

test('the deadline ends what hangs; it stays in the spool', async () => {
  const mail = fakeChannel('mail', undefined, { deliver: () => new Promise(() => {}) })
  const [report] = await dispatch(
    [{ opened: mail, alert: sampleAlert(), to: ['a'] }],
    setting({ deadlineMs: 5 }),
  )
  expect(report?.spooled).toMatchObject([{ address: 'a', why: expect.stringMatching(/deadline/) }])
  expect(await waiting()).toHaveLength(1)
})

test('an alert that no disk takes is told all the same, and what is lost is said to be', async () => {
  writeFileSync(join(root, 'file'), '')
  const broken = openSpool(join(root, 'file', 'spool'))
  const mail = fakeChannel('mail', address => (address === 'a' ? proven : tomorrow))
  const [report] = await dispatch(
    [{ opened: mail, alert: sampleAlert(), to: ['a', 'b'] }],
    setting({ spool: broken }),
  )
  expect(addressesOf(report?.delivered)).toEqual(['a'])
  expect(report?.spooled).toEqual([])
  expect(report?.refused).toMatchObject([{ address: 'b', why: expect.stringMatching(/cannot be kept/) }])
  expect(log).toEqual([expect.stringMatching(/spool/)])
})

const earlier = (changes: Partial<Alert>, channel = 'mail', to = ['a'], createdAt = 1000) =>
  spool.put(freshEntry(sampleAlert(changes), channel, to, createdAt))

test('broken and then fixed is one message: the newest, to everybody who waits', async () => {
  await earlier({ id: 'b1', at: 1 }, 'mail', ['a', 'b'])
  await earlier({ id: 'b2', at: 2, event: 'still-broken' }, 'mail', ['a'])
  const mail = fakeChannel('mail')
  const fixed = sampleAlert({ id: 'f1', at: 3, event: 'fixed', status: 'SUCCESS' })
  const [report] = await dispatch([{ opened: mail, alert: fixed, to: ['c'] }], setting())
  expect(mail.deliveries).toHaveLength(1)
  expect(mail.deliveries[0]).toMatchObject({
    alert: { id: 'f1', reasons: ['and 2 earlier messages that did not get through: still-broken, broken'] },
    ageMs: 0,
  })
  expect([...(addressesOf(report?.delivered) ?? [])].sort()).toEqual(['a', 'b', 'c'])
  expect(await waiting()).toEqual([])
})

test('of a folded message each address is settled where it waits', async () => {
  await earlier({ id: 'b1', at: 1 }, 'mail', ['a', 'b'])
  await earlier({ id: 'f1', at: 3, event: 'fixed' }, 'mail', ['a'])
  const mail = fakeChannel('mail', address => (address === 'a' ? proven : tomorrow))
  await flush([mail], setting())
  expect((await waiting()).map(each => [each.alert.id, each.to])).toEqual([['b1', ['b']]])
})

test('other breakages and other channels are no part of it', async () => {
  const breakage = { id: 'f'.repeat(32), firstBadCommit: null, since: 1, told: {} }
  await earlier({ id: 'other', at: 1, breakage })
  await earlier({ id: 'irc', at: 1 }, 'irc')
  const mail = fakeChannel('mail')
  await dispatch([{ opened: mail, alert: sampleAlert({ at: 2 }), to: ['a'] }], setting())
  expect(mail.deliveries).toHaveLength(1)
  expect(mail.deliveries[0]?.alert.reasons).toEqual([])
  expect(await waiting()).toHaveLength(2)
})

test('a channel that could not deliver is told of through the others', async () => {
  const irc = fakeChannel('irc', () => tomorrow)
  await dispatch([{ opened: irc, alert: sampleAlert(), to: ['#ci'] }], setting())
  const mail = fakeChannel('mail')
  const jobs = [mail, irc].map(opened => ({ opened, alert: sampleAlert({ id: 'next', at: 9 }), to: ['a'] }))
  await dispatch(jobs, setting())
  expect(mail.deliveries[0]?.alert.reasons).toEqual(['the channel irc could not deliver 1 alert so far'])
  expect(irc.deliveries.at(-1)?.alert.reasons.join()).not.toMatch(/channel irc/)
})

test('flush delivers the newest first, with its age, and leaves what belongs to nobody', async () => {
  const of = (id: string, at: number) => ({ id, at, breakage: null })
  await earlier(of('old', 1), 'mail', ['a'], Date.now() - 7_200_000)
  await earlier(of('new', 2))
  await earlier(of('gone', 3), 'gone')
  const mail = fakeChannel('mail')
  const result = await flush([mail, fakeChannel('idle')], setting())
  expect(mail.deliveries.map(each => each.alert.id)).toEqual(['new', 'old'])
  expect(mail.deliveries[1]?.ageMs).toBeGreaterThanOrEqual(7_200_000)
  expect(result).toMatchObject({ orphans: [{ channel: 'gone', count: 1 }], notes: [] })
  expect(result.channels.map(each => each.channel)).toEqual(['mail'])
  expect((await waiting()).map(each => each.channel)).toEqual(['gone'])
})

test('flush asks a channel that takes nothing no further', async () => {
  for (let at = 1; at <= 5; at += 1) await earlier({ id: `${at}`, at, breakage: null })
  const mail = fakeChannel('mail', () => tomorrow)
  const result = await flush([mail], setting())
  expect(mail.deliveries.map(each => each.alert.id)).toEqual(['5'])
  expect(result.notes).toEqual([expect.stringMatching(/4 more alerts for mail not tried/)])
  expect(await waiting()).toHaveLength(5)
})

test('a channel that could not be opened keeps its alerts for whom it will name', async () => {
  const shut = { ...fakeChannel('mail'), channel: failedChannel('no such module') }
  const to = shut.channel.addressees(sampleAlert()).map(each => each.address)
  expect(to).toEqual([EVERYBODY])
  const [report] = await dispatch([{ opened: shut, alert: sampleAlert(), to }], setting())
  expect(report?.spooled).toMatchObject([{ why: 'no such module' }])
  const mended = fakeChannel('mail')
  await flush([mended], setting())
  expect(mended.deliveries.map(each => each.to)).toEqual([['mail@lab.test']])
  expect(await waiting()).toEqual([])
})

test('where it names nobody in the end, that is kept apart', async () => {
  await earlier({}, 'mail', [EVERYBODY])
  const mail = fakeChannel('mail', undefined, { addressees: () => [] })
  expect((await flush([mail], setting())).channels).toEqual([])
  expect(mail.deliveries).toEqual([])
  expect(await waiting()).toEqual([])
  expect(refusedIn(join(root, 'spool'))).toBe(1)
})

test('what another process is delivering is not sent twice', async () => {
  await earlier({})
  const claim = spool.claim(freshEntry(sampleAlert(), 'mail', ['a'], 1000))
  const mail = fakeChannel('mail')
  const [report] = await dispatch([{ opened: mail, alert: sampleAlert(), to: ['a'] }], setting())
  expect(mail.deliveries).toEqual([])
  expect(report?.spooled).toMatchObject([{ address: 'a', why: 'another process is delivering it' }])
  claim?.release()
})
