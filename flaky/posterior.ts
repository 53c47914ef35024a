import { betaQuantile } from './score-beta.ts'
import { thresholds } from './score-thresholds.ts'

/** A Beta distribution of a test's flake rate: P(its first attempt fails | the commit is good for it). */
export interface Beta {
  readonly a: number
  readonly b: number
}

/** What was seen of a test: `events` of `runs` first attempts were flaky. Weighted, so not always whole. */
export interface Counts {
  readonly events: number
  readonly runs: number
}

export interface Posterior extends Beta {
  readonly mean: number
  /** The 5 % and the 95 % quantile. */
  readonly interval: readonly [number, number]
}

/** Nothing is known of the suite. */
export const defaultPrior: Beta = {
  a: thresholds.priorMean.value * thresholds.priorWeight.value,
  b: (1 - thresholds.priorMean.value) * thresholds.priorWeight.value,
}

export function updated(prior: Beta, { events, runs }: Counts): Beta {
  return { a: prior.a + events, b: prior.b + Math.max(runs - events, 0) }
}

function meanOf({ a, b }: Beta): number {
  return a / (a + b)
}

export function posteriorOf(prior: Beta, counts: Counts): Posterior {
  const known = ofPrior.get(prior) ?? new Map<string, Posterior>()
  ofPrior.set(prior, known)
  const key = `${counts.events}/${counts.runs}`
  const before = known.get(key)
  if (before) return before
  const { a, b } = updated(prior, counts)
  const tail = (1 - thresholds.intervalMass.value) / 2
  const interval = [betaQuantile(tail, a, b), betaQuantile(1 - tail, a, b)] as const
  const posterior = { a, b, mean: meanOf({ a, b }), interval }
  known.set(key, posterior)
  return posterior
}

/** Most tests of a suite ran equally often, and quantiles cost more than all else that a verdict needs. */
const ofPrior = new WeakMap<Beta, Map<string, Posterior>>()

/**
 * P(the next `count` attempts all fail): attempts of one test share its rate, so that each failure makes the next one
 * likelier.
 */
export function allFail({ a, b }: Beta, count: number): number {
  let probability = 1
  for (let i = 0; i < count; i += 1) probability *= (a + i) / (a + b + i)
  return probability
}

/** Wilson's score interval of 95 %: what to show where no prior is to be explained. */
export function wilson({ events, runs }: Counts): readonly [number, number] {
  if (runs <= 0) return [0, 1]
  const z = 1.959963984540054
  const rate = events / runs
  const spread = 1 + (z * z) / runs
  const centre = (rate + (z * z) / (2 * runs)) / spread
  const half = (z * Math.sqrt((rate * (1 - rate)) / runs + (z * z) / (4 * runs * runs))) / spread
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

/**
 * The suite's own prior, by moments of an overdispersed binomial: the spread of the tests' rates beyond what chance alone
 * makes gives the weight. Tests without any event count as much as the others: leaving them out makes every test suspect.
 * The default where there is too little to tell.
 */
export function priorOf(suite: Iterable<Counts>): Beta {
  let tests = 0
  let events = 0
  let runs = 0
  let squares = 0
  let pairs = 0
  for (const each of suite) {
    if (each.runs < 2) continue
    tests += 1
    events += each.events
    runs += each.runs
    // Unbiased for the rate's second moment: E[k (k - 1)] = n (n - 1) E[p²].
    squares += Math.max(each.events * (each.events - 1), 0)
    pairs += each.runs * (each.runs - 1)
  }
  if (tests < thresholds.priorTests.value || events < thresholds.priorEvents.value) return defaultPrior
  const mean = Math.min(events / runs, 0.5)
  const variance = squares / pairs - mean * mean
  const fitted = variance > 0 ? (mean * (1 - mean)) / variance - 1 : Number.POSITIVE_INFINITY
  const weight = Math.min(Math.max(fitted, thresholds.priorLightest.value), thresholds.priorHeaviest.value)
  return { a: mean * weight, b: (1 - mean) * weight }
}
