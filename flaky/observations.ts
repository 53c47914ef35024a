import { isProblem, outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
import { allCases, failuresOf, isCrash, isFailing, refOf } from './cases.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Exception } from './model.ts'
import type { Observation } from './record.ts'

const LONGEST_MESSAGE = 200

/**
 * What a build's merged results say of each test. What a crash did is no word about the test: it has not run.
 * @param excused ids of failures that the quarantine forgives
 * @param failedAtFirst what failed in the first run, as it was then: later attempts are reruns'
 */
export function observationsOf(
  suites: readonly TestSuite[],
  excused: ReadonlySet<string>,
  failedAtFirst: readonly TestSuite[] = [],
): readonly Observation[] {
  const first = new Map(allCases(failedAtFirst).map(each => [refOf(each).id, each.test.attempts.length]))
  return allCases(suites).map(placed => {
    const { test } = placed
    const outcome = outcomeOf(test)
    const ran = outcome !== 'skipped' && outcome !== 'not-run' && (!isCrash(test) || isFailing(test))
    const durationMs = test.attempts.reduce((sum, each) => sum + each.durationMs, 0)
    const ref = refOf(placed)
    const bad = ran && test.attempts.some(isProblem)
    // A hook's rerun is one of its whole suite.
    const alone =
      test.kind === 'test' ? test.attempts.length - (first.get(ref.id) ?? test.attempts.length) : 0
    return {
      test: ref,
      ran,
      durationMs,
      exception: bad ? exceptionOf(test, excused.has(ref.id), alone) : null,
    }
  })
}

function exceptionOf(test: TestCase, quarantined: boolean, alone: number): Exception {
  const failures = failuresOf(test)
  const [first] = failures
  const problem = first?.problem
  return {
    result: outcomeOf(test) === 'flaky' ? 'flaky' : 'failed',
    failures: failures.length,
    attempts: test.attempts.length,
    ...(alone > 0 ? { alone } : {}),
    fingerprint: problem ? fingerprintOf(problem) : '',
    message: (problem?.message ?? '').slice(0, LONGEST_MESSAGE),
    durationMs: first?.durationMs ?? 0,
    quarantined,
  }
}
