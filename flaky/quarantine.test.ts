import { expect, test } from 'vitest'
import { capOf, dayOf, judgeQuarantine, type QuarantineEntry } from './quarantine.ts'

const now = Date.UTC(2026, 10, 24, 23, 59)
const ref = (id: string) => ({ id, name: `test ${id}`, classname: 'a', file: 'a.test.ts', project: '' })
const entry = (id: string, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  ...ref(id),
  fingerprint: 'f1',
  message: 'boom',
  owner: '@ann',
  reason: 'why',
  since: '2026-11-01',
  expires: '2026-12-01',
  ...more,
})
const judge = (entries: readonly QuarantineEntry[], fingerprint = 'f1', cap = 20) => {
  const { judgements, faults } = judgeQuarantine(entries, [{ test: ref('a'), fingerprint }], { now, cap })
  return [judgements[0]?.kind, ...faults.map(({ rule }) => rule)]
}

test.each([
  ['the recorded failure', [entry('a')], 'f1', ['excused']],
  ['another failure of the same test', [entry('a')], 'f2', ['other-failure']],
  ['a test that is not listed', [entry('b')], 'f1', ['not-listed']],
  ['an entry that has expired', [entry('a', { expires: '2026-11-23' })], 'f1', ['expired', 'expired']],
  ['the last day of an entry', [entry('a', { expires: '2026-11-24' })], 'f1', ['excused']],
  [
    'an expired entry whose test fails in another way',
    [entry('a', { expires: '2026-11-23' })],
    'f2',
    ['other-failure'],
  ],
  ['an entry without owner', [entry('a', { owner: ' ' })], 'f1', ['incomplete', 'incomplete']],
  ['an entry without expiry', [entry('a', { expires: '' })], 'f1', ['incomplete', 'incomplete']],
  [
    'an expiry that the calendar has not',
    [entry('a', { expires: '2026-02-30' })],
    'f1',
    ['incomplete', 'incomplete'],
  ],
  ['an entry without fingerprint', [entry('a', { fingerprint: '' })], '', ['other-failure', 'incomplete']],
  ['an entry that stands there twice', [entry('a'), entry('a')], 'f1', ['excused', 'duplicate']],
  ['two failures of one test', [entry('a'), entry('a', { fingerprint: 'f2' })], 'f2', ['excused']],
  [
    'an expired entry beside its renewal',
    [entry('a', { expires: '2026-11-01' }), entry('a')],
    'f1',
    ['excused', 'duplicate'],
  ],
])('%s', (_, entries, fingerprint, expected) => {
  expect(judge(entries, fingerprint)).toEqual(expected)
})

test('an expired entry names its owner, once for all the failures of its test', () => {
  const failure = { test: ref('a'), fingerprint: 'f1' }
  const expired = [entry('a', { expires: '2026-11-23' })]
  const { faults } = judgeQuarantine(expired, [failure, failure], { now, cap: 20 })
  expect(faults.map(({ message }) => message)).toEqual([
    'the quarantine of "test a" expired on 2026-11-23: @ann was to mend it',
  ])
})

test('an expired entry whose test passes is no fault of the run', () => {
  expect(judgeQuarantine([entry('a', { expires: '2026-11-23' })], [], { now, cap: 20 }).faults).toEqual([])
})

test('more tests than the cap are a fault; two failures of a test are one, and expired entries do not count', () => {
  const many = ['a', 'b', 'c'].map(id => entry(id))
  expect(judge(many, 'f1', 3)).toEqual(['excused'])
  expect(judge(many, 'f1', 2)).toEqual(['excused', 'over-cap'])
  expect(judge([...many, entry('a', { fingerprint: 'f9' })], 'f1', 3)).toEqual(['excused'])
  expect(judge([...many, entry('d', { expires: '2026-11-01' })], 'f1', 3)).toEqual(['excused'])
})

test('the cap is a share of the tests and at least 20, or a number', () => {
  expect([capOf({ percent: 1 }, 5_000), capOf({ percent: 1 }, 100), capOf({ count: 3 }, 5_000)]).toEqual([
    50, 20, 3,
  ])
})

test('a day is one that the calendar has', () => {
  expect(['2026-02-28', '2026-02-29', '2024-02-29', '2026-2-1', '20261231', ''].map(dayOf)).toEqual([
    '2026-02-28',
    null,
    '2024-02-29',
    null,
    null,
    null,
  ])
})
