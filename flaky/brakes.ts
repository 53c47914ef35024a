import type { TestCase } from '../core/test-run.ts'

/** Why nothing (more) is rerun. */
export type StopReason =
  | 'too-many-failures'
  | 'suite-error'
  | 'crashed'
  | 'no-tests'
  | 'budget-used-up'
  | 'reruns-used-up'
  | 'interrupted'

/** A limit on failures of the first run: a count, or a share of the tests that ran. */
export type FailureLimit = { readonly count: number } | { readonly percent: number }

export interface FirstRun {
  readonly crashed: boolean
  readonly ran: number
  readonly failed: readonly Pick<TestCase, 'kind'>[]
}

/** Whether the first run's failures may be rerun at all: a build that is broken as a whole is not made better by trying again. */
export function brakeOn({ crashed, ran, failed }: FirstRun, limit: FailureLimit): StopReason | null {
  if (ran === 0 && failed.length === 0) return crashed ? 'crashed' : 'no-tests'
  if (failed.length > allowed(limit, ran)) return 'too-many-failures'
  // The run's own trouble (a global setup, an unhandled rejection) belongs to no test that could be run again.
  if (failed.length > 0 && failed.every(({ kind }) => kind === 'run')) return 'suite-error'
  return null
}

export function allowed(limit: FailureLimit, ran: number): number {
  return 'count' in limit ? limit.count : Math.floor((ran * limit.percent) / 100)
}

export interface SharedFingerprint {
  readonly fingerprint: string
  readonly failures: number
}

/**
 * One failure behind at least half of several: the infrastructure's and not the tests'. They are then run again once, as
 * a lot, after a pause.
 */
export function sharedFingerprint(
  fingerprints: readonly string[],
  least: number = 4,
): SharedFingerprint | null {
  if (fingerprints.length < least) return null
  const counts = new Map<string, number>()
  for (const each of fingerprints) counts.set(each, (counts.get(each) ?? 0) + 1)
  const [top] = [...counts].sort(([, one], [, other]) => other - one)
  return top && top[1] * 2 >= fingerprints.length && top[1] > 1
    ? { fingerprint: top[0], failures: top[1] }
    : null
}
