import type { TestHistory, TestRef } from './model.ts'
import { brokenProbability } from './reruns.ts'
import { windowOf } from './score.ts'
import { isEvent, type Trial, trialsOf } from './score-trials.ts'
import type { JudgeContext, TestVerdict } from './verdicts-model.ts'

const MINUTE = 60 * 1_000
const WEEK = 7 * 24 * 60 * MINUTE

/** What a build's time is worth, in milliseconds. */
export interface Prices {
  /** Of starting a rerun, beside the test's own time. */
  readonly rerunMs: number
  /** Of running a build again that a test blocked. */
  readonly buildMs: number
}

/** What a test's flakiness cost in a week, on average of the window. */
export interface TestCost {
  readonly test: TestRef
  /** Builds that reran it and went on. */
  readonly rerunBuilds: number
  /** Builds that it failed by chance: expected, for each failure may be real. */
  readonly blockedBuilds: number
  readonly minutes: number
}

/** Incidents cost nothing here: they are not the test's. */
export function costOf(
  { test, runs }: TestHistory,
  { rate }: Pick<TestVerdict, 'rate'>,
  context: JudgeContext,
  { rerunMs, buildMs }: Prices,
): TestCost {
  const change = context.changes.get(test.id) ?? null
  const window = windowOf(trialsOf(runs, context.branches), context.now, change)
  const weeks = Math.max((context.now - (rate.from ?? context.now)) / WEEK, 1)
  let rerunBuilds = 0
  let blockedBuilds = 0
  let milliseconds = 0
  for (const { trial, chance } of chanceOf(window, rate.posterior, context.priorOdds)) {
    const reruns = Math.max(trial.attempts - 1, 0)
    milliseconds += chance * reruns * (rerunMs + (trial.exception?.durationMs ?? 0))
    if (trial.result === 'flaky') rerunBuilds += chance
    else blockedBuilds += chance
  }
  return {
    test,
    rerunBuilds: rerunBuilds / weeks,
    blockedBuilds: blockedBuilds / weeks,
    minutes: (milliseconds + blockedBuilds * buildMs) / MINUTE / weeks,
  }
}

/** Every failure, and the probability that it was chance. Hard failures in a row have one cause. */
function chanceOf(
  window: readonly Trial[],
  rate: TestVerdict['rate']['posterior'],
  priorOdds: number,
): readonly { readonly trial: Trial; readonly chance: number }[] {
  const counted = window.filter(({ incident }) => !incident)
  const failures: { trial: Trial; chance: number }[] = []
  let row: Trial[] = []
  const closeRow = (): void => {
    if (row.length === 0) return
    const attempts = row.reduce((sum, each) => sum + each.failures, 0)
    const chance = 1 - brokenProbability(rate, Math.max(attempts - 1, 0), priorOdds)
    failures.push(...row.map(trial => ({ trial, chance })))
    row = []
  }
  for (const trial of counted) {
    if (trial.result === 'failed' && !isEvent(trial)) {
      row.push(trial)
      continue
    }
    closeRow()
    if (isEvent(trial)) failures.push({ trial, chance: 1 })
  }
  closeRow()
  return failures
}

/** Dearest first; the test's id where two cost the same. */
export function byCost(one: TestCost, other: TestCost): number {
  return (
    other.minutes - one.minutes ||
    other.blockedBuilds - one.blockedBuilds ||
    other.rerunBuilds - one.rerunBuilds ||
    (one.test.id < other.test.id ? -1 : 1)
  )
}

/** What all tests cost together in a week. */
export interface FlakeTax {
  /** P(a build of good code passes without a rerun), were the tests independent of one another. */
  readonly firstTryGreen: number
  readonly blockedBuilds: number
  readonly minutes: number
  /** Dearest first. `null`: nobody owns them. */
  readonly owners: readonly OwnerTax[]
}

export interface OwnerTax {
  readonly owner: string | null
  readonly tests: number
  readonly blockedBuilds: number
  readonly minutes: number
}

export function flakeTax(
  verdicts: readonly Pick<TestVerdict, 'rate'>[],
  costs: readonly TestCost[],
  ownerOf: (test: TestRef) => string | null,
): FlakeTax {
  const owners = new Map<string | null, OwnerTax>()
  for (const { test, blockedBuilds, minutes } of costs) {
    const owner = ownerOf(test)
    const sum = owners.get(owner) ?? { owner, tests: 0, blockedBuilds: 0, minutes: 0 }
    owners.set(owner, {
      owner,
      tests: sum.tests + 1,
      blockedBuilds: sum.blockedBuilds + blockedBuilds,
      minutes: sum.minutes + minutes,
    })
  }
  return {
    firstTryGreen: verdicts.reduce(
      (green, { rate }) => (rate.events > 0 ? green * (1 - rate.posterior.mean) : green),
      1,
    ),
    blockedBuilds: costs.reduce((sum, each) => sum + each.blockedBuilds, 0),
    minutes: costs.reduce((sum, each) => sum + each.minutes, 0),
    owners: [...owners.values()].sort((one, other) => other.minutes - one.minutes),
  }
}
