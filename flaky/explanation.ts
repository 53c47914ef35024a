import type { MonthCounts } from './folds.ts'
import type { TestRun } from './model.ts'
import type { ReportTest } from './report-model.ts'
import type { RuleName, Ruling } from './score-ruling.ts'
import type { State } from './verdicts-model.ts'

/** All that stands behind a test's verdict. */
export interface Explanation {
  readonly test: ReportTest
  /** The rule that made it what it is; `null` where none had to. */
  readonly deciding: Ruling | null
  /** Newest first. */
  readonly runs: readonly TestRun[]
  /** Before the builds that were looked at; oldest first. */
  readonly months: readonly MonthCounts[]
  /** `null` where no command is known that reproduces it. */
  readonly command: string | null
  /** Builds that were looked at. */
  readonly builds: number
}

const deciders: Readonly<Record<State, readonly RuleName[]>> = {
  passed: [],
  failed: [],
  'flaky-suspected': ['suspected'],
  'flaky-confirmed': ['confirmed'],
  broken: ['broken'],
  'continually-failing': ['continually-failing'],
  'order-dependent': ['order-dependent'],
  incident: ['incident'],
  healed: ['healed-by-runs', 'healed-by-rate'],
}

export function decidingRule(state: State, evidence: readonly Ruling[]): Ruling | null {
  return evidence.find(({ rule, holds }) => holds && deciders[state].includes(rule)) ?? null
}
