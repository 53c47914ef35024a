import { addTotals, noTests, outcomeOf, type TestSuite, type Totals, totalsOf } from '../core/test-run.ts'
import type { Outcome } from '../core/verdict.ts'
import type { StopReason } from './brakes.ts'
import { allCases, isCrash, isFailing, isRunnersOwn, kindOfCase, refOf } from './cases.ts'
import { type OutcomeReason, outcomeRuleFor, type RunFacts } from './outcome.ts'
import type { FlakyRun } from './run.ts'

/** A test that did not simply pass. */
export interface TestLine {
  readonly id: string
  readonly name: string
  readonly classname: string
  readonly file: string | null
  readonly line: number | null
  readonly attempts: number
  /** The first failure's first line. */
  readonly message: string
}

/** What `flaky run` tells. */
export interface FlakyRunResult {
  readonly outcome: Outcome
  readonly reason: OutcomeReason
  readonly say: string
  readonly runs: readonly {
    readonly command: readonly string[]
    readonly exitCode: number | null
    readonly tests: number
    readonly failures: number
  }[]
  readonly tests: Totals & { readonly quarantined: number }
  readonly failed: readonly TestLine[]
  readonly flaky: readonly TestLine[]
  readonly quarantined: readonly TestLine[]
  /** Wanted again, and not run by the last rerun. */
  readonly missing: readonly string[]
  /** Met by the end of their run, or of what ran them: no result of theirs. */
  readonly unfinished: readonly TestLine[]
  /** Sentences about reruns that did not pass for a reason that is no test's. */
  readonly rerunFaults: readonly string[]
  readonly faults: readonly string[]
  readonly stoppedBecause: StopReason | null
  readonly incident: boolean
  readonly recorded: boolean
}

export interface RunSetting {
  readonly flakyFails: boolean
  readonly recordRequired: boolean
  readonly recorded: boolean
  /** Ids of failures that the quarantine forgives. */
  readonly excused: ReadonlySet<string>
  /** Sentences about entries that are no excuse any more. */
  readonly quarantineFaults: readonly string[]
}

/** The verdict on everything that ran. Pure. */
export function resultOf(run: FlakyRun, setting: RunSetting): FlakyRunResult {
  const all = allCases(run.suites)
  const lineOf = (placed: (typeof all)[number]): TestLine => {
    const { id, name, classname, file } = refOf(placed)
    const { attempts, line } = placed.test
    const message = attempts.find(each => each.problem !== null)?.problem?.message ?? ''
    return { id, name, classname, file, line, attempts: attempts.length, message }
  }
  const failing = all.filter(({ test }) => isFailing(test))
  const isExcused = (placed: (typeof all)[number]) =>
    setting.excused.has(refOf(placed).id) && !isRunnersOwn(placed.test)
  const totals = run.suites.reduce<Totals>(
    (sum, suite: TestSuite) => addTotals(sum, totalsOf(suite.cases)),
    noTests,
  )
  const quarantined = failing.filter(isExcused)
  const failed = failing.filter(each => !isExcused(each))
  const flaky = all.filter(({ test }) => outcomeOf(test) === 'flaky')
  const facts: RunFacts = {
    runnerCode: run.first.code,
    report: run.report,
    ran: totals.tests - totals.skipped - totals.notRun - all.filter(({ test }) => isCrash(test)).length,
    failedAtFirst: run.failedAtFirst.reduce((sum, suite) => sum + suite.cases.length, 0),
    runFailures:
      failed.filter(each => kindOfCase(each) === 'run').length +
      run.reruns.faults.filter(({ kind }) => kind === 'failed').length,
    stillFailing: failed.filter(each => kindOfCase(each) !== 'run').length,
    recovered: flaky.length,
    quarantined: quarantined.length,
    quarantineFaults: setting.quarantineFaults.length,
    flakyFails: setting.flakyFails,
    recordMissing: setting.recordRequired && !setting.recorded,
  }
  const { outcome, reason, say } = outcomeRuleFor(facts)
  return {
    outcome,
    reason,
    say,
    runs: run.runs.map(({ command, ended, tests, failures }) => ({
      command,
      exitCode: ended.code,
      tests,
      failures,
    })),
    tests: { ...totals, quarantined: quarantined.length },
    failed: failed.map(lineOf),
    flaky: flaky.map(lineOf),
    quarantined: quarantined.map(lineOf),
    missing: run.reruns.missing.map(each => each.name),
    unfinished: all.filter(({ test }) => isCrash(test) && !isFailing(test)).map(lineOf),
    rerunFaults: run.reruns.faults.map(({ round, say }) => `Rerun ${round} ${say}.`),
    faults: setting.quarantineFaults,
    stoppedBecause: run.reruns.stoppedBecause,
    incident: run.reruns.incident,
    recorded: setting.recorded,
  }
}
