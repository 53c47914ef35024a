import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suiteId } from '../core/test-id.ts'
import { addTotals, noTests, type Property, type TestSuite, type Totals, totalsOf } from '../core/test-run.ts'
import { erroredBy, isRed, noTestRan, runStopped, unexplained } from './extra-cases.ts'
import type { ProblemReport } from './problem.ts'
import type { Recording } from './recording.ts'
import { casesOf, type ExtraCase, type SuitePlace } from './suite-cases.ts'
import { createSuiteState, type SuiteState } from './suite-state.ts'

/** Where a recorder's suites go, as soon as each is over. */
export interface RecordingSink {
  suiteStarted(place: SuitePlace): void
  /** The tests of a suite are numbered from 0 in the order in which they are planned. */
  testPlanned(place: SuitePlace, titlePath: readonly string[]): void
  testStarted(place: SuitePlace, number: number): void
  testPassed(place: SuitePlace, number: number, durationMs: number): void
  suite(suite: TestSuite): void
  /** Nothing more will come. */
  end(totals: Totals): void
  /** One more suite for a report that is finished. */
  amend(suite: TestSuite): void
}

export interface RecorderSettings {
  readonly runner: string
  /** Absolute; names and paths are relative to it. */
  readonly root: string
  /** Absolute: what a relative path of the runner is relative to. */
  readonly runnerRoot: string
  readonly outputPassed: number
  readonly outputFailed: number
  readonly allLocations: boolean
  readonly properties: readonly Property[]
  readonly now: () => number
  /** An absolute file the errors of which are told; `null` for the run's own. */
  readonly problemOf: (errors: readonly unknown[], file: string | null) => ProblemReport
}

export interface Recorder extends Recording {
  readonly finished: boolean
  /** Something that was planned has no result. */
  readonly incomplete: boolean
  /** Something in it failed. */
  readonly red: boolean
  /** Says in a record that ended green that its run failed all the same: a global teardown, a coverage threshold. */
  amend(reason: string): void
  /** Ends the record although the runner did not: whatever is in flight did not finish. */
  abort(reason: string): void
}

/** Turns what an adapter tells into test suites: the one place that decides what the calls mean together. */
export function createRecorder(settings: RecorderSettings, sink: RecordingSink): Recorder {
  const open = new Map<string, SuiteState>()
  let totals = noTests
  let finished = false
  let cut = ''
  let incomplete = false
  let isRedRun = false
  const pending: ExtraCase[] = []

  const emit = (suite: TestSuite): void => {
    // A file that was begun and told nothing is no suite: readers would drop it.
    if (suite.cases.length === 0 && suite.stdout === '' && suite.stderr === '') return
    totals = addTotals(totals, totalsOf(suite.cases))
    sink.suite(suite)
  }
  const errored = (name: string, errors: readonly unknown[]): ExtraCase => ({
    kind: 'run',
    titlePath: [name],
    attempts: [erroredBy(settings.problemOf(errors, null), 0)],
    line: null,
  })
  const finish = (reason: string, failed: boolean | undefined): void => {
    if (finished) return
    for (const state of [...open.values()]) state.close(reason)
    open.clear()
    // A runner that says that it failed exits accordingly; one that does not may not know what is missing.
    incomplete = failed !== true && (incomplete || totals.notRun > 0 || cut !== '')
    if (totals.tests === 0 && pending.length === 0) pending.push(noTestRan(failed, reason))
    const red = totals.failed + totals.errored + pending.filter(each => isRed(each.attempts[0])).length > 0
    if (!red && (failed === true || totals.notRun > 0))
      pending.push(errored('(run)', [unexplained(reason, totals)]))
    if (pending.length > 0) emit(runSuite(settings, pending))
    isRedRun = totals.failed + totals.errored > 0
    finished = true
    sink.end(totals)
  }

  return {
    get finished() {
      return finished
    },
    get incomplete() {
      return incomplete
    },
    get red() {
      return isRedRun
    },
    amend(reason) {
      if (!finished || isRedRun) return
      isRedRun = true
      sink.amend(runSuite(settings, [errored('(run)', [runStopped(reason)])]))
    },
    suite(file, project = '') {
      const place = { project, file: placeOf(file, settings) }
      const key = `${project}\u0000${place.file}`
      const known = open.get(key)
      if (known) return known.recording
      const state = createSuiteState(
        place,
        settings,
        sink,
        () => cut,
        (suite, whole) => {
          incomplete ||= !whole
          open.delete(key)
          if (!finished) emit(suite)
        },
      )
      if (!finished) {
        open.set(key, state)
        sink.suiteStarted(place)
      }
      return state.recording
    },
    trouble(name, errors) {
      if (!finished) pending.push(errored(name, errors))
    },
    cutShort(reason) {
      cut ||= reason
    },
    finish({ failed, reason } = {}) {
      finish(cut || reason || 'the run ended before it', failed)
    },
    abort(reason) {
      if (finished) return
      cut ||= reason
      pending.push(errored('(run)', [runStopped(reason)]))
      finish(reason, true)
      incomplete = true
    },
  }
}

/** Relative to the root, with `/`: the same on every machine. */
function placeOf(file: string, { root, runnerRoot }: RecorderSettings): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  return relative(root, resolve(runnerRoot, path)).replaceAll('\\', '/') || path
}

function runSuite(settings: RecorderSettings, extras: readonly ExtraCase[]): TestSuite {
  const place = { project: '', file: settings.runner }
  return {
    id: suiteId('', `(run) ${settings.runner}`),
    name: settings.runner,
    project: '',
    file: null,
    startedAt: null,
    durationMs: 0,
    cases: casesOf(place, [], extras, '').map(each => ({ ...each, file: null })),
    properties: settings.properties,
    stdout: '',
    stderr: '',
  }
}
