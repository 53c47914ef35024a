import type { TestRecording } from '../recording.ts'
import { attemptsOf } from './attempts.ts'
import type { TestCase, TestSuite } from './vitest-api.ts'

/**
 * A test's end, as vitest has it.
 * @param merging the run is over (`--merge-reports`): every test is as it became, not as it was declared
 */
export function tellResult(test: TestCase, recording: TestRecording, merging: boolean): void {
  if (test.result().state === 'skipped') tellSkipped(test, recording, merging)
  else for (const attempt of attemptsOf(test)) recording.attempt(attempt)
  tellContent(test, recording)
}

/** What vitest notes on the tests that were under way, or yet to come, when the run was cancelled. */
const cancelled = 'The test run was aborted by the user.'

/** It had begun when the run was cancelled, and has no result of its own. */
export function isCancelledUnderWay(test: TestCase): boolean {
  return test.result().note === cancelled && test.task.result?.pending === true
}

function tellSkipped(test: TestCase, recording: TestRecording, merging: boolean): void {
  const { mode } = test.options
  const { pending = false, duration = 0 } = test.task.result ?? {}
  const { note = '' } = test.result()
  const blocked = blockedBy(test)
  // What was under way did not finish, and what was yet to come did not run: the record knows both.
  if (note === cancelled) return
  if (mode === 'todo') recording.attempt({ outcome: 'skipped', durationMs: 0, reason: 'todo' })
  else if (pending || (mode === 'skip' && !(merging && blocked !== null)))
    recording.attempt({ outcome: 'skipped', durationMs: duration, reason: note })
  else recording.notRun(blocked ?? 'the file failed before it')
}

/** Why a test is skipped that did not ask for it. */
function blockedBy({ parent }: TestCase | TestSuite): string | null {
  if (parent.task.result?.hooks?.beforeAll === 'run') return 'its beforeAll hook failed'
  return parent.type === 'suite' ? blockedBy(parent) : null
}

function tellContent(test: TestCase, recording: TestRecording): void {
  const { repeatCount = 0 } = test.task.result ?? {}
  if (repeatCount > 0) recording.property('repeats', String(repeatCount))
  for (const { type, message, attachment } of test.annotations?.() ?? []) {
    recording.property(`annotation.${type}`, message)
    attach(recording, attachment?.path)
  }
  for (const { attachments } of test.artifacts?.() ?? [])
    for (const { path } of attachments ?? []) attach(recording, path)
}

function attach(recording: TestRecording, path: string | undefined): void {
  if (!path) return
  if (/^https?:/.test(path)) recording.property('attachment', path)
  else recording.attach(path)
}
