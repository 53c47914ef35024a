import { resolve } from 'node:path'
import { suiteId, suiteName } from '../core/test-id.ts'
import type { Property, TestSuite } from '../core/test-run.ts'
import { erroredBy, processDied } from './extra-cases.ts'
import { createOutputBuffer } from './output-buffer.ts'
import type { RecorderSettings, RecordingSink } from './recorder.ts'
import type { HookName, SuiteRecording } from './recording.ts'
import { casesOf, type ExtraCase, hookTitle, type SuitePlace } from './suite-cases.ts'
import { TestState } from './test-state.ts'

/** A suite whose results are still coming in. */
export interface SuiteState {
  readonly recording: SuiteRecording
  close(reason: string): void
}

export function createSuiteState(
  place: SuitePlace,
  settings: RecorderSettings,
  sink: RecordingSink,
  cut: () => string,
  emit: (suite: TestSuite, whole: boolean) => void,
): SuiteState {
  const tests = new Map<unknown, TestState>()
  const extras: ExtraCase[] = []
  const properties: Property[] = []
  const budget = settings.outputFailed
  const output = { stdout: createOutputBuffer(budget), stderr: createOutputBuffer(budget) }
  const absolute = resolve(settings.root, place.file)
  const describe = (errors: readonly unknown[]) => settings.problemOf(errors, absolute)
  const begun = settings.now()
  let death = ''
  let closed = false
  const extra = (
    kind: ExtraCase['kind'],
    titlePath: readonly string[],
    errors: readonly unknown[],
    ms = 0,
  ) => {
    const report = describe(errors)
    extras.push({ kind, titlePath, attempts: [erroredBy(report, ms)], line: report.line })
  }
  const close = (
    reason: string,
    startedAt: number = begun,
    durationMs: number = settings.now() - startedAt,
  ) => {
    if (closed) return
    closed = true
    const why = death || cut() || reason
    const inFlight = [...tests.values()].filter(each => each.inFlight)
    for (const test of inFlight) test.abandon(why)
    if (death !== '' && inFlight.length === 0) extra('run', ['(process)'], [processDied(death)])
    const whole = inFlight.length === 0 && death === '' && extras.every(each => each.kind !== 'load')
    const suite = {
      id: suiteId(place.project, place.file),
      name: suiteName(place.project, place.file),
      project: place.project,
      file: place.file,
      startedAt,
      durationMs,
      cases: casesOf(place, [...tests.values()], extras, why),
      properties: [...settings.properties, ...properties],
      stdout: output.stdout.text(budget),
      stderr: output.stderr.text(budget),
    }
    emit(suite, whole)
  }
  const context = {
    now: settings.now,
    outputPassed: settings.outputPassed,
    outputFailed: settings.outputFailed,
    allLocations: settings.allLocations,
    describe,
    onStart: (number: number) => sink.testStarted(place, number),
    onPassed: (number: number, ms: number) => sink.testPassed(place, number, ms),
  }
  const recording: SuiteRecording = {
    test(key, { titlePath, line = null }) {
      const known = tests.get(key)
      if (known) {
        known.locate(line)
        return known
      }
      const state = new TestState(titlePath, line, tests.size, context)
      tests.set(key, state)
      if (!closed) sink.testPlanned(place, titlePath)
      return state
    },
    hook(name: HookName, describes, errors, durationMs = 0) {
      extra('hook', [...describes, hookTitle(name)], errors, durationMs)
    },
    loadError(errors) {
      extra('load', ['(load)'], errors)
    },
    died(reason) {
      death ||= reason
    },
    output(stream, text) {
      output[stream].add(text)
    },
    property(name, value) {
      properties.push({ name, value })
    },
    finish({ startedAt, durationMs } = {}) {
      close(
        'the runner told no result',
        startedAt ?? begun,
        durationMs ?? settings.now() - (startedAt ?? begun),
      )
    },
  }
  return { recording, close }
}
