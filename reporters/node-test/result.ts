import type { AttemptResult, HookName } from '../recording.ts'
import type { TestEvent, TestFailure } from './events.ts'

/** What a test's (not a suite's) `test:pass` or `test:fail` says. */
export type TestOutcome =
  | { readonly kind: 'attempt'; readonly result: AttemptResult }
  /** A `before` hook around it failed, which is told once. */
  | { readonly kind: 'before-failed'; readonly errors: readonly unknown[] }
  /** It was cancelled with what is around it. */
  | { readonly kind: 'cancelled'; readonly result: AttemptResult }

/** A test that is skipped or yet to be written is not charged with a failure: the runner calls its run a pass. */
export function outcomeOfTest(event: TestEvent): TestOutcome {
  const { skip, todo, details = {} } = event
  const durationMs = details.duration_ms ?? 0
  const failure = details.error
  if (told(todo)) return attempt({ outcome: 'skipped', durationMs, reason: todoReason(todo) })
  if (failure === undefined && told(skip))
    return attempt({ outcome: 'skipped', durationMs, reason: typeof skip === 'string' ? skip : '' })
  if (failure === undefined) return attempt({ outcome: 'passed', durationMs })
  const errors = [thrownIn(failure)]
  if (failure.failureType === 'cancelledByParent')
    return { kind: 'cancelled', result: { outcome: 'failed', durationMs, errors } }
  const hook = hookIn(failure)
  if (hook === 'beforeAll') return { kind: 'before-failed', errors }
  if (hook === 'beforeEach' || hook === 'afterEach')
    return attempt({ outcome: 'failed', durationMs, errors, hook })
  return attempt({ outcome: 'failed', durationMs, errors })
}

function attempt(result: AttemptResult): TestOutcome {
  return { kind: 'attempt', result }
}

/** Node 20 tells of tests that the command line left out as if they were skipped. */
export function isLeftOut({ skip }: TestEvent): boolean {
  return skip === 'test name does not match pattern' || skip === "'only' option not set"
}

export function told(directive: string | boolean | undefined): directive is string | true {
  return directive !== undefined && directive !== false
}

export function todoReason(todo: string | boolean | undefined): string {
  return typeof todo === 'string' ? `todo: ${todo}` : 'todo'
}

/** What a suite's own `test:fail` says beyond its tests' failures. */
export type SuiteFailure =
  | { readonly kind: 'hook'; readonly hook: HookName; readonly errors: readonly unknown[] }
  /** The describe's own body threw. */
  | { readonly kind: 'body'; readonly errors: readonly unknown[] }
  /** Its time limit, or a reason that this version does not know. */
  | { readonly kind: 'other'; readonly errors: readonly unknown[] }

/** `null`: nothing that its tests do not say themselves. */
export function failureOfSuite(failure: TestFailure): SuiteFailure | null {
  const { failureType } = failure
  if (failureType === 'subtestsFailed' || failureType === 'cancelledByParent') return null
  const errors = [thrownIn(failure)]
  const hook = hookIn(failure)
  if (hook !== null) return { kind: 'hook', hook, errors }
  return { kind: failureType === 'testCodeFailure' ? 'body' : 'other', errors }
}

const hookNames: Readonly<Record<string, HookName>> = {
  before: 'beforeAll',
  after: 'afterAll',
  beforeEach: 'beforeEach',
  afterEach: 'afterEach',
}

/** Which hook it was is told by the message alone. */
function hookIn({ failureType, message = '' }: TestFailure): HookName | null {
  if (failureType !== 'hookFailed') return null
  const name = /^failed running (\w+) hook$/.exec(message)?.[1] ?? ''
  return hookNames[name] ?? null
}

const withCause = new Set(['testCodeFailure', 'hookFailed', 'uncaughtException', 'unhandledRejection'])

/**
 * What the test threw: the runner wraps it, and its own stack says nothing. Of the runner's own errors (a time limit, a
 * cancellation, failed subtests) the cause is the message again, as a string.
 */
export function thrownIn(failure: TestFailure): unknown {
  const { cause, failureType = '' } = failure
  const isObject = typeof cause === 'object' && cause !== null
  return isObject || (cause !== undefined && withCause.has(failureType)) ? cause : failure
}
