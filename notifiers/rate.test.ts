import { expect, test } from 'vitest'
import type { BuildEvent } from '../core/build.ts'
import { sampleAlert } from '../test/notifiers/sample-alert.ts'
import { type Buckets, limitRate } from './rate.ts'

const minute = 60_000
const message = (to: readonly string[], event: BuildEvent = 'broken', channel = 'mail') => ({
  channel,
  alert: sampleAlert({ event }),
  to,
})

/** Says the same again and again. */
function storm(times: number, everyMs: number, to: readonly string[], start: Buckets = {}, from = 0) {
  let buckets = start
  let sent = 0
  let held = 0
  let reasons: readonly string[] = []
  for (let index = 0; index < times; index += 1) {
    const rated = limitRate([message(to)], buckets, from + index * everyMs)
    buckets = rated.buckets
    sent += rated.messages.flatMap(each => each.to).length
    held += rated.held.length
    reasons = rated.messages[0]?.alert.reasons ?? reasons
  }
  return { buckets, sent, held, reasons }
}

test('fifty messages in a minute are six for a person; the rest is counted', () => {
  const { sent, held } = storm(50, 1000, ['alice@lab.test'])
  expect([sent, held]).toEqual([6, 44])
})

test('a storm of many people is twenty for a channel', () => {
  let buckets: Buckets = {}
  let passed = 0
  for (let index = 0; index < 50; index += 1) {
    const rated = limitRate([message([`person${index}`])], buckets, index * 1000)
    buckets = rated.buckets
    passed += rated.messages.length
    if (rated.messages.length === 0) expect(rated.held).toMatchObject([{ address: `person${index}` }])
  }
  expect(passed).toBe(20)
})

test('what was held back is told with the next message, once', () => {
  const before = storm(9, 1000, ['alice@lab.test'])
  const next = limitRate([message(['alice@lab.test'])], before.buckets, 60 * minute)
  expect(next.messages[0]?.alert.reasons).toEqual(['3 earlier messages held back: too many came at once'])
  const after = limitRate([message(['alice@lab.test'])], next.buckets, 61 * minute)
  expect(after.messages[0]?.alert.reasons).toEqual([])
})

test('only who has had too much goes without', () => {
  const { buckets } = storm(6, 1000, ['alice@lab.test'])
  const rated = limitRate([message(['alice@lab.test', 'bob@lab.test'])], buckets, 6000)
  expect(rated.messages.map(each => each.to)).toEqual([['bob@lab.test']])
  expect(rated.held).toMatchObject([{ channel: 'mail', address: 'alice@lab.test' }])
})

test('whoever was told of a break is told of its end', () => {
  const { buckets } = storm(30, 1000, ['alice@lab.test'])
  const rated = limitRate([message(['alice@lab.test'], 'fixed')], buckets, 31_000)
  expect(rated.messages.map(each => each.to)).toEqual([['alice@lab.test']])
})

test('channels do not count for one another, and time heals', () => {
  const { buckets } = storm(6, 0, ['alice@lab.test'])
  expect(limitRate([message(['alice@lab.test'], 'broken', 'irc')], buckets, 1).messages).toHaveLength(1)
  expect(limitRate([message(['alice@lab.test'])], buckets, 9 * minute).messages).toHaveLength(0)
  expect(limitRate([message(['alice@lab.test'])], buckets, 10 * minute).messages).toHaveLength(1)
})

test('buckets that are full again are forgotten', () => {
  const { buckets } = storm(2, 0, ['alice@lab.test'])
  const later = limitRate([], buckets, 24 * 60 * minute)
  expect(later.buckets).toEqual({})
})

test('a clock that goes back gives nothing away and takes nothing', () => {
  const { buckets } = storm(3, 0, ['alice@lab.test'], {}, 60 * minute)
  const rated = limitRate([message(['alice@lab.test'])], buckets, 0)
  expect(rated.messages).toHaveLength(1)
  expect(rated.buckets['person mail alice@lab.test']?.tokens).toBe(2)
})
