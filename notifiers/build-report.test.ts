import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attempt, TestCase, TestSuite } from '../core/test-run.ts'
import { buildReport, cut, type Told } from './build-report.ts'

const attempt = (outcome: Attempt['outcome']): Attempt => ({
  outcome,
  startedAt: null,
  durationMs: 1,
  problem:
    outcome === 'failed'
      ? { type: 'AssertionError', message: 'expected 1 to be 2', detail: 'at src/pay.test.ts:3' }
      : null,
  reason: '',
  stdout: '',
  stderr: '',
})

function suite(...cases: readonly (readonly [id: string, ...outcomes: Attempt['outcome'][]])[]): TestSuite {
  return {
    id: 's',
    name: 'pay',
    project: '',
    file: 'src/pay.test.ts',
    startedAt: null,
    durationMs: 1,
    properties: [],
    stdout: '',
    stderr: '',
    cases: cases.map(
      ([id, first = 'passed', ...rest]): TestCase => ({
        kind: 'test',
        id,
        name: id,
        classname: 'pay',
        titlePath: ['pay', id],
        file: null,
        line: null,
        attempts: [attempt(first), ...rest.map(attempt)],
        properties: [],
        attachments: [],
      }),
    ),
  }
}

const nothing: Told = { status: null, suites: null, flaky: null, coverage: null, faults: [] }

test('nobody says anything: it cannot be told', () => {
  expect(buildReport(nothing)).toBeNull()
})

test('a failing test is a failure, with its file from the suite', () => {
  const report = buildReport({ ...nothing, suites: [suite(['a', 'failed'], ['b', 'passed'])] })
  expect(report?.status).toBe('FAILURE')
  expect(report?.failures).toMatchObject([
    { id: 'a', name: 'pay > a', file: 'src/pay.test.ts', message: 'expected 1 to be 2' },
  ])
})

test('a flaky test and a quarantined one are counted and break nothing', () => {
  const suites = [suite(['a', 'failed', 'passed'], ['b', 'failed'], ['c', 'passed'])]
  const flaky = { outcome: 'pass', say: '', flaky: new Set(['a']), quarantined: new Set(['b']) } as const
  expect(buildReport({ ...nothing, suites, flaky })).toMatchObject({
    status: 'SUCCESS',
    failures: [],
    flakyCount: 1,
    quarantinedCount: 1,
  })
})

test.each([
  ['a report without a test', { ...nothing, suites: [] }],
  ['a report that cannot be read', { ...nothing, faults: ['reports/junit.xml is empty'] }],
  [
    'a verdict of unknown',
    { ...nothing, coverage: { outcome: 'unknown', line: 'x', findings: ['no report'] } as const },
  ],
])('%s is no pass', (_, told) => {
  expect(buildReport(told)?.status).toBe('FAILURE')
  expect(buildReport(told)?.reasons).toHaveLength(1)
})

test('a success that holds failures is unstable; an aborted build stays aborted', () => {
  const suites = [suite(['a', 'failed'])]
  expect(buildReport({ ...nothing, status: 'SUCCESS', suites })?.status).toBe('UNSTABLE')
  expect(buildReport({ ...nothing, status: 'UNSTABLE', suites })?.status).toBe('UNSTABLE')
  expect(buildReport({ ...nothing, status: 'ABORTED', suites })?.status).toBe('ABORTED')
  expect(buildReport({ ...nothing, status: 'FAILURE', suites: [suite(['a', 'passed'])] })?.status).toBe(
    'FAILURE',
  )
})

test('cut keeps characters whole and within the budget', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, most) => {
      const short = cut(text, most)
      expect(short.length).toBeLessThanOrEqual(most)
      expect(Buffer.from(short).toString()).toBe(short)
      if (text.length <= most) expect(short).toBe(text)
    }),
  )
})
