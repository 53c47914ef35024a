import { type BuildStatus, isRed } from '../core/build.ts'
import { outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
import type { FailedTest } from './model.ts'

/** What the verdict files say of a build. */
export interface BuildReport {
  readonly status: BuildStatus
  /** Whether everything that was asked could be read. */
  readonly complete: boolean
  readonly failures: readonly ReportedFailure[]
  readonly flakyCount: number
  readonly quarantinedCount: number
  readonly reasons: readonly string[]
  readonly coverage: string | null
}

/** A failure as a report has it: `detail` is whole. */
export type ReportedFailure = Omit<FailedTest, 'isNew'>

export interface FlakyVerdict {
  readonly outcome: 'pass' | 'fail' | 'unknown'
  readonly say: string
  /** Ids of tests that are flaky, or excused. */
  readonly flaky: ReadonlySet<string>
  readonly quarantined: ReadonlySet<string>
}

export interface CoverageVerdictLine {
  readonly outcome: 'pass' | 'fail' | 'unknown'
  readonly line: string
  /** Messages of its findings that are errors. */
  readonly findings: readonly string[]
}

export interface Told {
  /** What the CI or the user says; `null`: nothing. */
  readonly status: BuildStatus | null
  /** `null`: no reports were given. */
  readonly suites: readonly TestSuite[] | null
  readonly flaky: FlakyVerdict | null
  readonly coverage: CoverageVerdictLine | null
  /** What could not be read, a sentence each. */
  readonly faults: readonly string[]
}

const LONGEST_LINE = 400

/**
 * The worst that anybody says is what holds: a build that calls itself a success while its reports hold failures is
 * unstable, and one whose reports cannot be read is a failure until somebody says otherwise. `null`: nobody says anything.
 */
export function buildReport({ status, suites, flaky, coverage, faults }: Told): BuildReport | null {
  if (status === null && suites === null && !flaky && !coverage && faults.length === 0) return null
  const cases = (suites ?? []).flatMap(suite => suite.cases.map(test => ({ suite, test })))
  const isExcused = ({ test }: (typeof cases)[number]) => flaky?.quarantined.has(test.id) ?? false
  const failing = cases.filter(({ test }) => ['failed', 'errored'].includes(outcomeOf(test)))
  const failures = failing.filter(each => !isExcused(each)).map(({ suite, test }) => failureOf(suite, test))
  const reasons = [...faults]
  if (suites !== null && cases.length === 0) reasons.push('the reports hold no test')
  if (flaky && flaky.outcome !== 'pass' && failures.length === 0) reasons.push(flaky.say)
  if (coverage && coverage.outcome !== 'pass') reasons.push(...coverage.findings.slice(0, 5))
  const isBad =
    failures.length > 0 ||
    reasons.length > 0 ||
    [flaky, coverage].some(each => each && each.outcome !== 'pass')
  return {
    status: worst(status, failures.length > 0, isBad),
    complete: faults.length === 0 && !(suites !== null && cases.length === 0),
    failures,
    flakyCount: flaky?.flaky.size ?? cases.filter(({ test }) => outcomeOf(test) === 'flaky').length,
    quarantinedCount: flaky?.quarantined.size ?? 0,
    reasons: reasons.map(reason => cut(reason, LONGEST_LINE)),
    coverage: coverage?.line ?? null,
  }
}

function worst(status: BuildStatus | null, testsFail: boolean, isBad: boolean): BuildStatus {
  if (status === null) return isBad ? 'FAILURE' : 'SUCCESS'
  if (!isBad || isRed(status) || status !== 'SUCCESS') return status
  return testsFail ? 'UNSTABLE' : 'FAILURE'
}

function failureOf(suite: TestSuite, test: TestCase): ReportedFailure {
  const problem = test.attempts.findLast(each => each.problem !== null)?.problem
  return {
    id: test.id,
    name: cut(test.titlePath.length > 0 ? test.titlePath.join(' > ') : test.name, LONGEST_LINE),
    classname: cut(test.classname, LONGEST_LINE),
    file: test.file ?? suite.file,
    line: test.line,
    message: cut(problem?.message ?? '', LONGEST_LINE),
    detail: problem?.detail ?? '',
  }
}

/** Never through the middle of a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(end) ? end.slice(0, -1) : end}…`
}
