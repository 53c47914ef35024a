import { allFail, type Beta, defaultPrior } from './posterior.ts'
import { thresholds } from './score-thresholds.ts'

/** What is known when a test has failed and may be rerun. */
export interface RerunQuestion {
  /** The test's own rate; `null` for a test that the record does not know. */
  readonly rate: Beta | null
  /** Reruns that have failed already. */
  readonly failedReruns: number
  /** P(broken) / P(flaky) before the first rerun, for a failure of this project; 1 where nothing is known. */
  readonly priorOdds: number
  /** Of one rerun, in milliseconds. */
  readonly durationMs: number
  /** What is left for all of this test's reruns, in milliseconds. */
  readonly budgetMs: number
  /** The user's own limit; `null` for the default one. */
  readonly most: number | null
}

export interface RerunAnswer {
  /** How many more, at most; fewer where one of them passes. */
  readonly reruns: number
  /** Enough to tell flaky from broken, were there no limit. */
  readonly wanted: number
  readonly limitedBy: null | 'budget' | 'most'
  /** P(broken) if all of `reruns` fail too. */
  readonly broken: number
}

/**
 * P(broken) after the first attempt and `failedReruns` more have failed. The first failure is part of the question (each
 * candidate has one), so that only the reruns weigh; each failed one makes a flaky test's next failure likelier.
 */
export function brokenProbability(rate: Beta, failedReruns: number, priorOdds: number): number {
  const odds = priorOdds / allFail({ a: rate.a + 1, b: rate.b }, failedReruns)
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds)
}

/** Nobody waits for more, whatever the limit. */
const FARTHEST = 1_000

/** How often to rerun a failed test: until its failures cannot be chance, within the limits. */
export function rerunsFor(question: RerunQuestion): RerunAnswer {
  const { rate, failedReruns, priorOdds, durationMs, budgetMs, most } = question
  const total = rate ? enough(rate, priorOdds) : thresholds.rerunsUnknown.value
  const wanted = Math.max(total - failedReruns, 0)
  const allowed = Math.max((most ?? thresholds.rerunsMost.value) - failedReruns, 0)
  const affordable = durationMs > 0 ? Math.floor(Math.max(budgetMs, 0) / durationMs) : FARTHEST
  const reruns = Math.min(wanted, allowed, affordable)
  return {
    reruns,
    wanted,
    limitedBy: reruns === wanted ? null : affordable < allowed ? 'budget' : 'most',
    broken: brokenProbability(rate ?? defaultPrior, failedReruns + reruns, priorOdds),
  }
}

function enough(rate: Beta, priorOdds: number): number {
  let reruns = 1
  while (reruns < FARTHEST && brokenProbability(rate, reruns, priorOdds) <= thresholds.broken.value)
    reruns += 1
  return reruns
}
