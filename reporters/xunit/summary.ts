import type { GateError } from '../../core/errors.ts'
import {
  addTotals,
  type CaseOutcome,
  isProblem,
  noTests,
  outcomeOf,
  type TestCase,
  type TestSuite,
  type Totals,
  totalsOf,
} from '../../core/test-run.ts'
import type { Outcome } from '../../core/verdict.ts'
import { failurePlace } from './summary-place.ts'

/** One test that is worth telling of. */
export interface SummaryTest {
  readonly id: string
  readonly name: string
  readonly classname: string
  readonly suite: string
  readonly file: string | null
  readonly line: number | null
  readonly outcome: CaseOutcome
  readonly attempts: number
  /** Of all attempts. */
  readonly durationMs: number
  /** The first line of what went wrong; of a flaky test the last time that it did. */
  readonly message: string
  /** Cut to what can be looked at. */
  readonly detail: string
  /** Why it was skipped or not run. */
  readonly reason: string
}

export interface XunitSummary {
  readonly outcome: Outcome
  readonly reports: readonly { readonly name: string; readonly suites: number; readonly tests: number }[]
  readonly totals: Totals
  /** The sum of all attempts. */
  readonly durationMs: number
  readonly failed: readonly SummaryTest[]
  readonly flaky: readonly SummaryTest[]
  readonly notRun: readonly SummaryTest[]
  readonly slowest: readonly SummaryTest[]
  /** Reports that could not be read to their end. */
  readonly faults: readonly { readonly name: string; readonly error: GateError }[]
}

export interface SummaryBuilder {
  readonly add: (report: string, suite: TestSuite) => void
  readonly fault: (name: string, error: GateError) => void
  readonly summary: () => XunitSummary
}

const MESSAGE = 500
const DETAIL = 6000
/** Beyond these nobody reads a detail, and a run in which everything fails has to fit into memory. */
const DETAILED = 300

/** Gathers what is worth telling, suite by suite. The suites themselves are not kept. */
export function createSummary(slowestCount: number): SummaryBuilder {
  const reports = new Map<string, { suites: number; tests: number }>()
  const failed: SummaryTest[] = []
  const flaky: SummaryTest[] = []
  const notRun: SummaryTest[] = []
  const faults: { readonly name: string; readonly error: GateError }[] = []
  let slowest: readonly SummaryTest[] = []
  let totals = noTests
  let durationMs = 0

  function addCase(test: TestCase, suite: TestSuite): void {
    const outcome = outcomeOf(test)
    const ms = test.attempts.reduce((sum, each) => sum + each.durationMs, 0)
    durationMs += ms
    const told = () => summaryTest(test, suite, ms, failed.length + flaky.length < DETAILED)
    if (outcome === 'failed' || outcome === 'errored') failed.push(told())
    else if (outcome === 'flaky') flaky.push(told())
    else if (outcome === 'not-run') notRun.push(told())
    const least = slowest.length < slowestCount ? 0 : (slowest.at(-1)?.durationMs ?? 0)
    if (slowestCount > 0 && ms > least) {
      const more = [...slowest, summaryTest(test, suite, ms, false)]
      slowest = more.sort((a, b) => b.durationMs - a.durationMs).slice(0, slowestCount)
    }
  }

  return {
    add: (report, suite) => {
      const known = reports.get(report) ?? { suites: 0, tests: 0 }
      reports.set(report, { suites: known.suites + 1, tests: known.tests + suite.cases.length })
      totals = addTotals(totals, totalsOf(suite.cases))
      for (const each of suite.cases) addCase(each, suite)
    },
    fault: (name, error) => {
      faults.push({ name, error })
    },
    summary: () => ({
      outcome: outcomeOfAll(totals, faults.length),
      reports: [...reports].map(([name, counts]) => ({ name, ...counts })),
      totals,
      durationMs: Math.round(durationMs),
      failed,
      flaky,
      notRun,
      slowest,
      faults,
    }),
  }
}

/**
 * Green is a complete run in which tests ran and none failed: no test with a result, one that never ran, or a report that
 * cannot be read are no green.
 */
function outcomeOfAll({ passed, flaky, failed, errored, notRun }: Totals, faults: number): Outcome {
  if (failed + errored > 0) return 'fail'
  return passed + flaky === 0 || notRun > 0 || faults > 0 ? 'unknown' : 'pass'
}

function summaryTest(test: TestCase, suite: TestSuite, durationMs: number, detailed: boolean): SummaryTest {
  const problem = test.attempts.findLast(isProblem)?.problem ?? null
  const { file, line } = failurePlace(test, problem)
  const told: SummaryTest = {
    id: test.id,
    name: test.name,
    classname: test.classname,
    suite: suite.name,
    file: file ?? suite.file,
    line,
    outcome: outcomeOf(test),
    attempts: test.attempts.length,
    durationMs,
    message: (problem?.message || firstLine(problem?.detail ?? '')).slice(0, MESSAGE),
    detail: detailed ? (problem?.detail ?? '').slice(0, DETAIL) : '',
    reason: test.attempts.at(-1)?.reason.slice(0, MESSAGE) ?? '',
  }
  // A part of a text keeps the whole text in memory, and that the piece of the file that it was read from.
  return JSON.parse(JSON.stringify(told)) as SummaryTest
}

function firstLine(text: string): string {
  return /\S.*/.exec(text.slice(0, 10_000))?.[0] ?? ''
}
