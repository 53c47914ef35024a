import type { BuildRef } from './model.ts'
import type { Beta } from './posterior.ts'
import { logBeta } from './score-beta.ts'
import { thresholds } from './score-thresholds.ts'

/** One build's word on whether a test fails. */
export interface Observation {
  readonly build: BuildRef
  readonly failed: boolean
}

/** The test may fail since this commit: the first one that the record saw failing. */
export interface Candidate {
  readonly commit: string | null
  /** The first build of the commit. */
  readonly build: BuildRef
  /** The build before: what was committed after it and up to `commit` is suspect. `null` at the record's beginning. */
  readonly after: BuildRef | null
  readonly probability: number
}

export interface Since {
  /**
   * `streak-start`: every run since failed, and that commit is in the set. `most-likely`: too many failed before the streak;
   * what passed in between passed by chance.
   */
  readonly rule: 'streak-start' | 'most-likely'
  readonly start: Candidate
  /** The likeliest commits that hold 90 % of the probability together, likeliest first. */
  readonly set: readonly Candidate[]
  /** The newest build before `start` in which the test passed. */
  readonly lastGreen: BuildRef | null
  /** The start's commit passed before: no change of the code began it (the clock, the environment, a service). */
  readonly sameCode: boolean
}

/**
 * Where a test began to fail: the change point of two rates, before and after, each integrated out. Before it the test fails
 * by `prior`, after it nearly always (Beta(9, 1)). `weightOf` raises commits that touch what the test depends on; 1 says
 * nothing. Oldest first; `null` unless the newest observation failed.
 */
export function sinceOf(
  observations: readonly Observation[],
  prior: Beta,
  weightOf: (commit: string) => number = () => 1,
): Since | null {
  if (observations.at(-1)?.failed !== true) return null
  const streak = observations.findLastIndex(({ failed }) => !failed) + 1
  const points = changePoints(observations, streak, prior, weightOf)
  const ranked = [...points].sort((one, other) => other.probability - one.probability)
  const likeliest = ranked[0] as Point
  const set = credible(ranked)
  const streakStart = set.find(({ index }) => index === streak)
  const start = streakStart ?? likeliest
  const before = observations.slice(0, start.index)
  return {
    rule: streakStart ? 'streak-start' : 'most-likely',
    start: candidateOf(start),
    set: set.map(candidateOf),
    lastGreen: before.findLast(({ failed }) => !failed)?.build ?? null,
    sameCode: before.some(
      ({ build, failed }) => !failed && build.commit !== null && build.commit === start.commit,
    ),
  }
}

interface Point extends Candidate {
  readonly index: number
}

function changePoints(
  observations: readonly Observation[],
  streak: number,
  prior: Beta,
  weightOf: (commit: string) => number,
): readonly Point[] {
  const failed = observations.filter(each => each.failed).length
  const [a1, b1] = [thresholds.brokenA.value, thresholds.brokenB.value]
  let failedBefore = 0
  const logs: { index: number; log: number }[] = []
  for (const [index, { build, failed: fails }] of observations.entries()) {
    const previous = observations[index - 1]?.build.commit ?? null
    if (build.commit === null || build.commit !== previous || index === streak) {
      const failedAfter = failed - failedBefore
      const passedAfter = observations.length - index - failedAfter
      const likelihood =
        logBeta(prior.a + failedBefore, prior.b + index - failedBefore) +
        logBeta(a1 + failedAfter, b1 + passedAfter)
      logs.push({ index, log: likelihood + (build.commit === null ? 0 : Math.log(weightOf(build.commit))) })
    }
    if (fails) failedBefore += 1
  }
  const top = Math.max(...logs.map(({ log }) => log))
  const total = logs.reduce((sum, { log }) => sum + Math.exp(log - top), 0)
  return logs.map(({ index, log }) => {
    const { build } = observations[index] as Observation
    const after = observations[index - 1]?.build ?? null
    return { index, commit: build.commit, build, after, probability: Math.exp(log - top) / total }
  })
}

function credible(ranked: readonly Point[]): readonly Point[] {
  let mass = 0
  const last = ranked.findIndex(({ probability }) => {
    mass += probability
    return mass >= thresholds.sinceMass.value
  })
  return last === -1 ? ranked : ranked.slice(0, last + 1)
}

function candidateOf({ commit, build, after, probability }: Point): Candidate {
  return { commit, build, after, probability }
}
