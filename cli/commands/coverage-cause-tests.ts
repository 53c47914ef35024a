import { GateError } from '../../core/errors.ts'
import { outcomeOf } from '../../core/test-run.ts'
import { plural, visible } from '../../core/text.ts'
import type { TestOutcome, TestsOfRun } from '../../coverage-gate/baseline/lost-tests.ts'
import { allCases, isCrash, isFailing, isIncomplete, kindOfCase, refOf } from '../../flaky/cases.ts'
import type { TestHistory, TestRef } from '../../flaky/model.ts'
import type { Segment } from '../../flaky/segment.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { kindOf } from '../../reporters/xunit/read-case.ts'
import type { World } from '../command.ts'
import { findXunitFiles, piecesOf } from './xunit-files.ts'

/** A test of one run as reports and the record name it. */
export interface NamedTest {
  readonly ref: TestRef
  readonly outcome: TestOutcome
  /** It stands for a file that did not load, or for a hook. */
  readonly isFrame: boolean
}

export interface NamedTests {
  readonly tests: readonly NamedTest[]
  readonly isIncomplete: boolean
}

/**
 * The tests of this run, from its XUnit reports; `null` when none can be read. What cannot is told in the log, and makes the
 * run incomplete.
 */
export async function testsOfReports(
  given: readonly string[],
  world: Pick<World, 'cwd' | 'log'>,
): Promise<NamedTests | null> {
  const tests = new Map<string, NamedTest>()
  let isPartial = false
  let reports = 0
  const tell = (error: unknown): void => {
    if (!(error instanceof GateError)) throw error
    world.log(`cd-gate: ${visible(error.message)}; so it is less known why coverage was lost`)
    isPartial = true
  }
  const found = await findXunitFiles(given, world.cwd, null).catch(tell)
  for (const { error } of found?.missing ?? []) tell(error)
  for (const file of found?.files ?? []) {
    try {
      for (const suite of readXunit(piecesOf(file), file.name)) {
        isPartial ||= isIncomplete([suite])
        for (const placed of allCases([suite])) {
          const outcome = isCrash(placed.test) && !isFailing(placed.test) ? 'not-run' : outcomeIn(placed.test)
          add(tests, { ref: refOf(placed), outcome, isFrame: kindOfCase(placed) !== 'test' })
        }
      }
      reports += 1
    } catch (error) {
      tell(error)
    }
  }
  return reports === 0 && tests.size === 0 ? null : { tests: [...tests.values()], isIncomplete: isPartial }
}

function outcomeIn(test: Parameters<typeof outcomeOf>[0]): TestOutcome {
  const outcome = outcomeOf(test)
  return outcome === 'flaky' ? 'passed' : outcome === 'errored' ? 'failed' : outcome
}

const strength: Readonly<Record<TestOutcome, number>> = { passed: 3, failed: 2, 'not-run': 1, skipped: 0 }

/** One that several reports tell of was tried several times: the best of them counts. */
function add(tests: Map<string, NamedTest>, test: NamedTest): void {
  const known = tests.get(test.ref.id)
  if (!known || strength[test.outcome] > strength[known.outcome]) tests.set(test.ref.id, test)
}

/** The tests of a build of the record, all its shards together. */
export function testsOfBuild(
  buildId: string,
  histories: readonly TestHistory[],
  segments: readonly Segment[],
): NamedTests {
  const tests = histories.map(({ test, runs }): NamedTest => {
    const results = runs.filter(({ build }) => build.id === buildId).map(({ result }) => result)
    const ran = results.some(each => each !== 'failed') ? 'passed' : 'failed'
    const isFrame = kindOf(test.name, test.classname) !== 'test'
    return { ref: test, outcome: results.length === 0 ? 'skipped' : ran, isFrame }
  })
  const isIncomplete = segments.some(({ build, complete }) => build.id === buildId && !complete)
  return { tests, isIncomplete }
}

/** The same for the comparison: with the repository's paths, and frames apart. */
export function located(
  { tests, isIncomplete }: NamedTests,
  fileOf: (test: TestRef) => string | null,
): TestsOfRun {
  const all = tests.map(({ ref, outcome, isFrame }) => {
    const file = fileOf(ref)
    // Reports of other runners name a file that did not load by its path.
    const isFile = ref.file !== null && ref.name === ref.file
    return { id: ref.id, name: ref.name, file, outcome, isFrame: isFrame || isFile }
  })
  const broken = all.filter(({ isFrame, outcome }) => isFrame && outcome === 'failed')
  return {
    tests: all.filter(({ isFrame }) => !isFrame).map(({ isFrame: _, ...test }) => test),
    isIncomplete,
    brokenFiles: new Set(broken.flatMap(({ file }) => file ?? [])),
  }
}

/** What was read of the record and could not be, for the log. */
export function tellDamage(keys: readonly string[], world: Pick<World, 'log'>): void {
  if (keys.length === 0) return
  const [first = ''] = keys
  world.log(
    `cd-gate: ${plural(keys.length, 'segment')} of the record of tests cannot be read (${visible(first)}); so it is less known why coverage was lost`,
  )
}
