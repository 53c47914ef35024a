import type { TestHistory, TestRef } from './model.ts'
import { type Beta, type Counts, defaultPrior, priorOf } from './posterior.ts'
import { type BodyChange, betaOf, type Rate, rateOf, windowOf } from './score.ts'
import { count, type Ruling, ruling } from './score-ruling.ts'
import { isEvent, isSample, type Trial, trialsOf } from './score-trials.ts'
import type { JudgeContext, State, Streak, TestVerdict } from './verdicts-model.ts'
import { orderRowOf } from './verdicts-order.ts'
import * as rule from './verdicts-rules.ts'
import { streakOf } from './verdicts-streak.ts'

/** Tests of the suite that are not among the histories because they never failed: the prior is theirs, too. */
export interface CleanTests {
  readonly tests: number
  /** Of each of them, on average. */
  readonly runs: number
}

/** Every test's verdict, in the order of the histories. The suite's prior is fitted unless the context has one. */
export function judgeAll(
  histories: readonly TestHistory[],
  context: JudgeContext,
  clean: CleanTests,
): readonly TestVerdict[] {
  const cases = histories.map(history => caseOf(history, context))
  const prior = context.prior ?? priorOf(countsOf(cases, clean))
  return cases.map(each => judgeCase(each, prior, context))
}

/** What a test is, by what it did; every rule that was asked stands in the evidence. */
export function judgeTest(history: TestHistory, context: JudgeContext): TestVerdict {
  return judgeCase(caseOf(history, context), context.prior ?? defaultPrior, context)
}

/** A history, prepared to be judged. */
interface Case {
  readonly test: TestRef
  readonly change: BodyChange | null
  readonly trials: readonly Trial[]
  readonly window: readonly Trial[]
}

function caseOf({ test, runs }: TestHistory, { branches, changes, now }: JudgeContext): Case {
  const change = changes.get(test.id) ?? null
  const trials = trialsOf(runs, branches)
  return { test, change, trials, window: windowOf(trials, now, change) }
}

/** Tests without any event belong to the suite's prior as well. */
function* countsOf(cases: readonly Case[], { tests, runs }: CleanTests): Generator<Counts> {
  for (const { window } of cases) {
    yield { events: window.filter(isEvent).length, runs: window.filter(isSample).length }
  }
  for (let index = 0; index < tests; index += 1) yield { events: 0, runs }
}

function judgeCase({ test, change, trials, window }: Case, prior: Beta, context: JudgeContext): TestVerdict {
  const rate = rateOf(window, prior, change)
  const streak = streakOf(trials, prior, commit => context.weightOf(test, commit))
  const isolation = context.isolation.get(test.id)

  const order = isolation ? [rule.orderDependent(isolation)] : orderRules(window, prior, change, context)
  const failing = streak ? failingRules(streak, rate, prior, context.priorOdds) : []
  const flaky = rate.events > 0 ? [rule.suspected(rate), rule.confirmed(rate)] : []
  const recovery = rate.events > 0 ? recoveryOf(window, rate, prior, change) : notRecovered
  const latest = trials.at(-1) ?? null
  const incident = streak?.inIncident || (latest?.incident && latest.result !== 'passed')
  const excused = incident ? [ruling('incident', [count('runs in incidents', rate.incidents)])] : []

  const asked = [...order, ...failing, ...flaky, ...recovery.rules, ...excused]
  const state = stateOf(asked, recovery, streak)
  const isolate = state === 'flaky-confirmed' ? rule.quarantine(rate, context.reruns, context.now) : []
  return {
    test,
    state,
    latest: latest?.result ?? null,
    rate,
    streak,
    quarantineCandidate: isolate.some(({ holds }) => holds),
    evidence: [...asked, ...isolate],
  }
}

/** A failure of a new kind is not excused by what is known of the others. */
function failingRules(streak: Streak, rate: Rate, prior: Beta, priorOdds: number): readonly Ruling[] {
  const kind = rule.newFingerprint(streak, rate)
  return [
    rule.continuallyFailing(streak),
    ...(rate.fingerprints.length > 0 ? [kind] : []),
    rule.broken(streak, kind.holds ? prior : rate.posterior, priorOdds),
  ]
}

function orderRules(
  window: readonly Trial[],
  prior: Beta,
  change: BodyChange | null,
  { priorOdds }: JudgeContext,
): readonly Ruling[] {
  const row = orderRowOf(window)
  if (row === null) return []
  return [rule.orderSuspected(row.runs, betaOf(row.before, prior, change), priorOdds)]
}

interface Recovery {
  readonly rules: readonly Ruling[]
  /** It was surely flaky at its last event. */
  readonly wasConfirmed: () => boolean
}

const notRecovered: Recovery = { rules: [], wasConfirmed: () => false }

function recoveryOf(window: readonly Trial[], rate: Rate, prior: Beta, change: BodyChange | null): Recovery {
  const last = window.findLastIndex(isEvent) + 1
  const before = window.slice(0, last)
  const cleanRuns = window.slice(last).filter(isSample).length
  return {
    rules: rule.healed(rate, betaOf(before, prior, change), cleanRuns),
    wasConfirmed: () => rule.confirmed(rateOf(before, prior, change)).holds,
  }
}

/** The first that holds, from what must be mended to what may be forgotten. */
function stateOf(asked: readonly Ruling[], { wasConfirmed }: Recovery, streak: Streak | null): State {
  const holds = (...names: readonly Ruling['rule'][]): boolean =>
    asked.some(each => each.holds && names.includes(each.rule))
  if (holds('order-dependent')) return 'order-dependent'
  if (holds('continually-failing')) return 'continually-failing'
  if (holds('broken')) return 'broken'
  const clean = holds('healed-by-runs', 'healed-by-rate')
  if (clean && !streak && wasConfirmed()) return 'healed'
  if (!clean && holds('confirmed')) return 'flaky-confirmed'
  if (!clean && holds('suspected')) return 'flaky-suspected'
  if (holds('incident')) return 'incident'
  return streak ? 'failed' : 'passed'
}
