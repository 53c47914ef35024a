import { allFail, type Beta } from './posterior.ts'
import { brokenProbability } from './reruns.ts'
import type { Rate } from './score.ts'
import { checked, count, type Ruling, ruling, share } from './score-ruling.ts'
import type { IsolationRuns, Streak } from './verdicts-model.ts'

const WEEK = 7 * 24 * 60 * 60 * 1_000

export function suspected(rate: Rate): Ruling {
  return ruling('suspected', [
    checked(count('flaky events', rate.events), '>=', 'suspectedEvents'),
    count('runs', rate.runs),
  ])
}

export function confirmed(rate: Rate): Ruling {
  return ruling('confirmed', [
    checked(count('flaky events', rate.events), '>=', 'confirmedEvents'),
    count('runs', rate.runs),
    checked(share('the rate’s 5 % quantile', rate.posterior.interval[0]), '>', 'confirmedLower'),
    share('mean rate', rate.posterior.mean),
    share('the rate’s 95 % quantile', rate.posterior.interval[1]),
  ])
}

/** Either suffices. They speak of a test that is surely flaky, and never of a broken one. */
export function quarantine(rate: Rate, reruns: number, now: number): readonly Ruling[] {
  const weeks = Math.max((now - (rate.from ?? now)) / WEEK, 1)
  const builds = (rate.runs + rate.hardFailures) / weeks
  const blocks = allFail(rate.posterior, 1 + reruns)
  return [
    ruling('quarantine-by-rate', [
      checked(share('the rate’s 5 % quantile', rate.posterior.interval[0]), '>', 'quarantineLower'),
    ]),
    ruling('quarantine-by-cost', [
      count('builds in a week', builds),
      count('reruns', reruns),
      share('of the builds it blocks', blocks),
      checked(count('builds blocked in a week', builds * blocks), '>', 'quarantineBlocked'),
    ]),
  ]
}

/** `rate`: the test's own, or the prior where it fails in a new way. An incident's failures do not count. */
export function broken(streak: Streak, rate: Beta, priorOdds: number): Ruling {
  const attempts = streak.failedAttempts
  const probability = attempts === 0 ? 0 : brokenProbability(rate, attempts - 1, priorOdds)
  return ruling('broken', [
    count('failed attempts on the newest commit', attempts),
    count('prior odds of broken to flaky', priorOdds),
    share('mean rate', rate.a / (rate.a + rate.b)),
    checked(share('probability of being broken', probability), '>', 'broken'),
  ])
}

export function newFingerprint(streak: Streak, rate: Rate): Ruling {
  const known = rate.fingerprints.includes(streak.fingerprint)
  const figures = [
    count('ways in which it flaked', rate.fingerprints.length),
    count('the newest failure is one of them', known ? 1 : 0),
  ]
  const isNew = streak.fingerprint !== '' && rate.fingerprints.length > 0 && !known
  return { ...ruling('new-fingerprint', figures), holds: isNew }
}

/** An incident’s hard failures keep a streak alive: what three builds could not pass is no passing trouble. */
export function continuallyFailing(streak: Streak): Ruling {
  return ruling('continually-failing', [
    checked(count('hard failures in a row', streak.runs), '>=', 'streakRuns'),
    count('of them in incidents', streak.incidents),
  ])
}

export function orderDependent({ alone, inOrder }: IsolationRuns): Ruling {
  const sure = alone.failed === 0 && inOrder.passed === 0
  const judged = ruling('order-dependent', [
    checked(count('passed alone', alone.passed), '>=', 'orderRuns'),
    count('failed alone', alone.failed),
    checked(count('failed in the recorded order', inOrder.failed), '>=', 'orderRuns'),
    count('passed in the recorded order', inOrder.passed),
  ])
  return { ...judged, holds: judged.holds && sure }
}

/**
 * What the builds show by themselves: it failed in all of the last ones as long as the others ran before it, and passed in
 * each of their reruns. `before`: its rate until then, by which such a row may be chance.
 */
export function orderSuspected({ alone, inOrder }: IsolationRuns, before: Beta, priorOdds: number): Ruling {
  const sure = brokenProbability(before, Math.max(inOrder.failed - 1, 0), priorOdds)
  return ruling('order-dependent', [
    checked(count('passed alone', alone.passed), '>=', 'orderRuns'),
    checked(count('failed in the recorded order', inOrder.failed), '>=', 'orderRuns'),
    share('mean rate before that', before.a / (before.a + before.b)),
    checked(share('probability that it is the order', sure), '>', 'orderSure'),
  ])
}

/**
 * `entry`: the rate as it was at the last event. A test with a known rate p stays clean for n runs with (1 - p)^n; its rate
 * is known by a few events only, and they came when they came, so that the whole posterior is asked instead of its mean.
 */
export function healed(rate: Rate, entry: Beta, cleanRuns: number): readonly Ruling[] {
  const { a, b } = entry
  return [
    ruling('healed-by-runs', [
      share('mean rate at its last event', a / (a + b)),
      count('clean runs since', cleanRuns),
      checked(
        share('chance of that, were it as flaky as then', allFail({ a: b, b: a }, cleanRuns)),
        '<',
        'healedMiss',
      ),
    ]),
    ruling('healed-by-rate', [
      checked(share('the rate’s 95 % quantile', rate.posterior.interval[1]), '<', 'healedUpper'),
    ]),
  ]
}
