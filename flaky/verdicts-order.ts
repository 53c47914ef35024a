import type { Trial } from './score-trials.ts'
import type { IsolationRuns } from './verdicts-model.ts'

/** The newest builds in a row in which a test failed among the others and passed without them. */
export interface OrderRow {
  readonly runs: IsolationRuns
  /** The trials before the row. */
  readonly before: readonly Trial[]
}

/**
 * `null` where the newest build shows nothing of the kind. A run's reruns leave out the tests that passed, so that each build
 * is a small experiment; incidents are none.
 */
export function orderRowOf(trials: readonly Trial[]): OrderRow | null {
  const own = trials.filter(({ incident }) => !incident)
  const start = own.findLastIndex(each => !failedInOrderOnly(each)) + 1
  const builds = own.length - start
  if (builds === 0) return null
  const runs = { alone: { passed: builds, failed: 0 }, inOrder: { passed: 0, failed: builds } }
  return { runs, before: own.slice(0, start) }
}

/** Every attempt among the others failed, in-process retries too, and none of its reruns did. */
function failedInOrderOnly({ result, failures, attempts, alone }: Trial): boolean {
  return result === 'flaky' && alone > 0 && failures === attempts - alone
}
