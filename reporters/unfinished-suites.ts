import { suiteId, suiteName } from '../core/test-id.ts'
import type { Attempt, TestSuite } from '../core/test-run.ts'
import { isWhole, type Journal, type JournalEntry } from './journal.ts'
import { casesOf, type ExtraCase, type SuitePlace } from './suite-cases.ts'
import { type TestContext, TestState } from './test-state.ts'

const why = 'the run was killed before the results of this file were written'

/** A suite as far as the journal knows it. */
interface BegunSuite {
  readonly place: SuitePlace
  readonly tests: TestState[]
  done: boolean
}

/**
 * What had begun and was not written. Tests that had passed have passed, those in flight are errors, and those that were
 * planned and had not started are not run. Always an error that says what happened to the file, and one of the run's.
 */
export function unfinishedSuites(
  { entries }: Journal,
  name: string,
  sizes: readonly number[],
): readonly TestSuite[] {
  const begun: BegunSuite[] = []
  for (const entry of entries) readEntry(entry, begun, sizes)
  const run: SuitePlace = { project: '', file: name }
  const lost = begun.filter(each => !each.done).map(lostSuite)
  return [...lost, suiteOf(run, name, null, [], errorCase('(run)', 'the run was killed before it was over'))]
}

function readEntry(entry: JournalEntry, begun: BegunSuite[], sizes: readonly number[]): void {
  switch (entry[0]) {
    case 'suite':
      begun.push({ place: { project: entry[1], file: entry[2] }, tests: [], done: false })
      return
    case 'plan': {
      const tests = begun[entry[1]]?.tests
      if (tests?.length === entry[2])
        for (const titlePath of entry[3]) tests.push(new TestState(titlePath, null, tests.length, untimed))
      return
    }
    case 'test':
      begun[entry[1]]?.tests[entry[2]]?.start()
      return
    case 'passed':
      begun[entry[1]]?.tests[entry[2]]?.attempt({ outcome: 'passed', durationMs: entry[3] })
      return
    case 'written': {
      const suite = isWhole(entry, sizes) ? begun[entry[1]] : undefined
      if (suite) suite.done = true
    }
  }
}

/** When a test ran is not in the journal. */
const untimed: TestContext = {
  now: () => 0,
  outputPassed: 0,
  outputFailed: 0,
  allLocations: false,
  describe: () => {
    throw new Error('the journal holds no failure')
  },
  onStart: () => {},
  onPassed: () => {},
}

/** Always the process, too: a test that had only just begun may not have been noted. */
function lostSuite({ place, tests }: BegunSuite): TestSuite {
  for (const test of tests) if (test.inFlight) test.abandon(why)
  return suiteOf(place, suiteName(place.project, place.file), place.file, tests, errorCase('(process)', why))
}

function suiteOf(
  place: SuitePlace,
  name: string,
  file: string | null,
  tests: readonly TestState[],
  extra: ExtraCase,
): TestSuite {
  return {
    id: suiteId(place.project, place.file),
    name,
    project: place.project,
    file,
    startedAt: null,
    durationMs: 0,
    cases: casesOf(place, tests, [extra], 'the run was killed before it').map(each => ({ ...each, file })),
    properties: [],
    stdout: '',
    stderr: '',
  }
}

function errorCase(title: string, message: string): ExtraCase {
  const problem = {
    type: 'DidNotFinish',
    message: `did not finish: ${message}`,
    detail: `did not finish: ${message}`,
  }
  const attempt: Attempt = {
    outcome: 'errored',
    startedAt: null,
    durationMs: 0,
    problem,
    reason: '',
    stdout: '',
    stderr: '',
  }
  return { kind: 'run', titlePath: [title], attempts: [attempt], line: null }
}
