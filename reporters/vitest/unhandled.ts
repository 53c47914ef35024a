import type { Recording } from '../recording.ts'
import { thrownErrors } from './thrown.ts'
import type { TestError } from './vitest-api.ts'

/** Errors that belong to no test: a rejection or an exception behind the tests' backs, a worker that was lost. */
export function tellUnhandled(recording: Recording, errors: readonly unknown[]): void {
  for (const error of errors) {
    const { type = 'Unhandled Error' } = Object(error) as TestError
    recording.trouble(type.toLowerCase(), thrownErrors([error]))
  }
}

/** The pool's own error when a worker's process is gone: no test throws one that begins so. */
export function isLostWorker(error: unknown): boolean {
  const { message = '' } = Object(error) as TestError
  return /^\[vitest-pool]|^Worker exited unexpectedly/.test(message)
}

/**
 * Why the process of a file that has no end is gone, as a half sentence. vitest 5 names the file in the error of the lost
 * worker; before, it may be any of those that were lost.
 */
export function deathOf(errors: readonly unknown[], moduleId: string): string {
  const reasons = [...new Set(errors.filter(isLostWorker).map(reasonOf))]
  const known = reasons.filter(reason => reason.includes(moduleId))
  const told = (known.length > 0 ? known : reasons).map(reason => firstLower(withoutFile(reason)))
  return told.join('; ') || 'vitest has no result of it, and does not say why'
}

/** The cause says more than `Worker forks emitted error`. */
function reasonOf(error: unknown): string {
  const { message = '', cause } = Object(error) as TestError
  const { message: inner } = Object(cause) as TestError
  return String(inner || message)
}

function withoutFile(reason: string): string {
  return reason.replace(/ while running test files? .*$/s, '')
}

function firstLower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
