import { expect, test } from 'vitest'
import { parsePercent } from '../core/ratio.ts'
import { judge, type Thresholds } from './judge.ts'
import type { FileResult } from './model.ts'

const off: Thresholds = {
  failUnder: parsePercent('80'),
  failUnderBranches: null,
  failUnderFunctions: null,
  failUnderStatements: null,
  failUnderFile: null,
  allowMissed: 0,
  files: [],
  unreported: 'fail',
}

function file(
  path: string,
  total: number,
  missed: readonly number[],
  given: Partial<FileResult> = {},
): FileResult {
  const change = {
    path,
    oldPath: null,
    kind: 'modified',
    content: 'text',
    addedLines: [],
    hunks: [],
  } as const
  const lines = { total, covered: total - missed.length, missed, partial: [], ran: [] }
  const rest = { branches: null, functions: null, statements: null, missedFunctions: [], reason: null }
  return { path, oldPath: null, change, state: 'measured', lines, ...rest, ...given }
}

const outcome = (files: readonly FileResult[], thresholds: Partial<Thresholds> = {}) =>
  judge(files, { ...off, ...thresholds }).outcome
const rules = (files: readonly FileResult[], thresholds: Partial<Thresholds> = {}) =>
  judge(files, { ...off, ...thresholds }).findings.map(finding => `${finding.severity} ${finding.rule}`)

test('the threshold is for all changed lines together', () => {
  expect(outcome([file('a.js', 8, []), file('b.js', 2, [1, 2])])).toBe('pass')
  expect(outcome([file('a.js', 7, []), file('b.js', 2, [1, 2])])).toBe('fail')
})

test('so many missed lines may be allowed, and no more', () => {
  expect(outcome([file('a.js', 3, [1, 2, 3])], { allowMissed: 3 })).toBe('pass')
  expect(outcome([file('a.js', 4, [1, 2, 3, 4])], { allowMissed: 3 })).toBe('fail')
})

test('every file can have to reach a threshold of its own', () => {
  const files = [file('a.js', 98, []), file('b.js', 2, [1])]
  expect(outcome(files)).toBe('pass')
  expect(outcome(files, { failUnderFile: parsePercent('60') })).toBe('fail')
})

test('a glob has thresholds for what it matches', () => {
  const strict = { ...off, glob: 'src/billing/**', maxLost: null, failUnder: parsePercent('95') }
  const files = [file('src/billing/a.js', 10, [4]), file('src/x.js', 90, [])]
  expect(outcome(files, { files: [strict] })).toBe('fail')
  expect(outcome(files, { files: [{ ...strict, failUnder: parsePercent('90') }] })).toBe('pass')
  expect(outcome(files, { files: [{ ...strict, glob: 'lib', maxLost: null }] })).toBe('pass')
})

test('a threshold without data is unknown; without code there is nothing to know', () => {
  const failUnderBranches = parsePercent('50')
  expect(outcome([file('a.js', 2, [])], { failUnderBranches })).toBe('unknown')
  expect(outcome([file('a.js', 2, [], { branches: { total: 4, covered: 1 } })], { failUnderBranches })).toBe(
    'fail',
  )
  expect(outcome([file('a.js', 2, [], { branches: { total: 0, covered: 0 } })], { failUnderBranches })).toBe(
    'pass',
  )
  expect(outcome([file('README.md', 0, [], { state: 'no-code' })], { failUnderBranches })).toBe('pass')
})

test('a failure is certain before an unknown', () => {
  const failUnderBranches = parsePercent('50')
  expect(outcome([file('a.js', 2, [1, 2])], { failUnderBranches })).toBe('fail')
})

test('stale and ambiguous files are unknown, and say so', () => {
  expect(outcome([file('a.js', 0, [], { state: 'stale', reason: 'r' }), file('b.js', 2, [])])).toBe('unknown')
  expect(rules([file('a.js', 0, [], { state: 'ambiguous', reason: 'r' })])).toContain('error ambiguous-path')
})

test('reports that know none of the changed source files prove nothing', () => {
  const unreported = file('a.js', 0, [], { state: 'unreported' })
  expect(outcome([unreported], { unreported: 'warn' })).toBe('unknown')
  expect(outcome([unreported, file('b.js', 0, [])], { unreported: 'warn' })).toBe('pass')
  expect(outcome([file('a.js', 2, [1, 2], { state: 'unreported' })])).toBe('fail')
})

test('missed lines are told as ranges', () => {
  const { findings } = judge([file('a.js', 9, [2, 3, 4, 7])], off)
  const ranges = findings.filter(finding => finding.rule === 'missed-lines')
  expect(ranges.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
    [2, 4],
    [7, 7],
  ])
})

test('one missed line of 30,000 fails 100 %', () => {
  expect(outcome([file('a.js', 30_000, [5])], { failUnder: parsePercent('100') })).toBe('fail')
  expect(outcome([file('a.js', 30_000, [5])], { failUnder: parsePercent('99.5') })).toBe('pass')
})
