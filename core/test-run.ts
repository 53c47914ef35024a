/**
 * What a test run was, whichever runner ran it. Attempts are the data; that a test is flaky is derived from them and never
 * stored.
 */

/**
 * How one attempt ended. `failed`: an assertion did not hold; `errored`: anything else went wrong (a thrown error, a hook,
 * a crash, a time limit); `skipped`: by intent; `not-run`: planned, and never started.
 */
export type AttemptOutcome = 'passed' | 'failed' | 'errored' | 'skipped' | 'not-run'

/** What went wrong in an attempt. */
export interface Problem {
  /** The error's class, such as `AssertionError` or `TypeError`; `''` where none is known. */
  readonly type: string
  /** One line. */
  readonly message: string
  /** Everything that is known: message, differences, causes, code frame, stack. Several lines. */
  readonly detail: string
}

export interface Attempt {
  readonly outcome: AttemptOutcome
  /** Milliseconds since the epoch; `null` where the source does not say. */
  readonly startedAt: number | null
  readonly durationMs: number
  /** Of a failed or errored attempt. */
  readonly problem: Problem | null
  /** Why it was skipped or not run; `''` where nobody said. */
  readonly reason: string
  readonly stdout: string
  readonly stderr: string
}

export interface Property {
  readonly name: string
  readonly value: string
}

/** `test`, or what takes a test's place in a report: a failed hook, a file that did not load, the run's own trouble. */
export type CaseKind = 'test' | 'hook' | 'load' | 'run'

export interface TestCase {
  readonly kind: CaseKind
  /** The same on every machine (core/test-id.ts); `''` where the source has none. */
  readonly id: string
  /** Unique within its suite, together with the classname. */
  readonly name: string
  readonly classname: string
  /** The enclosing describes' titles and its own; empty where the source does not say. */
  readonly titlePath: readonly string[]
  /** Relative to the repository, with `/`. */
  readonly file: string | null
  /** 1-based: of the failure, or of the test itself. */
  readonly line: number | null
  /** In the order in which they were made. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  readonly properties: readonly Property[]
  /** Paths of files that belong to the test: absolute, or relative to the repository. */
  readonly attachments: readonly string[]
}

/** One test file (a module) of one project. */
export interface TestSuite {
  readonly id: string
  readonly name: string
  /** The runner's project (a browser, a package); `''` where there is none. */
  readonly project: string
  readonly file: string | null
  readonly startedAt: number | null
  readonly durationMs: number
  readonly cases: readonly TestCase[]
  readonly properties: readonly Property[]
  /** Output that belongs to no test. */
  readonly stdout: string
  readonly stderr: string
}

export type CaseOutcome = AttemptOutcome | 'flaky'

/** Failed at least once and passed in the end: flaky. Else the last attempt's outcome. */
export function outcomeOf({ attempts }: Pick<TestCase, 'attempts'>): CaseOutcome {
  const last = attempts.at(-1) ?? attempts[0]
  if (last.outcome !== 'passed') return last.outcome
  return attempts.some(isProblem) ? 'flaky' : 'passed'
}

export function isProblem({ outcome }: Attempt): boolean {
  return outcome === 'failed' || outcome === 'errored'
}

export interface Totals {
  readonly tests: number
  readonly passed: number
  readonly flaky: number
  readonly failed: number
  readonly errored: number
  readonly skipped: number
  readonly notRun: number
}

export const noTests: Totals = { tests: 0, passed: 0, flaky: 0, failed: 0, errored: 0, skipped: 0, notRun: 0 }

export function totalsOf(cases: Iterable<Pick<TestCase, 'attempts'>>): Totals {
  const totals = { ...noTests } as { -readonly [Key in keyof Totals]: number }
  for (const each of cases) {
    const outcome = outcomeOf(each)
    totals.tests += 1
    totals[outcome === 'not-run' ? 'notRun' : outcome] += 1
  }
  return totals
}

export function addTotals(one: Totals, other: Totals): Totals {
  return {
    tests: one.tests + other.tests,
    passed: one.passed + other.passed,
    flaky: one.flaky + other.flaky,
    failed: one.failed + other.failed,
    errored: one.errored + other.errored,
    skipped: one.skipped + other.skipped,
    notRun: one.notRun + other.notRun,
  }
}
