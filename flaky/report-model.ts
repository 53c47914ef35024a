import type { FailureLimit } from './brakes.ts'
import { byCost, type FlakeTax, flakeTax, type TestCost } from './cost.ts'
import type { BuildRef, Exception, TestHistory, TestRef } from './model.ts'
import { capOf, fileFaults, isExpired, type QuarantineEntry, type QuarantineFault } from './quarantine.ts'
import { type EntryHealth, healthOf } from './quarantine-health.ts'
import { isSameTest } from './quarantine-renames.ts'
import type { BuildIncident, Survey, SurveyedTest } from './survey.ts'
import type { State, TestVerdict } from './verdicts-model.ts'

/** What one run looks like in a row of them. */
export type Beat = 'passed' | 'flaky' | 'failed' | 'incident'

/** A test as the report shows it. */
export interface ReportTest {
  readonly test: TestRef
  readonly state: State
  readonly verdict: TestVerdict
  readonly owner: string | null
  readonly cost: TestCost
  /** Of its newest failure; `''` where it has none. */
  readonly fingerprint: string
  readonly message: string
  /** How many other tests of the report fail in the same way. */
  readonly alike: number
  /** Entries that excuse it now. */
  readonly quarantine: readonly QuarantineEntry[]
  /** Its newest runs, oldest first. */
  readonly recent: readonly Beat[]
}

export interface QuarantinedTest extends EntryHealth {
  /** `null`: the record has not seen it. */
  readonly test: ReportTest | null
}

/** What the record says, worst first. */
export interface FlakyReport {
  readonly where: string
  readonly branch: string | null
  /** How many builds were looked at, and the first and the last. */
  readonly builds: number
  readonly first: BuildRef
  readonly last: BuildRef
  /** That ran in the last build. */
  readonly tests: number
  /** Fail now, and not by chance: continually failing, broken, failed for good; the longest first. */
  readonly failing: readonly ReportTest[]
  /** Dearest first. */
  readonly flaky: readonly ReportTest[]
  readonly quarantined: readonly QuarantinedTest[]
  readonly faults: readonly QuarantineFault[]
  /** Newest first. */
  readonly incidents: readonly BuildIncident[]
  readonly healed: readonly ReportTest[]
  readonly tax: FlakeTax
  readonly damaged: readonly string[]
  readonly now: number
}

export interface ReportSetting {
  readonly now: number
  readonly ownerOf: (test: TestRef) => string | null
  readonly quarantine: readonly QuarantineEntry[]
  readonly cap: FailureLimit
}

const failingStates: readonly State[] = ['continually-failing', 'broken', 'failed']
const flakyStates: readonly State[] = ['flaky-confirmed', 'flaky-suspected', 'order-dependent']
const RECENT = 40

/** `null` when the record holds no build: then there is nothing to say. */
export function flakyReport(survey: Survey, setting: ReportSetting): FlakyReport | null {
  const [first, last] = [survey.builds[0], survey.builds.at(-1)]
  if (!first || !last) return null
  const { now, ownerOf, quarantine, cap } = setting
  const tests = surveyedTests(survey, setting)
  const of = (states: readonly State[]): readonly ReportTest[] =>
    tests.filter(({ state }) => states.includes(state))
  return {
    where: survey.where,
    branch: survey.branch,
    builds: survey.builds.length,
    first,
    last,
    tests: survey.newestTests,
    failing: [...of(failingStates)].sort(byStreak),
    flaky: [...of(flakyStates)].sort((one, other) => byCost(one.cost, other.cost)),
    quarantined: quarantine.map(entry => ({
      ...healthOf(entry, historyOf(survey, entry.id), now),
      test: tests.find(({ test }) => isSameTest(survey.families, entry.id, test.id)) ?? null,
    })),
    faults: fileFaults(quarantine, { now, cap: capOf(cap, survey.newestTests) }),
    incidents: [...survey.incidents].reverse(),
    healed: of(['healed']),
    tax: flakeTax(
      survey.tests.map(({ verdict }) => verdict),
      survey.tests.map(({ cost }) => cost).filter(({ minutes }) => minutes > 0),
      ownerOf,
    ),
    damaged: survey.damaged,
    now,
  }
}

/** Under the name that it has now; its own name comes first, where a copy has another. */
export function historyOf(
  { tests, families }: Pick<Survey, 'tests' | 'families'>,
  id: string,
): TestHistory | null {
  const all = tests.map(({ history }) => history)
  return (
    all.find(({ test }) => test.id === id) ??
    all.find(({ test }) => isSameTest(families, id, test.id)) ??
    null
  )
}

/** The same for tests that were asked for by name. */
export function surveyedTests(
  survey: Survey,
  { now, ownerOf, quarantine }: ReportSetting,
): readonly ReportTest[] {
  const newest = survey.tests.map(({ history }) => newestFailure(history))
  const alike = new Map<string, number>()
  for (const failure of newest) {
    const print = failure?.fingerprint ?? ''
    if (print !== '') alike.set(print, (alike.get(print) ?? 0) + 1)
  }
  return survey.tests.map(({ history, verdict, cost }: SurveyedTest, index): ReportTest => {
    const failure = newest[index]
    const fingerprint = failure?.fingerprint ?? ''
    const { test } = history
    return {
      test,
      state: verdict.state,
      verdict,
      owner: ownerOf(test),
      cost,
      fingerprint,
      message: failure?.message ?? '',
      alike: Math.max((alike.get(fingerprint) ?? 1) - 1, 0),
      quarantine: quarantine.filter(
        entry => isSameTest(survey.families, entry.id, test.id) && !isExpired(entry, now),
      ),
      recent: history.runs
        .slice(-RECENT)
        .map(({ result, incident }) => (incident && result !== 'passed' ? 'incident' : result)),
    }
  })
}

/** The newest failure that is the test's own. */
export function newestFailure({ runs }: TestHistory): Exception | null {
  const own = runs.findLast(({ exception, incident }) => exception !== null && !incident)
  return (own ?? runs.findLast(({ exception }) => exception !== null))?.exception ?? null
}

function byStreak(one: ReportTest, other: ReportTest): number {
  const rank = failingStates.indexOf(one.state) - failingStates.indexOf(other.state)
  const runs = (other.verdict.streak?.runs ?? 0) - (one.verdict.streak?.runs ?? 0)
  return rank || runs || (one.test.id < other.test.id ? -1 : 1)
}
