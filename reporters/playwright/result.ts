import type { HookName, TestRecording } from '../recording.ts'
import { type Blame, blameOf, type FailedHook } from './blame.ts'
import { plainError, thrownError } from './errors.ts'
import type { Annotation, TestCase, TestError, TestResult } from './playwright-api.ts'
import type { KnownTest } from './test-files.ts'

/** Tells one attempt of a test. */
export function tellResult(known: KnownTest, result: TestResult): void {
  const { test, recording } = known
  const { status } = result
  const times = { durationMs: result.duration, startedAt: result.startTime.getTime() }
  if (status === 'skipped' && test.expectedStatus !== 'skipped')
    // It may yet run, when its serial group is tried again: a later result outweighs this.
    recording.notRun(whyNotRun(known))
  else if (status === 'skipped')
    recording.attempt({ ...times, outcome: 'skipped', reason: skipReason(annotationsOf(test, result)) })
  else if (status === test.expectedStatus) recording.attempt({ ...times, outcome: 'passed' })
  else if (status === 'passed')
    recording.attempt({
      ...times,
      outcome: 'failed',
      errors: [plainError('', 'Expected to fail, but passed.')],
    })
  // In flight when the run was stopped: without an error of its own, the recorder tells why it has no result.
  else if (status !== 'interrupted' || result.errors.length > 0) tellFailure(known, result)
}

function tellFailure({ test, recording, file }: KnownTest, result: TestResult): void {
  const { own, hooks } = attributed(test, result)
  const attempt = (errors: readonly TestError[], hook?: HookName) =>
    recording.attempt({
      durationMs: result.duration,
      startedAt: result.startTime.getTime(),
      outcome: 'failed',
      errors: errors.map(thrownError),
      ...(hook === undefined ? {} : { hook }),
    })
  for (const { name, describes } of hooks) if (name === 'beforeAll') file.failedSetups.push(describes)
  const mayFollow = result.retry < test.retries
  if (own.length > 0) attempt(mayFollow ? result.errors : own)
  if (own.length > 0 && mayFollow) return
  // A hook that is tried again with its test may pass then, so that its failures are attempts of the test.
  const alone = result.retry === 0 && !mayFollow ? hooks.filter(({ name }) => name.endsWith('All')) : []
  for (const { name, describes, errors, durationMs } of alone)
    file.recording.hook(name, describes, errors.map(thrownError), durationMs)
  const around = hooks.filter(hook => !alone.includes(hook))
  const [first] = around
  if (first !== undefined) {
    const errors = around.flatMap(each => each.errors)
    attempt(errors, first.name)
  } else if (own.length === 0) tellBystander(recording, result, alone)
}

/** What becomes of the test that a beforeAll or afterAll hook was charged to. */
function tellBystander(recording: TestRecording, result: TestResult, hooks: readonly FailedHook[]): void {
  if (hooks.some(({ name }) => name === 'beforeAll')) recording.notRun('its beforeAll hook failed')
  else
    recording.attempt({
      durationMs: result.duration,
      startedAt: result.startTime.getTime(),
      outcome: 'passed',
    })
}

/** A test that failed and says nothing of it still says that it failed. */
function attributed(test: TestCase, result: TestResult): Blame {
  if (result.errors.length > 0) return blameOf(test, result)
  return { own: [{ message: `the test ended as ${result.status}, without an error` }], hooks: [] }
}

function whyNotRun({ test, titlePath, file }: KnownTest): string {
  const isAround = (describes: readonly string[]) => describes.every((title, at) => titlePath[at] === title)
  if (file.failedSetups.some(isAround)) return 'its beforeAll hook failed'
  const serial = test.annotations.some(({ type }) => type === 'serial')
  return serial ? 'a test before it in its serial group failed' : 'Playwright passed it over'
}

/** The result's annotations hold those of the test and what was added while it ran. */
export function annotationsOf(test: TestCase, result: TestResult): readonly Annotation[] {
  return result.annotations ?? test.annotations
}

function skipReason(annotations: readonly Annotation[]): string {
  const reasons = annotations.filter(({ type }) => type === 'skip' || type === 'fixme')
  const { type = '', description = '' } = reasons.find(each => each.description) ?? reasons[0] ?? {}
  if (type !== 'fixme') return description
  return description === '' ? 'fixme' : `fixme: ${description}`
}
