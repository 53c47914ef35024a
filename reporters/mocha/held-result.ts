import type { AttemptResult, TestRecording } from '../recording.ts'
import { eachOnce } from './error-copy.ts'
import type { MochaTest } from './mocha-objects.ts'

/** The result of the test that ran last, until the hooks after it are over. */
export interface HeldResult {
  /**
   * Another result of the same test joins the first: a test that passed and then fails (an exception behind its back,
   * `done()` called twice) was one attempt that failed.
   */
  hold(test: MochaTest, to: TestRecording, result: AttemptResult): void
  tell(): void
}

export function createHeldResult(): HeldResult {
  let held: { readonly test: MochaTest; readonly to: TestRecording; readonly result: AttemptResult } | null =
    null

  const tell = (): void => {
    if (held === null) return
    const { to, result } = held
    held = null
    const { errors = [] } = result
    to.attempt(errors.length < 2 ? result : { ...result, errors: eachOnce(errors) })
  }
  return {
    hold(test, to, result) {
      if (held !== null && held.test !== test) tell()
      const before = held?.result
      if (before === undefined) {
        held = { test, to, result }
        return
      }
      const errors = [...(before.errors ?? []), ...(result.errors ?? [])]
      const outcome = errors.length > 0 ? 'failed' : result.outcome
      held = { test, to, result: { ...before, ...result, outcome, errors } }
    },
    tell,
  }
}
