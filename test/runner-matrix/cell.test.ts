import { expect, it } from 'vitest'
import { noTests } from '../../core/test-run.ts'
import { type CellOptions, renderSeen } from './cell.ts'
import type { Reading } from './reading.ts'

const red: Reading = {
  left: 'red',
  finished: false,
  totals: { ...noTests, passed: 1, flaky: 2, failed: 3, errored: 4, skipped: 5, notRun: 6 },
  exit: '1',
}
const one = { ...noTests, tests: 1, passed: 1 }
const plain: CellOptions = { counted: true, passed: null, either: null }

it.each<readonly [string, Reading, 'green' | 'red', Partial<CellOptions>, string]>([
  ['counts', red, 'red', {}, '1 ✓ 2 ↻ 7 ✗ 11 –'],
  ['leaves out the counts that vary', red, 'red', { counted: false }, 'red'],
  [
    'says that somebody had to complete it',
    { ...red, totals: one, finished: true },
    'red',
    {},
    '1 ✓ finished',
  ],
  ['makes a wrong verdict bold', { ...red, left: 'green', totals: one }, 'red', {}, '**green** 1 ✓'],
  ['makes a wrong exit code bold', { ...red, totals: one, exit: '0' }, 'red', {}, '1 ✓ **exit 0**'],
  ['takes a signal for a failure', { ...red, totals: one, exit: 'SIGTERM' }, 'red', {}, '1 ✓'],
  [
    'tells a report that is not of this run',
    { ...red, left: 'old', totals: noTests },
    'green',
    {},
    '**the old report** **exit 1**',
  ],
  ['makes passed tests that never were bold', { ...red, totals: one }, 'red', { passed: 0 }, '**1 ✓**'],
  ['takes a flaky test for one that passed', { ...red, totals: one }, 'red', { passed: 1 }, '1 ✓'],
  [
    'names both where it is one or the other',
    { ...red, left: 'broken', totals: noTests },
    'red',
    { either: ['broken', 'old'] },
    '**not XML** or **the old report**',
  ],
  [
    'does not hide what is neither',
    { ...red, left: 'green', totals: noTests },
    'red',
    { either: ['broken', 'old'] },
    '**green**',
  ],
])('%s', (_what, seen, expected, options, text) => {
  expect(renderSeen(seen, expected, { ...plain, ...options })).toBe(text)
})
