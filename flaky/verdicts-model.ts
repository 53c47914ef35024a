import type { BuildRef, Result, TestRef } from './model.ts'
import type { Beta } from './posterior.ts'
import type { BodyChange, Rate } from './score.ts'
import type { Ruling } from './score-ruling.ts'
import type { Since } from './since.ts'

/**
 * `failed`: failed to the end, and too few attempts tell broken from flaky. `incident`: failed in a build with an incident.
 * `healed`: was surely flaky and has been clean for long enough.
 */
export type State =
  | 'passed'
  | 'flaky-suspected'
  | 'flaky-confirmed'
  | 'failed'
  | 'broken'
  | 'continually-failing'
  | 'order-dependent'
  | 'incident'
  | 'healed'

/** How a test fared alone in a fresh process, and in the order that was recorded. */
export interface IsolationRuns {
  readonly alone: { readonly passed: number; readonly failed: number }
  readonly inOrder: { readonly passed: number; readonly failed: number }
}

/** What a verdict depends on besides the test's own history. Maps are by the test's id. */
export interface JudgeContext {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Whose builds are judged; `null` for every branch. */
  readonly branches: readonly string[] | null
  /** The suite's; `null` for the default one. */
  readonly prior: Beta | null
  /** P(broken) / P(flaky) of a failure in this project before anything is known of it; 1 says nothing. */
  readonly priorOdds: number
  /** That a failed test gets before it blocks its build. */
  readonly reruns: number
  readonly changes: ReadonlyMap<string, BodyChange>
  readonly isolation: ReadonlyMap<string, IsolationRuns>
  /** Raises a commit that touches what a test depends on; 1 says nothing. */
  readonly weightOf: (test: TestRef, commit: string) => number
}

/** Hard failures at the end of a branch in one environment, with nothing between them. */
export interface Streak {
  readonly branch: string | null
  readonly environment: string
  /** Runs in a row, incidents among them. */
  readonly runs: number
  readonly incidents: number
  readonly first: BuildRef
  readonly last: BuildRef
  /** The last run before it that passed, at once or in the end. */
  readonly lastGreen: BuildRef | null
  /** Failed attempts on the newest commit. */
  readonly failedAttempts: number
  /** The newest run is an incident's. */
  readonly inIncident: boolean
  /** Of the newest failure; `''` where it has none. */
  readonly fingerprint: string
  readonly since: Since | null
}

export interface TestVerdict {
  readonly test: TestRef
  readonly state: State
  /** The newest run's. */
  readonly latest: Result | null
  readonly rate: Rate
  /** The longest, where the test fails now. */
  readonly streak: Streak | null
  readonly quarantineCandidate: boolean
  /** Every rule that was asked, whether it held or not, and all its numbers. */
  readonly evidence: readonly Ruling[]
}

/** Every branch, and nothing known beside the histories. */
export function contextAt(now: number): JudgeContext {
  return {
    now,
    branches: null,
    prior: null,
    priorOdds: 1,
    reruns: 2,
    changes: new Map(),
    isolation: new Map(),
    weightOf: () => 1,
  }
}
