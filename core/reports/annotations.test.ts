import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFinding, anyGateReport } from '../../test/any-gate-report.ts'
import { sampleGateReport } from '../../test/sample-gate-report.ts'
import type { Finding } from '../verdict.ts'
import {
  capped,
  exactPath,
  mergeRanges,
  messageOf,
  placeOf,
  statementsOf,
  worstFirst,
} from './annotations.ts'

const at = (startLine: number | null, endLine = startLine, more: Partial<Finding> = {}): Finding => ({
  rule: 'missed-lines',
  severity: 'warning',
  message: 'missed',
  path: 'src/a.ts',
  startLine,
  endLine,
  ...more,
})
const linesOf = (findings: readonly Finding[]) => findings.map(each => [each.startLine, each.endLine])

test('the worst come first, then what concerns no place, and the rest keeps its order', () => {
  const [note, warning, error, reason] = [
    at(1, 1, { severity: 'note' }),
    at(2),
    at(3, 3, { severity: 'error' }),
    at(null, null, { severity: 'error', path: null }),
  ]
  const other = at(9)
  expect(worstFirst([note, warning, error, reason, other])).toEqual([reason, error, warning, other, note])
})

describe('ranges of the same statement in one file', () => {
  test('become one where they touch or overlap, in whatever order they come', () => {
    expect(linesOf(mergeRanges([at(5, 7), at(1, 2), at(3, 4), at(9), at(6, 6)]))).toEqual([
      [1, 7],
      [9, 9],
    ])
  })
  test.each([
    ['path', { path: 'src/b.ts' }],
    ['rule', { rule: 'partial-branch' }],
    ['severity', { severity: 'error' as const }],
    ['message', { message: 'other' }],
    ['columns', { startColumn: 3 }],
  ])('stay apart where they differ in %s', (_, more) => {
    const findings = [at(1), at(2, 2, more)]
    expect(mergeRanges(findings)).toEqual(findings)
  })
  test('stay apart where a line lies between', () => {
    expect(linesOf(mergeRanges([at(1), at(3)]))).toEqual([
      [1, 1],
      [3, 3],
    ])
  })
  test('are equal objects and still each counted', () => {
    const one = at(null, null)
    expect(mergeRanges([one, one])).toEqual([one, one])
  })
  test('cover the same lines as before, and no line more', () => {
    const known = fc.record({
      start: fc.integer({ min: 1, max: 30 }),
      length: fc.integer({ min: 0, max: 3 }),
      path: fc.constantFrom('a', 'b'),
    })
    const covered = (findings: readonly Finding[]) =>
      findings
        .flatMap(({ path, startLine, endLine }) =>
          Array.from({ length: endLine! - startLine! + 1 }, (_, index) => `${path}:${startLine! + index}`),
        )
        .sort()
    fc.assert(
      fc.property(fc.array(known), all => {
        const findings = all.map(({ start, length, path }) => at(start, start + length, { path }))
        const merged = mergeRanges(findings)
        expect(covered(merged)).toEqual([...new Set(covered(findings))].sort())
        expect(mergeRanges(merged)).toEqual(merged)
      }),
    )
  })
})

test('ten of ten are shown, and of eleven nine with the number of the others', () => {
  const numbers = Array.from({ length: 11 }, (_, index) => index)
  expect(capped(numbers.slice(1), 10, () => -1)).toEqual(numbers.slice(1))
  expect(capped(numbers, 10, left => -left.length)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, -2])
})

test('a verdict that is no pass has an error to show, whatever its findings are', () => {
  fc.assert(
    fc.property(anyGateReport, report => {
      const statements = statementsOf(report)
      const advice = report.advisory && report.outcome === 'fail'
      const shown = (finding: Finding) =>
        advice && finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding
      expect(statements).toEqual(expect.arrayContaining(report.findings.map(shown)))
      if (report.outcome === 'pass') expect(statements).toEqual(report.findings)
      else if (advice) expect(statements.map(({ severity }) => severity)).not.toContain('error')
      else expect(statements.map(({ severity }) => severity)).toContain('error')
    }),
  )
  const silent = statementsOf({ ...sampleGateReport, findings: [] })
  expect(silent).toMatchObject([{ severity: 'error', message: sampleGateReport.headline, path: null }])
})

test('a finding without a message is told by its rule', () => {
  const rules = new Map([['missed-lines', 'A changed line is run by no test']])
  expect(messageOf(at(1), rules)).toBe('missed')
  expect(messageOf(at(1, 1, { message: ' \n' }), rules)).toBe('A changed line is run by no test')
  expect(messageOf(at(1, 1, { message: '', rule: 'x' }), rules)).toBe('x')
  expect(messageOf(at(1, 1, { message: '', rule: '' }), rules)).toBe('no message')
})

describe('a place', () => {
  test('is none without a file or a line', () => {
    expect(placeOf(at(3, 3, { path: null }))).toBeNull()
    expect(placeOf(at(null))).toBeNull()
    expect(placeOf(at(0))).toBeNull()
  })
  test('ends with the first line where no end is told', () => {
    expect(placeOf(at(3, null))).toEqual({ startLine: 3, endLine: 3, startColumn: null, endColumn: null })
  })
  test('keeps an end column only behind its start', () => {
    const column = (endLine: number, startColumn: number | null, endColumn: number) =>
      placeOf(at(3, endLine, { startColumn, endColumn }))?.endColumn
    expect([column(3, 2, 5), column(3, 5, 5), column(4, 5, 2), column(3, null, 5)]).toEqual([
      5,
      null,
      2,
      null,
    ])
  })
  test('makes sense for whatever numbers', () => {
    fc.assert(
      fc.property(anyFinding, finding => {
        const place = placeOf(finding)
        if (place === null) return
        expect(place.startLine).toBeGreaterThanOrEqual(1)
        expect(place.endLine).toBeGreaterThanOrEqual(place.startLine)
        expect(place.startColumn ?? 1).toBeGreaterThanOrEqual(1)
        if (place.endLine === place.startLine && place.endColumn !== null)
          expect(place.endColumn).toBeGreaterThan(place.startColumn ?? Number.POSITIVE_INFINITY)
      }),
    )
  })
})

test('a path stays as it is but for what deceives', () => {
  const family = 'src/👨\u200d👩\u200d👧/می\u200cخواهم, 100 %: a.ts'
  expect(exactPath(family)).toBe(family)
  expect(exactPath('a\u202etxt.exe\u001b[2J\ud800')).toBe('a\\u{202e}txt.exe\\u{1b}[2J\\u{d800}')
})
