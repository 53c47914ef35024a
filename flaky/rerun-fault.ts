import type { Ended } from '../core/system/spawn.ts'
import { isProblem, type TestCase, type TestSuite } from '../core/test-run.ts'
import { allCases, isCrash, isFailing, refOf } from './cases.ts'

/** What one command's run left. */
export interface RunReport {
  readonly suites: readonly TestSuite[]
  /** False when the report had to be completed for its run, or says itself that it is cut short. */
  readonly complete: boolean
}

/** One process of a rerun: how it ended, and its report; `null` where there is none that can be read. */
export interface RerunProcess {
  readonly ended: Ended
  readonly report: RunReport | null
}

/** A rerun that did not pass for a reason that is none of its tests'. No later rerun clears it. */
export interface RerunFault {
  /** `failed`: the runner says so, after all its tests; `incomplete`: it met its end before them. */
  readonly kind: 'failed' | 'incomplete'
  readonly round: number
  /** What it did, for people. */
  readonly say: string
}

/**
 * @param merged with what the rerun found. A runner fails because a test fails that is known to fail, or for a reason of
 * its own
 */
export function rerunFault(
  { ended, report }: RerunProcess,
  round: number,
  merged: readonly TestSuite[],
  isWanted: (found: TestCase) => boolean,
): RerunFault | null {
  const fault = (kind: RerunFault['kind'], say: string): RerunFault => ({ kind, round, say })
  if (ended.failure !== null) return fault('incomplete', `could not be started: ${ended.failure}`)
  if (ended.timedOut) return fault('incomplete', 'took longer than --timeout allows, and was ended')
  if (ended.code === null) return fault('incomplete', `was killed by ${ended.signal ?? 'a signal'}`)
  if (report === null) return fault('incomplete', `left no report (exit code ${ended.code})`)
  if (!report.complete || allCases(report.suites).some(({ test }) => isCrash(test)))
    return fault('incomplete', `met its end before all its tests had a result (exit code ${ended.code})`)
  if (ended.code === 0 || isExplained(report.suites, merged, isWanted)) return null
  return fault(
    'failed',
    `ended with exit code ${ended.code}, and no test that it was asked for explains that`,
  )
}

function isExplained(
  found: readonly TestSuite[],
  merged: readonly TestSuite[],
  isWanted: (found: TestCase) => boolean,
): boolean {
  const failed = allCases(merged).filter(({ test }) => test.attempts.some(isProblem))
  const ids = new Set(failed.map(each => refOf(each).id))
  return allCases(found).some(
    each => isFailing(each.test) && (isWanted(each.test) || ids.has(refOf(each).id)),
  )
}
