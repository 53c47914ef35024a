import type { Store } from '../core/system/store/store.ts'
import { readAliases } from './aliases.ts'
import { costOf, type TestCost } from './cost.ts'
import { familiesOf, joinHistories } from './identity.ts'
import { type Incident, incidentOf } from './incident.ts'
import type { BuildRef, TestHistory, TestRef } from './model.ts'
import type { Families } from './quarantine-renames.ts'
import { openRecord } from './record.ts'
import { countRan, type Segment } from './segment.ts'
import { judgeAll } from './verdicts.ts'
import { contextAt, type JudgeContext, type TestVerdict } from './verdicts-model.ts'
import type { RecordWindow } from './window.ts'

/** A test, all its runs in the window, and what they mean. */
export interface SurveyedTest {
  readonly history: TestHistory
  readonly verdict: TestVerdict
  readonly cost: TestCost
}

export interface BuildIncident {
  readonly build: BuildRef
  readonly incident: Incident
  /** That failed at first, and all that ran. */
  readonly failures: number
  readonly tests: number
}

/** What some builds of a record say. */
export interface Survey {
  readonly where: string
  readonly branch: string | null
  /** Oldest first. */
  readonly builds: readonly BuildRef[]
  /** That ran in the newest build, all its shards together. */
  readonly newestTests: number
  readonly incidents: readonly BuildIncident[]
  readonly tests: readonly SurveyedTest[]
  /** Keys of the record that cannot be read, and are left out. */
  readonly damaged: readonly string[]
  readonly context: JudgeContext
  /** By renames that the record knows. */
  readonly families: Families
}

export interface SurveyQuery {
  readonly branch: string | null
  /** How many of the newest builds. */
  readonly builds: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Tests that are wanted although they never failed. */
  readonly also: ((test: TestRef) => boolean) | null
}

/** Reads the record, and judges every test that did not simply pass. @throws GateError store.* */
export async function surveyRecord(store: Store, query: SurveyQuery): Promise<Survey> {
  const { branch, now, also } = query
  const window = await openRecord(store).window(query)
  const { aliases, damaged } = await readAliases(store)
  const incidents = incidentsOf(window)
  const inIncident = new Set(incidents.map(({ build }) => build.id))
  const isIncident = ({ id }: BuildRef): boolean => inIncident.has(id)
  const troubled = await window.troubled(isIncident)
  const families = familiesOf(aliases)
  const related = new Set(troubled.flatMap(({ test }) => [...(families.get(test.id) ?? [])]))
  const known = new Set(troubled.map(({ test }) => test.id))
  // One that is wanted is wanted under every name that it had.
  const isWanted = (test: TestRef): boolean =>
    also !== null && (also(test) || [...(families.get(test.id) ?? [])].some(id => also({ ...test, id })))
  const more =
    also === null && related.size === 0
      ? []
      : await window.matching(
          test => !known.has(test.id) && (related.has(test.id) || isWanted(test)),
          isIncident,
        )
  const histories = joinHistories([...troubled, ...more], families)
  const context: JudgeContext = { ...contextAt(now), branches: null }
  const newestTests = ranIn(window, window.builds.at(-1))
  const clean = {
    tests: Math.max(newestTests - histories.length, 0),
    runs: window.builds.length - incidents.length,
  }
  const verdicts = judgeAll(histories, context, clean)
  const prices = { rerunMs: RERUN_MS, buildMs: buildDuration(window.segments) }
  const tests = histories.map((history, index): SurveyedTest => {
    const verdict = verdicts[index] as TestVerdict
    return { history, verdict, cost: costOf(history, verdict, context, prices) }
  })
  const broken = [...window.damaged(), ...damaged]
  return {
    where: store.where,
    branch,
    builds: window.builds,
    newestTests,
    incidents,
    tests,
    damaged: broken,
    context,
    families,
  }
}

/** What starting a test runner costs. */
const RERUN_MS = 1_500

function incidentsOf({ segments, builds }: RecordWindow): readonly BuildIncident[] {
  const byBuild = new Map<string, Segment[]>()
  for (const segment of segments) {
    const { id } = segment.build
    byBuild.set(id, [...(byBuild.get(id) ?? []), segment])
  }
  return builds.flatMap(build => {
    const shards = byBuild.get(build.id) ?? []
    const failures = shards.flatMap(({ exceptions }) => [...exceptions.values()])
    const tests = shards.reduce((sum, { ran }) => sum + countRan(ran), 0)
    const incident = incidentOf(failures, tests)
    return incident ? [{ build, incident, failures: failures.length, tests }] : []
  })
}

function ranIn({ segments }: RecordWindow, build: BuildRef | undefined): number {
  return segments.filter(each => each.build.id === build?.id).reduce((sum, { ran }) => sum + countRan(ran), 0)
}

/** Of a build's tests, on average: its shards run side by side, and are waited for together. */
function buildDuration(segments: readonly Segment[]): number {
  if (segments.length === 0) return 0
  const sum = segments.reduce((all, each) => all + each.fileDurations.reduce((ms, file) => ms + file, 0), 0)
  return sum / segments.length
}
