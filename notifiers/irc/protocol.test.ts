import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { errorLineFault } from './network-fault.ts'
import { nicksToTry } from './nicks.ts'
import { knownNumerics, numericFault } from './numerics.ts'
import { judgeOutgoing } from './outgoing.ts'
import { createPacer } from './pace.ts'

const ready = { awaitsLogin: false, isReady: true }

describe('what goes out', () => {
  test.each([
    ['JOIN #dev', 'send'],
    ['@label=1 PRIVMSG #dev :hello', 'send'],
    ['PRIVMSG #dev :x\rJOIN #evil', 'drop'],
    ['PRIVMSG #dev :x\nJOIN #evil', 'drop'],
    ['PRIVMSG #dev :x\0', 'drop'],
    ['PRIVMSG #dev :\u0001ACTION dies\u0001', 'drop'],
    ['NOTICE mallory :\u0001VERSION irc-framework\u0001', 'drop'],
    ['TOPIC #dev :pwned', 'drop'],
    ['PROTOCTL NAMESX', 'drop'],
    [`PRIVMSG #dev :${'x'.repeat(500)}`, 'drop'],
    [`@label=${'x'.repeat(500)} PRIVMSG #dev :x`, 'send'],
  ])('%j: %s', (line, verdict) => {
    expect(judgeOutgoing(line, ready)).toBe(verdict)
  })

  test('the end of the negotiation waits for the login, PING for the end of registration', () => {
    expect(judgeOutgoing('CAP END', { awaitsLogin: true, isReady: false })).toBe('hold')
    expect(judgeOutgoing('CAP END', { awaitsLogin: false, isReady: false })).toBe('send')
    expect(judgeOutgoing('PING 1', { awaitsLogin: false, isReady: false })).toBe('drop')
  })
})

test('every numeric has a sentence and an advice of its own', () => {
  const faults = knownNumerics.map(each => numericFault(each, '#dev', 'gate', 'No\u0003 way'))
  expect(new Set(faults.map(each => each.message)).size).toBe(knownNumerics.length)
  for (const fault of faults) {
    expect(fault.advice).not.toBe('')
    expect(`${fault.message} ${fault.advice}`).not.toMatch(/\{\w+\}|\u0003/)
  }
  expect(numericFault('473', '#dev', 'gate', 'Cannot join')).toMatchObject({
    kind: 'refused',
    message: '473 #dev is invite-only (“Cannot join”)',
    advice: 'let the bot in: /mode #dev +I gate!*@*, or /mode #dev -i',
  })
  expect(numericFault('499', '#dev', 'gate', 'odd')).toMatchObject({
    kind: 'refused',
    message: '499 the server refused #dev (“odd”)',
  })
})

test.each([
  ['Reconnecting too fast, throttled.', 'retry', /lets? one job|one job/],
  ['Closing link: (gate@host) [Excess Flood]', 'retry', /burst/],
  ['Closing Link: host (K-Lined)', 'retry', /staff/],
  ['Closing Link: [Access denied: bad password]', 'refused', /serverPassword/],
  ['SASL access only', 'refused', /login/],
  ['something else', 'retry', /tried again/],
] as const)('the last line “%s” is told apart', (said, kind, advice) => {
  const fault = errorLineFault(said)
  expect(fault.kind).toBe(kind)
  expect(fault.advice).toMatch(advice)
  expect(fault.message).toContain(said)
})

test('nicks: those that are named, then short ones with random letters', () => {
  const tried = [...nicksToTry(['continuous', 'second'])]
  expect(tried.slice(0, 2)).toEqual(['continuous', 'second'])
  expect(tried.slice(2)).toHaveLength(3)
  for (const nick of tried.slice(2)) expect(nick).toMatch(/^conti-[a-z2-9]{3}$/)
})

describe('the pace', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('a burst at once, then one after another; rest fills it again', async () => {
    const pacer = createPacer(2, 1000)
    const taken: number[] = []
    const signal = new AbortController().signal
    const take = () => pacer.take(signal).then(() => taken.push(performance.now()))
    const start = performance.now()
    const all = Promise.all([take(), take(), take(), take()])
    await vi.advanceTimersByTimeAsync(2000)
    await all
    expect(taken.map(at => at - start)).toEqual([0, 0, 1000, 2000])
    await vi.advanceTimersByTimeAsync(60_000)
    const later = performance.now()
    await Promise.all([take(), take()])
    expect(taken.slice(4).map(at => at - later)).toEqual([0, 0])
  })

  test('what costs more waits for more, and never for ever', async () => {
    const pacer = createPacer(2, 1000)
    const signal = new AbortController().signal
    const taken: number[] = []
    const start = performance.now()
    const take = (cost: number) => pacer.take(signal, cost).then(() => taken.push(performance.now() - start))
    const all = Promise.all([take(1), take(2), take(9)])
    await vi.advanceTimersByTimeAsync(3000)
    await all
    expect(taken).toEqual([0, 1000, 3000])
  })

  test('who gives up waiting keeps nobody else from it', async () => {
    const pacer = createPacer(1, 1000)
    const given = new AbortController()
    await pacer.take(new AbortController().signal)
    const impatient = pacer.take(given.signal)
    const patient = pacer.take(new AbortController().signal)
    const refused = expect(impatient).rejects.toThrow('enough')
    given.abort(new Error('enough'))
    await refused
    await vi.advanceTimersByTimeAsync(1000)
    await patient
  })
})
