import { type Attempt, isProblem, outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
import { allCases, kindOfCase, type PlacedCase, refOf, wantedOf } from './cases.ts'
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
 * now. A failure of the rerun that belongs to no test (an unhandled error, a hook, a process that died) is added, wanted or
 * not. No other test that the rerun ran besides changes anything.
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
      placed =>
        kindOfCase(placed) === 'test' && sameFile(each, placed.suite) && placed.test.attempts.some(hasRun),
    )
    if (proof) additions.set(each.id, [passedAgain(proof)])
    else missing.push(each)
  }
  const troubles = found.filter(
    placed =>
      kindOfCase(placed) !== 'test' &&
      placed.test.attempts.some(isProblem) &&
      !wanted.some(each => isSame(each, placed.test)),
  )
  const suites = known.map(suite => withAdditions(suite, additions, broad, found))
  return { suites: troubles.reduce(withTrouble, suites), missing }
}

function withTrouble(suites: readonly TestSuite[], trouble: PlacedCase): readonly TestSuite[] {
  const { id } = refOf(trouble)
  const isKnown = (suite: TestSuite, test: TestCase) => refOf({ suite, test }).id === id
  const [first, ...more] = trouble.test.attempts
  let isPlaced = false
  const placed = suites.map((suite): TestSuite => {
    if (isPlaced || suite.file !== trouble.suite.file || suite.project !== trouble.suite.project) return suite
    isPlaced = true
    if (!suite.cases.some(test => isKnown(suite, test)))
      return { ...suite, cases: [...suite.cases, trouble.test] }
    return {
      ...suite,
      cases: suite.cases.map(test =>
        isKnown(suite, test)
          ? { ...test, attempts: [test.attempts[0], ...test.attempts.slice(1), first, ...more] }
          : test,
      ),
    }
  })
  return isPlaced ? placed : [...suites, { ...trouble.suite, cases: [trouble.test] }]
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
    .filter(
      ([id, test]) => kindOfCase({ suite, test }) === 'test' && !known.has(id) && test.attempts.some(hasRun),
    )
    .map(([, test]) => test)
  return { ...suite, cases: [...cases, ...fresh] }
}
