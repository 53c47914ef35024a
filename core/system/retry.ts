import pRetry from 'p-retry'

/** When an attempt comes again. Milliseconds. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number
  /** Before the second attempt: it doubles each time, with up to as much again by chance, so that many do not come at once. */
  readonly delayMs: number
  readonly longestDelayMs: number
  readonly signal: AbortSignal
  /** Whether what an attempt threw asks for another one. */
  readonly isRetryable: (error: unknown) => boolean
}

/**
 * Tries until an attempt resolves.
 * @param attempt gets its number, from 1 on
 * @throws what the last attempt threw; the signal's reason when that aborts
 */
export function retry<Value>(
  attempt: (number: number) => Promise<Value>,
  { retries, delayMs, longestDelayMs, signal, isRetryable }: RetryPolicy,
): Promise<Value> {
  return pRetry(attempt, {
    retries,
    minTimeout: delayMs,
    maxTimeout: longestDelayMs,
    factor: 2,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => isRetryable(error),
  })
}
