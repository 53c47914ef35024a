import { expect, test } from 'vitest'
import type { Result, TestHistory } from './model.ts'
import type { QuarantineEntry } from './quarantine.ts'
import { healthOf } from './quarantine-health.ts'

const now = Date.UTC(2026, 10, 24)
const entry: QuarantineEntry = {
  id: 'a',
  name: 'a',
  classname: '',
  file: null,
  project: '',
  fingerprint: 'f',
  message: '',
  owner: '@o',
  reason: '',
  since: '2026-11-01',
  expires: '2026-12-01',
}
const letters: Readonly<Record<string, Result>> = { '.': 'passed', '~': 'flaky', x: 'failed', i: 'flaky' }
function history(runs: string): TestHistory {
  return {
    test: entry,
    bodyHash: null,
    runs: [...runs].map((letter, at) => ({
      build: { id: `b${at}`, shard: '', at, branch: 'main', commit: `c${at}`, environment: '' },
      result: letters[letter] ?? 'passed',
      exception: null,
      incident: letter === 'i',
    })),
  }
}
const health = (runs: string) => healthOf(entry, history(runs), now).health

test.each([
  ['..x', 'failing'],
  ['..~', 'failing'],
  ['x.', 'healing'],
  [`${'~....'.repeat(6)}......`, 'healing'],
  [`${'~....'.repeat(6)}${'.'.repeat(40)}`, 'healed'],
  // A test that always failed is mended when it passes at all; one that failed once in a hundred has to prove more.
  [`${'x'.repeat(20)}${'.'.repeat(10)}`, 'healed'],
  [`${'.'.repeat(99)}~${'.'.repeat(40)}`, 'healing'],
  ['x..i', 'healing'],
  ['i', 'unknown'],
  ['', 'unknown'],
])('%s: %s', (runs, expected) => {
  expect(health(runs)).toBe(expected)
})

test('where the record sees no trouble any more, one is assumed', () => {
  expect(health('.'.repeat(40))).toBe('healing')
  expect(health('.'.repeat(400))).toBe('healed')
})

test('each clean run makes chance less likely', () => {
  const chances = [1, 2, 10, 50].map(clean => healthOf(entry, history(`x~${'.'.repeat(clean)}`), now).chance)
  expect(chances).toEqual([...chances].sort((one, other) => other - one))
  expect(new Set(chances).size).toBe(4)
})

test('a test that the record does not know', () => {
  expect(healthOf(entry, null, Date.UTC(2027, 0, 1))).toMatchObject({ health: 'unknown', expired: true })
})
