import type { Recording, SuiteRecording, TestRecording } from '../recording.ts'
import { placeOf } from './places.ts'
import type { Suite, TestCase, TestResult } from './playwright-api.ts'

/** One test file of one project. */
export interface TestFile {
  readonly recording: SuiteRecording
  /** Tests that may get a further result. */
  readonly unsettled: Set<TestCase>
  /** Titles of the describes whose beforeAll hook failed. */
  readonly failedSetups: (readonly string[])[]
  /** From its first test's start to its last one's end, milliseconds since the epoch; `null` before. */
  span: { readonly from: number; readonly to: number } | null
}

export interface KnownTest {
  readonly test: TestCase
  readonly titlePath: readonly string[]
  readonly recording: TestRecording
  readonly file: TestFile
  /** Properties and attachments already told: attempts repeat them. */
  readonly told: Set<string>
}

/** Declares every test of a run, in the order of the files. */
export function declareTests(root: Suite, recording: Recording): ReadonlyMap<TestCase, KnownTest> {
  const files = new Map<string, TestFile>()
  const known = new Map<TestCase, KnownTest>()
  for (const test of root.allTests()) {
    const { file: path, project, titlePath, line } = placeOf(test)
    const key = JSON.stringify([project, path])
    const file = files.get(key) ?? {
      recording: recording.suite(path, project),
      unsettled: new Set(),
      failedSetups: [],
      span: null,
    }
    files.set(key, file)
    file.unsettled.add(test)
    known.set(test, {
      test,
      file,
      titlePath,
      recording: file.recording.test(test, { titlePath, line }),
      told: new Set(),
    })
  }
  return known
}

/** Takes a result into its file's time. */
export function lengthen({ span }: TestFile, { startTime, duration }: TestResult): TestFile['span'] {
  const from = startTime.getTime()
  const to = from + Math.max(0, duration)
  return span === null ? { from, to } : { from: Math.min(span.from, from), to: Math.max(span.to, to) }
}

export function finishFile({ recording, span }: TestFile): void {
  recording.finish(span === null ? {} : { startedAt: span.from, durationMs: span.to - span.from })
}

/**
 * Whether a test has its last result. One that passed in a serial group may run again, when a later one of the group is
 * retried.
 */
export function isSettled(test: TestCase): boolean {
  if (test.results.length > test.retries) return true
  const last = test.results.at(-1)
  return (
    last !== undefined &&
    last.status === test.expectedStatus &&
    !test.annotations.some(({ type }) => type === 'serial')
  )
}
