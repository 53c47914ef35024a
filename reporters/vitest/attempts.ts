import type { AttemptResult, HookName } from '../recording.ts'
import { thrownErrors } from './thrown.ts'
import type { HookStates, TestAttempt, TestCase, TestDiagnostic } from './vitest-api.ts'

/** A test's attempts, and the hook that failed around the last one. Empty while it has no result. */
export function attemptsOf(test: TestCase): readonly AttemptResult[] {
  const { state, errors = [] } = test.result()
  const whole = test.diagnostic() ?? noDiagnostic
  if (state === 'pending' || state === 'skipped') return []
  const attempts =
    (whole.repeatCount === 0 && exactAttempts(test)) || derivedAttempts(state, thrownErrors(errors), whole)
  return state === 'failed' ? withHook(attempts, test.task.result?.hooks ?? {}) : attempts
}

/** A type check has no times. */
const noDiagnostic = { startTime: null, duration: 0, retryCount: 0, repeatCount: 0 }

/** vitest 5 keeps every attempt. */
function exactAttempts(test: TestCase): readonly AttemptResult[] | null {
  const attempts = test.attempts?.() ?? []
  return attempts.length === 0 ? null : attempts.map(attemptOf)
}

function attemptOf({ state, errors = [], startTime, duration }: TestAttempt): AttemptResult {
  return { outcome: state, errors: thrownErrors(errors), startedAt: startTime, durationMs: duration }
}

/**
 * vitest 3 and 4 tell the errors of all attempts as one list, and one time for all: the last one has it. Repeats
 * (`repeats: n`) all have to pass, so they are one attempt: a failed one before a passed one would look flaky.
 */
function derivedAttempts(
  state: 'passed' | 'failed',
  errors: readonly unknown[],
  { startTime, duration, retryCount, repeatCount }: TestDiagnostic | typeof noDiagnostic,
): readonly AttemptResult[] {
  const single = { outcome: state, errors, startedAt: startTime, durationMs: duration }
  const failures = state === 'passed' ? retryCount : retryCount + 1
  // Fewer errors than failures: attempts of an expected failure, the errors of which are forgotten.
  const unknown = failures === 0 || errors.length < failures
  if (unknown || (state === 'failed' && repeatCount > 0)) return [single]
  const lists = splitErrors(errors, failures)
  const all = state === 'passed' ? [...lists, []] : lists
  return all.map((each, index) => ({
    outcome: index < failures ? 'failed' : 'passed',
    errors: each,
    startedAt: index === 0 ? startTime : null,
    durationMs: index === all.length - 1 ? duration : 0,
  }))
}

/** By attempt where that is certain; else the last failed attempt has them all, and the others say so. */
export function splitErrors(errors: readonly unknown[], attempts: number): readonly (readonly unknown[])[] {
  const each = errors.length / attempts
  const keys = errors.map(errorKey)
  const certain = Number.isInteger(each) && (each === 1 || keys.every((key, at) => key === keys[at % each]))
  if (certain)
    return Array.from({ length: attempts }, (_, index) => errors.slice(index * each, (index + 1) * each))
  const elsewhere = {
    name: 'Error',
    message: `failed; vitest tells the errors of all ${attempts} failed attempts together, and they stand with the last of them`,
  }
  return Array.from({ length: attempts }, (_, index) => (index === attempts - 1 ? errors : [elsewhere]))
}

function errorKey(error: unknown): string {
  const { name, message, stack } = Object(error) as { name?: string; message?: string; stack?: string }
  return JSON.stringify([name, message, stack, message === undefined ? String(error) : ''])
}

/**
 * Charges the hook that failed. Only the last attempt's is told; an earlier attempt is the same hook's if it failed with
 * the same error. After an afterEach hook the last error is the hook's, and those before it are the test's own.
 */
function withHook(attempts: readonly AttemptResult[], hooks: HookStates): readonly AttemptResult[] {
  const last = attempts.at(-1)
  const hook = failedHook(hooks)
  if (last === undefined || hook === null) return attempts
  const own = hook === 'afterEach' ? (last.errors?.slice(0, -1) ?? []) : []
  const ofHook = { ...last, hook, errors: last.errors?.slice(own.length) ?? [] }
  const key = JSON.stringify(ofHook.errors.map(errorKey))
  const earlier = attempts
    .slice(0, -1)
    .map(each => (JSON.stringify(each.errors?.map(errorKey)) === key ? { ...each, hook } : each))
  if (own.length === 0) return [...earlier, ofHook]
  return [...earlier, { ...last, errors: own }, { ...ofHook, durationMs: 0 }]
}

function failedHook({ beforeEach, afterEach }: HookStates): HookName | null {
  if (beforeEach === 'run') return 'beforeEach'
  return afterEach === 'run' ? 'afterEach' : null
}
