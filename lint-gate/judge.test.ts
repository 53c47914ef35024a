import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleFile, sampleFinding } from '../test/sample-lint-verdicts.ts'
import { asFinding, judge, reachesSeverity, worstFirst } from './judge.ts'
import { doubt, statement } from './statement.ts'

const none = { doubts: [], remarks: [] }
const unclear = { doubts: [doubt('empty-report', 'it is empty')], remarks: [] }
const file = (count: number) =>
  sampleFile(
    'a.ts',
    Array.from({ length: count }, (_, index) => sampleFinding('a.ts', { line: index + 1 })),
  )
const judged = (count: number, maxNew = 0, notes = none as typeof unclear | typeof none) =>
  judge({ files: [file(count)], elsewhere: [], old: 0, maxNew, notes })

test('one finding more than allowed fails, as many as allowed pass', () => {
  expect(judged(0).outcome).toBe('pass')
  expect(judged(1).outcome).toBe('fail')
  expect(judged(3, 3).outcome).toBe('pass')
  expect(judged(4, 3).outcome).toBe('fail')
})

test('a failure is certain whatever is unclear, and no pass hides what is', () => {
  expect(judged(0, 0, unclear)).toMatchObject({ outcome: 'unknown', uncertain: true })
  expect(judged(2, 2, unclear)).toMatchObject({ outcome: 'unknown', uncertain: true })
  expect(judged(1, 0, unclear)).toMatchObject({ outcome: 'fail', uncertain: true })
})

test('the verdict says the figure, the allowance, and what was caused elsewhere', () => {
  const figure = (input: Parameters<typeof judge>[0]) => judge(input).findings[0]
  const elsewhere = [sampleFinding('b.ts', { standing: 'caused' })]
  const rest = { old: 0, notes: none }
  expect(figure({ files: [file(2)], elsewhere, maxNew: 0, ...rest })).toEqual(
    statement('new-findings', 'error', '3 new findings, 1 caused outside the changed lines; 0 allowed'),
  )
  expect(figure({ files: [], elsewhere, maxNew: 1, ...rest })).toMatchObject({
    severity: 'note',
    message: '1 new finding, all caused outside the changed lines; 1 allowed',
  })
  expect(figure({ files: [file(0)], elsewhere: [], maxNew: 0, ...rest })).toMatchObject({
    severity: 'note',
    message: 'no new finding on 8 changed lines',
  })
})

test('counts: lines of files that were checked, each with a finding once, by range', () => {
  const files = [
    sampleFile('a.ts', [
      sampleFinding('a.ts', { line: 2, endLine: 4 }),
      sampleFinding('a.ts', { line: 4 }),
      sampleFinding('a.ts', { line: 40, standing: 'caused' }),
    ]),
    sampleFile('b.ts', [], { state: 'untold' }),
    sampleFile('c.ts', [], { state: 'excluded' }),
  ]
  expect(judge({ files, elsewhere: [], old: 7, maxNew: 0, notes: none }).counts).toEqual({
    judged: 3,
    new: 2,
    caused: 1,
    old: 7,
    changedLines: 8,
    changedLinesWithFindings: 3,
  })
})

test('a finding keeps its place and its severity, and is called by its linter and rule', () => {
  const finding = sampleFinding('a.ts', { line: 2, endLine: 4, column: 3, endColumn: 9, severity: 'warning' })
  expect(asFinding(finding)).toEqual({
    rule: 'eslint/no-unused-vars',
    severity: 'warning',
    message: finding.message,
    path: 'a.ts',
    startLine: 2,
    endLine: 4,
    startColumn: 3,
    endColumn: 9,
  })
  expect(asFinding({ ...finding, rule: null }).rule).toBe('eslint/finding')
  expect(asFinding({ ...finding, endLine: null }).endLine).toBe(2)
  expect(asFinding({ ...finding, line: null, endLine: null })).toMatchObject({
    startLine: null,
    endLine: null,
  })
  expect(asFinding({ ...finding, standing: 'caused' }).message).toMatch(/this change caused it/)
})

test('severities count from the least that was asked for', () => {
  expect(reachesSeverity('error', 'error')).toBe(true)
  expect(reachesSeverity('warning', 'error')).toBe(false)
  expect(reachesSeverity('warning', 'warning')).toBe(true)
  expect(reachesSeverity('note', 'warning')).toBe(false)
  expect(reachesSeverity('note', 'note')).toBe(true)
})

test('what keeps a linter from reading comes first, then by severity, each in its order', () => {
  const all = [
    sampleFinding('n', { severity: 'note' }),
    sampleFinding('e1'),
    sampleFinding('f', { fatal: true }),
    sampleFinding('w', { severity: 'warning' }),
    sampleFinding('e2'),
  ]
  expect(worstFirst(all).map(each => each.path)).toEqual(['f', 'e1', 'e2', 'w', 'n'])
})

test('one more finding or one more doubt never makes an outcome better', () => {
  const rank = { fail: 2, unknown: 1, pass: 0 }
  fc.assert(
    fc.property(fc.nat(5), fc.nat(5), fc.boolean(), (count, maxNew, doubted) => {
      const notes = doubted ? unclear : none
      const before = rank[judged(count, maxNew, notes).outcome]
      expect(rank[judged(count + 1, maxNew, notes).outcome]).toBeGreaterThanOrEqual(before)
      expect(rank[judged(count, maxNew, unclear).outcome]).toBeGreaterThanOrEqual(before)
      expect(rank[judged(count, maxNew + 1, notes).outcome]).toBeLessThanOrEqual(before)
    }),
  )
})
