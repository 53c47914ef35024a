import { type Attempt, outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
import { allCases, type PlacedCase, refOf, wantedOf } from './cases.ts'
import type { WantedTest } from './runners/runner.ts'

export type IsSame = (wanted: WantedTest, found: TestCase) => boolean

export interface MergedRerun {
  readonly suites: readonly TestSuite[]
  /** Wanted, and without a result in the rerun: still failed. */
  readonly missing: readonly WantedTest[]
}

/**
 * Adds what a rerun found to what is known: the attempts of the tests that were wanted, after those that they have. A hook
 * or a file that failed and is not told again has passed if tests of its file ran; what it kept from running has a result
 * now. Nothing that the rerun ran besides changes anything.
 */
export function mergeRerun(
  known: readonly TestSuite[],
  wanted: readonly WantedTest[],
  rerun: readonly TestSuite[],
  isSame: IsSame,
): MergedRerun {
  const found = allCases(rerun)
  const missing: WantedTest[] = []
  const additions = new Map<string, readonly Attempt[]>()
  const broad: WantedTest[] = []
  for (const each of wanted) {
    const again = found
      .filter(({ test }) => isSame(each, test))
      .flatMap(({ test }) => test.attempts.filter(hasRun))
    if (again.length > 0) additions.set(each.id, again)
    else if (each.kind === 'test') missing.push(each)
    if (each.kind === 'test') continue
    broad.push(each)
    if (again.length > 0) continue
    const proof = found.find(
      ({ suite, test }) => test.kind === 'test' && sameFile(each, suite) && test.attempts.some(hasRun),
    )
    if (proof) additions.set(each.id, [passedAgain(proof)])
    else missing.push(each)
  }
  const suites = known.map(suite => withAdditions(suite, additions, broad, found))
  return { suites, missing }
}

export function sameById(wanted: WantedTest, found: TestCase): boolean {
  return wanted.id === found.id
}

function hasRun({ outcome }: Attempt): boolean {
  return outcome === 'passed' || outcome === 'failed' || outcome === 'errored'
}

function sameFile({ file, project }: WantedTest, suite: TestSuite): boolean {
  return suite.file === file && suite.project === project
}

/** That a hook went well is not told by any runner; that a test ran after it is. */
function passedAgain({ test }: PlacedCase): Attempt {
  const startedAt = test.attempts[0].startedAt
  return { outcome: 'passed', startedAt, durationMs: 0, problem: null, reason: '', stdout: '', stderr: '' }
}

function withAdditions(
  suite: TestSuite,
  additions: ReadonlyMap<string, readonly Attempt[]>,
  broad: readonly WantedTest[],
  found: readonly PlacedCase[],
): TestSuite {
  const wholeFile = broad.some(each => sameFile(each, suite))
  const again = wholeFile
    ? found.filter(each => each.suite.file === suite.file && each.suite.project === suite.project)
    : []
  const byId = new Map(again.map(each => [refOf(each).id, each.test]))
  const cases = suite.cases.map((test): TestCase => {
    const { id } = wantedOf({ suite, test })
    const more = additions.get(id)
    if (more) return { ...test, attempts: [test.attempts[0], ...test.attempts.slice(1), ...more] }
    // What a failed hook kept from running.
    const replacement = outcomeOf(test) === 'not-run' ? byId.get(id) : undefined
    return replacement?.attempts.some(hasRun) ? { ...test, attempts: replacement.attempts } : test
  })
  const known = new Set(suite.cases.map(test => refOf({ suite, test }).id))
  // What a file that did not load had kept from being known at all.
  const fresh = [...byId]
    .filter(([id, test]) => !known.has(id) && test.attempts.some(hasRun))
    .map(([, test]) => test)
  return { ...suite, cases: [...cases, ...fresh] }
}
