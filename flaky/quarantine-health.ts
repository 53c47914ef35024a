import type { TestHistory, TestRef } from './model.ts'
import { allFail, defaultPrior, updated } from './posterior.ts'
import { isExpired, type QuarantineEntry } from './quarantine.ts'
import { thresholds } from './score-thresholds.ts'
import { trialsOf } from './score-trials.ts'

/** `unknown`: the record has no run of it. `failing`: it did not pass at once when it ran last. */
export type Health = 'unknown' | 'failing' | 'healing' | 'healed'

export interface EntryHealth {
  readonly entry: QuarantineEntry
  readonly health: Health
  /** Runs in a row that passed at once, up to now. */
  readonly cleanRuns: number
  /** Of so many clean runs, were the test still as it was. */
  readonly chance: number
  readonly expired: boolean
  /** The name under which its test goes on, where the record knows that it was renamed. */
  readonly now: TestRef | null
}

/**
 * Whether an entry is still needed. The test's rate of not passing at once, as it was up to its last trouble, says how
 * likely its clean runs since are by chance: below 5 % it is healed. Where the record no longer sees any trouble, one is
 * assumed: the one for which the entry was made. Incidents say nothing.
 */
export function healthOf(entry: QuarantineEntry, history: TestHistory | null, now: number): EntryHealth {
  const expired = isExpired(entry, now)
  const trials = trialsOf(history?.runs ?? [], null).filter(({ incident }) => !incident)
  const renamed = history !== null && history.test.id !== entry.id ? history.test : null
  if (trials.length === 0) return { entry, health: 'unknown', cleanRuns: 0, chance: 1, expired, now: renamed }
  const end = trials.findLastIndex(({ result }) => result !== 'passed') + 1
  const before = trials.slice(0, end)
  const cleanRuns = trials.length - end
  const trouble = Math.max(before.filter(({ result }) => result !== 'passed').length, 1)
  const { a, b } = updated(defaultPrior, { events: trouble, runs: Math.max(before.length, 1) })
  const chance = allFail({ a: b, b: a }, cleanRuns)
  const health = cleanRuns === 0 ? 'failing' : chance < thresholds.healedMiss.value ? 'healed' : 'healing'
  return { entry, health, cleanRuns, chance, expired, now: renamed }
}
