import { suiteId, suiteName } from '../core/test-id.ts'
import type { Attempt, TestSuite } from '../core/test-run.ts'
import { isWhole, type Journal } from './journal.ts'
import { casesOf, type ExtraCase, type SuitePlace } from './suite-cases.ts'

const why = 'the run was killed before the results of this file were written'

/** What had begun and was not written: its tests, or the file itself, as errors. Always one that says what happened. */
export function unfinishedSuites(
  { entries }: Journal,
  name: string,
  sizes: readonly number[],
): readonly TestSuite[] {
  const begun: { readonly place: SuitePlace; readonly tests: (readonly string[])[]; done: boolean }[] = []
  for (const entry of entries) {
    if (entry[0] === 'suite')
      begun.push({ place: { project: entry[1], file: entry[2] }, tests: [], done: false })
    if (entry[0] === 'test') begun[entry[1]]?.tests.push(entry[2])
    const written = entry[0] === 'written' && isWhole(entry, sizes) ? begun[entry[1]] : undefined
    if (written) written.done = true
  }
  const lost = begun.filter(each => !each.done).map(({ place, tests }) => lostSuite(place, tests))
  const run: SuitePlace = { project: '', file: name }
  return [...lost, suiteOf(run, name, null, [errorCase('(run)', 'the run was killed before it was over')])]
}

/** Always the process, too: a test that had only just begun may not have been noted. */
function lostSuite(place: SuitePlace, tests: readonly (readonly string[])[]): TestSuite {
  const extras = [
    ...tests.map(titlePath => ({ ...errorCase('', why), titlePath })),
    errorCase('(process)', why),
  ]
  return suiteOf(place, suiteName(place.project, place.file), place.file, extras)
}

function suiteOf(
  place: SuitePlace,
  name: string,
  file: string | null,
  extras: readonly ExtraCase[],
): TestSuite {
  const cases = casesOf(place, [], extras, '').map(each => ({ ...each, file }))
  const id = suiteId(place.project, place.file)
  return {
    id,
    name,
    project: place.project,
    file,
    startedAt: null,
    durationMs: 0,
    cases,
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
