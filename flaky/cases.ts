import { placeProperty, readPlace, testId } from '../core/test-id.ts'
import { type Attempt, isProblem, outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
import type { TestRef } from './model.ts'
import type { WantedTest } from './runners/runner.ts'

/** A case, and the suite that it stands in. */
export interface PlacedCase {
  readonly suite: TestSuite
  readonly test: TestCase
}

export function allCases(suites: readonly TestSuite[]): readonly PlacedCase[] {
  return suites.flatMap(suite => suite.cases.map(test => ({ suite, test })))
}

/** Our reporters' word for what the run's own end did to a test: no failure of the test. */
const crashTypes: ReadonlySet<string> = new Set(['DidNotFinish', 'ProcessDied', 'IncompleteRun', 'NoTests'])

/**
 * Our reporters' words for a runner that failed when all its tests had a result: a coverage threshold, an exit code set at
 * the end. Nothing planned is missing then.
 */
const endedBadly = /after its (?:tests|last test)$|^the runner says that the run failed, and not why$/

export function isCrash({ attempts }: TestCase): boolean {
  return attempts.some(isCrashed)
}

/** The runner's own failure, after all tests. No quarantine excuses it: anything may be behind it. */
export function isRunnersOwn({ attempts }: TestCase): boolean {
  return attempts.some(
    ({ problem }) => problem !== null && crashTypes.has(problem.type) && endedBadly.test(problem.message),
  )
}

function isCrashed({ problem }: Attempt): boolean {
  return problem !== null && crashTypes.has(problem.type) && !endedBadly.test(problem.message)
}

/** Not passed in the end, and at least once for another reason than a crash. */
export function isFailing({ attempts }: TestCase): boolean {
  const last = attempts.at(-1)
  return last !== undefined && isProblem(last) && attempts.some(each => isProblem(each) && !isCrashed(each))
}

/** Whether planned tests have no result, or the run met its end before them. That no test ran at all is another thing. */
export function isIncomplete(suites: readonly TestSuite[]): boolean {
  return allCases(suites).some(
    placed =>
      isCrash(placed.test) || (outcomeOf(placed.test) === 'not-run' && wantedOf(placed).kind !== 'run'),
  )
}

/** Stable for reports of ours; for foreign ones made of what they have. */
export function refOf({ suite, test }: PlacedCase): TestRef {
  const file = test.file ?? suite.file
  const { name, classname } = test
  const project = suite.project
  const id = test.id || testId({ project, file: file ?? '', titlePath: [classname, name], ordinal: 1 })
  return { id, name, classname, file, project }
}

/** How to find it again. */
export function wantedOf(placed: PlacedCase): WantedTest {
  const { test } = placed
  const { id, name, classname, file, project } = refOf(placed)
  const told = readPlace(test.properties.find(each => each.name === placeProperty)?.value ?? '')
  const line = test.line
  if (!told)
    return {
      kind: test.kind,
      id,
      project,
      file,
      titlePath: test.titlePath,
      ordinal: 1,
      name,
      classname,
      line,
    }
  const { titlePath, ordinal } = told.place
  return {
    kind: told.kind,
    id,
    project: told.place.project,
    file: told.place.file,
    titlePath,
    ordinal,
    name,
    classname,
    line,
  }
}

/** A report that was read back tells the kind of a case by its place; the name alone does not always. */
export function kindOfCase(placed: PlacedCase): TestCase['kind'] {
  return wantedOf(placed).kind
}

export function failuresOf({ attempts }: TestCase): readonly Attempt[] {
  return attempts.filter(isProblem)
}
