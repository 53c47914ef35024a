import type { Outcome } from '../core/verdict.ts'

/** What is known when everything has run: the facts that the exit code depends on. */
export interface RunFacts {
  /** The first run's exit code; `null` when a signal ended it, its time ran out, or it could not start. */
  readonly runnerCode: number | null
  /** What the first run left. `incomplete`: planned tests have no result, or its record says that it was cut short. */
  readonly report: 'complete' | 'incomplete' | 'missing'
  /** Tests with a result of any kind. */
  readonly ran: number
  /**
   * Failures that belong to no test, and that no quarantine excuses: of the run itself (an unhandled error, an exit code
   * after its tests), or of a rerun whose runner failed and whose tests do not explain it.
   */
  readonly runFailures: number
  /** Failed in the first run: tests, hooks, files that did not load, the run's own trouble. */
  readonly failedAtFirst: number
  /** Tests, hooks and files that, after all reruns, have recovered nor are excused by the quarantine. */
  readonly stillFailing: number
  /** Failed and then passed. */
  readonly recovered: number
  /** Failing, and excused. */
  readonly quarantined: number
  /** Quarantine entries that are no excuse any more: expired, over the cap, another failure than the one recorded. */
  readonly quarantineFaults: number
  /** The user wants a flaky test to fail the run. */
  readonly flakyFails: boolean
  /** The record is required and could not be written. */
  readonly recordMissing: boolean
}

export type OutcomeReason =
  | 'tests-failed'
  | 'quarantine-fault'
  | 'no-report'
  | 'crashed'
  | 'incomplete'
  | 'no-tests'
  | 'runner-failed'
  | 'flaky'
  | 'not-recorded'
  | 'quarantined'
  | 'passed'

export interface OutcomeRule {
  readonly reason: OutcomeReason
  readonly outcome: Outcome
  readonly when: (facts: RunFacts) => boolean
  /** A sentence for people, about the facts that hold when the rule does. */
  readonly say: string
}

/**
 * The truth table of the exit code: the first rule that holds decides. A failure comes before "could not tell", which comes
 * before a pass; nothing that reruns recovered clears what was not a test's failure. docs/flaky.md shows it.
 */
export const outcomeRules: readonly OutcomeRule[] = [
  {
    reason: 'tests-failed',
    outcome: 'fail',
    when: ({ stillFailing }) => stillFailing > 0,
    say: 'tests fail, and reruns did not recover them',
  },
  {
    reason: 'quarantine-fault',
    outcome: 'fail',
    when: ({ quarantineFaults }) => quarantineFaults > 0,
    say: 'a quarantine entry is no excuse any more',
  },
  {
    reason: 'runner-failed',
    outcome: 'fail',
    when: facts => facts.runFailures > 0 || failedUnexplained(facts),
    say: 'the runner failed for a reason that is no test’s: a coverage threshold, an unhandled error, its exit code',
  },
  {
    reason: 'no-report',
    outcome: 'unknown',
    when: ({ report }) => report === 'missing',
    say: 'the run left no report, so nothing is known of its tests',
  },
  {
    reason: 'crashed',
    outcome: 'unknown',
    when: ({ runnerCode }) => runnerCode === null,
    say: 'the runner was killed, ran out of time, or could not start',
  },
  {
    reason: 'incomplete',
    outcome: 'unknown',
    when: ({ report }) => report === 'incomplete',
    say: 'the report of the run or of a rerun is incomplete: planned tests have no result',
  },
  {
    reason: 'no-tests',
    outcome: 'unknown',
    when: ({ ran }) => ran === 0,
    say: 'no test ran',
  },
  {
    reason: 'flaky',
    outcome: 'fail',
    when: ({ recovered, flakyFails }) => flakyFails && recovered > 0,
    say: 'tests failed and then passed, and flaky tests are to fail the run',
  },
  {
    reason: 'not-recorded',
    outcome: 'unknown',
    when: ({ recordMissing }) => recordMissing,
    say: 'the record could not be written, and it is required',
  },
  {
    reason: 'quarantined',
    outcome: 'pass',
    when: ({ quarantined }) => quarantined > 0,
    say: 'all that fails is in quarantine, and every other test that ran passed in the end',
  },
  { reason: 'passed', outcome: 'pass', when: () => true, say: 'every test that ran passed in the end' },
]

/** Nothing planned is missing, nothing failed, and the runner says that the run did. */
function failedUnexplained({ runnerCode, failedAtFirst, report, ran }: RunFacts): boolean {
  return report === 'complete' && ran > 0 && failedAtFirst === 0 && runnerCode !== null && runnerCode !== 0
}

export function outcomeRuleFor(facts: RunFacts): OutcomeRule {
  const rule = outcomeRules.find(({ when }) => when(facts))
  if (!rule) throw new Error('the last rule always holds')
  return rule
}
