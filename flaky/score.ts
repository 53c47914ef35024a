import { type Beta, type Counts, type Posterior, posteriorOf, updated, wilson } from './posterior.ts'
import { thresholds } from './score-thresholds.ts'
import { isEvent, isSample, type Trial } from './score-trials.ts'

const DAY = 24 * 60 * 60 * 1_000

/** The test's body is another one since this build; a claimed fix makes what was before count for nothing. */
export interface BodyChange {
  readonly build: string
  readonly fixClaimed: boolean
}

/** How flaky a test is, and what that was counted from. */
export interface Rate {
  /** First attempts that failed by chance, and all first attempts with good code. */
  readonly events: number
  readonly runs: number
  /** The same, with what was before a change of the body counting less. */
  readonly weighted: Counts
  readonly posterior: Posterior
  /** Wilson's interval of 95 %. */
  readonly wilson: readonly [number, number]
  /** In the window, and not counted above. */
  readonly hardFailures: number
  readonly incidents: number
  /** Fingerprints of the events, each once. */
  readonly fingerprints: readonly string[]
  /** When the window starts, in milliseconds since the epoch; `null` without runs. */
  readonly from: number | null
}

/**
 * The newest 100 trials, or those of the last 30 days where that is more. Of a test whose fix is claimed, those since the
 * fix.
 */
export function windowOf(trials: readonly Trial[], now: number, change: BodyChange | null): readonly Trial[] {
  const byRuns = Math.max(trials.length - thresholds.windowRuns.value, 0)
  const from = now - thresholds.windowDays.value * DAY
  const byDays = trials.findIndex(({ build }) => build.at >= from)
  const fix = change?.fixClaimed ? trials.findIndex(({ build }) => build.id === change.build) : -1
  return trials.slice(Math.max(byDays === -1 ? byRuns : Math.min(byRuns, byDays), fix))
}

export function rateOf(window: readonly Trial[], prior: Beta, change: BodyChange | null): Rate {
  const samples = window.filter(isSample)
  const events = samples.filter(isEvent)
  const weighted = weigh(samples, change)
  return {
    events: events.length,
    runs: samples.length,
    weighted,
    posterior: posteriorOf(prior, weighted),
    wilson: wilson({ events: events.length, runs: samples.length }),
    hardFailures: window.filter(trial => !trial.incident && !isSample(trial)).length,
    incidents: window.filter(({ incident }) => incident).length,
    fingerprints: [...new Set(events.map(({ exception }) => exception?.fingerprint ?? ''))].filter(
      each => each !== '',
    ),
    from: window[0]?.build.at ?? null,
  }
}

/** The same posterior without its interval, which is most of the work. */
export function betaOf(window: readonly Trial[], prior: Beta, change: BodyChange | null): Beta {
  return updated(prior, weigh(window.filter(isSample), change))
}

/** What was before the change is halved by each 30 runs after it. */
function weigh(samples: readonly Trial[], change: BodyChange | null): Counts {
  const at = change ? samples.findIndex(({ build }) => build.id === change.build) : -1
  const countOf = (some: readonly Trial[]): Counts => ({
    events: some.filter(isEvent).length,
    runs: some.length,
  })
  if (!change || at === -1) return countOf(samples)
  const before = countOf(samples.slice(0, at))
  const after = countOf(samples.slice(at))
  const weight = 0.5 ** (after.runs / thresholds.halfLifeRuns.value)
  return { events: after.events + weight * before.events, runs: after.runs + weight * before.runs }
}
