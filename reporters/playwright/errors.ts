import { withoutAnsi } from '../../core/ansi.ts'
import type { TestError } from './playwright-api.ts'

/** An error in the shape that every runner's errors have, so that one place tells failures from errors. */
export interface ThrownError {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly cause?: ThrownError
  /** On errors of `expect`, as the matchers themselves put it there before the worker sent the error over. */
  readonly matcherResult?: { readonly pass: false; readonly message: string }
}

/**
 * Playwright sends errors as text, the name in front of the message. A value that is no Error comes as it prints.
 */
export function thrownError(error: TestError): ThrownError {
  const whole = withoutAnsi(error.message ?? error.value ?? 'an error without a message')
  const died = /^Error: worker process exited unexpectedly(.*)/s.exec(whole)
  if (died) return didNotFinish(`the worker process exited unexpectedly${died[1]}`)
  const { name, message } = parted(whole)
  return {
    name,
    message,
    stack: error.stack === undefined ? whole : withoutAnsi(error.stack),
    ...(error.cause === undefined ? {} : { cause: thrownError(error.cause) }),
    ...(isExpectation(message) ? { matcherResult: { pass: false, message } } : {}),
  }
}

export function plainError(name: string, message: string): ThrownError {
  return { name, message, stack: `${name}: ${message}` }
}

/** In the words in which the recorder tells what was in flight when a run ended. */
function didNotFinish(reason: string): ThrownError {
  const message = `did not finish: ${reason}`
  return { name: 'DidNotFinish', message, stack: message }
}

function parted(whole: string): { readonly name: string; readonly message: string } {
  const named = /^((?:[A-Za-z_$][\w$]*)?(?:Error|Exception|Failure))(?:: |$)/.exec(whole)
  if (named?.[1] !== undefined) return { name: named[1], message: whole.slice(named[0].length) }
  return { name: isTimeout(whole) ? 'TimeoutError' : '', message: whole }
}

/** `Test timeout of 500ms exceeded.`, `"beforeAll" hook timeout of 500ms exceeded.`, `Fixture "x" timeout of …`. */
function isTimeout(message: string): boolean {
  return /timeout of \d+ms exceeded/.test(message.split('\n', 1)[0] ?? '')
}

/** `expect(received).toBe(expected)`, with the message that a test gave the expectation in front of it. */
function isExpectation(message: string): boolean {
  return /^(?:[^\n]*\n\n)?expect(?:\.\w+)*\(/.test(message)
}
