import type { Selection } from '../core/select.ts'
import type { SourceText } from '../core/source-file.ts'
import type { Change } from '../core/system/change.ts'
import { combine, type Finding, type Outcome } from '../core/verdict.ts'
import type { ComparedFile } from './baseline/comparison.ts'
import type { BaselineWorld } from './baseline/consider-baseline.ts'
import type { CoverageMap } from './coverage-map.ts'
import { hiddenPlaces, judgeHidden } from './hidden/hidden-places.ts'
import type { BaselineFacts, HiddenPlace, LossCause } from './model.ts'
import type { CoverageOptions } from './options.ts'
import { languageOf } from './source/languages.ts'

/** What may tell why coverage was lost: the tests' record, which is another module's. */
export type LossCauses = (question: {
  /** The commit whose coverage it was. */
  readonly commit: string
  /** The files that lost lines. */
  readonly paths: readonly string[]
}) => Promise<readonly LossCause[]>

export interface BesideInput {
  readonly options: CoverageOptions
  readonly change: Change
  readonly map: CoverageMap
  readonly excluded: Selection
  readonly source: SourceText
  readonly world: BaselineWorld
  readonly lossCauses: LossCauses | null
}

export interface BesideChange {
  readonly outcome: Outcome
  readonly uncertain: boolean
  readonly findings: readonly Finding[]
  readonly compared: readonly ComparedFile[]
  readonly baseline: BaselineFacts | null
  readonly hidden: readonly HiddenPlace[]
}

/**
 * What is judged beside the coverage of the changed lines: code that the change hides, and what was lost elsewhere.
 * @throws GateError store.*, report.*, git.*
 */
export async function besideChange(input: BesideInput): Promise<BesideChange> {
  const { options, change, excluded, source, map } = input
  const isJudged = (path: string) => map.files.has(path) || languageOf(path) !== null
  const hidden = hiddenPlaces(change.changes.files, source, isJudged, excluded)
  const hiding = judgeHidden(hidden, options)
  const lost = await baselineOf(input)
  return {
    outcome: combine([hiding.outcome, lost.outcome]),
    uncertain: lost.uncertain,
    findings: [...lost.findings, ...hiding.findings],
    compared: lost.compared,
    baseline: lost.facts,
    hidden,
  }
}

interface Lost {
  readonly outcome: Outcome
  readonly uncertain: boolean
  readonly findings: readonly Finding[]
  readonly compared: readonly ComparedFile[]
  readonly facts: BaselineFacts | null
}

const notAsked: Lost = { outcome: 'pass', uncertain: false, findings: [], compared: [], facts: null }

async function baselineOf({ options, change, map, excluded, world, lossCauses }: BesideInput): Promise<Lost> {
  const lostByGlob = options.files.flatMap(({ glob, maxLost }) =>
    maxLost === null ? [] : [{ glob, maxLost }],
  )
  const setting = {
    record: options.baselineRecord,
    report: options.baselineReport,
    ref: options.baselineRef,
    depth: options.baselineDepth,
    maxLost: options.maxLost,
    maxDrop: options.maxDrop,
    ratchet: options.ratchet,
    missingBaseline: options.missingBaseline,
    lostByGlob,
  }
  const { record, report, maxLost, maxDrop, ratchet } = setting
  const asked =
    [record, report, maxLost, maxDrop].some(each => each !== null) || ratchet || lostByGlob.length > 0
  // Most runs ask for none, and need not load what finds and compares it.
  if (!asked) return notAsked
  const { considerBaseline } = await import('./baseline/consider-baseline.ts')
  const { changes, head, paths } = change
  const judged = { changes, head, paths, map, excluded, ignoreWhitespace: options.ignoreWhitespace }
  const answer = await considerBaseline(setting, judged, world)
  const { factsOf } = await import('./baseline/facts.ts')
  const losing = answer.files.filter(file => file.lost.length > 0).map(file => file.path)
  const commit = answer.origin?.commit
  const causes = commit && losing.length > 0 && lossCauses ? await lossCauses({ commit, paths: losing }) : []
  return { ...answer.judgement, compared: answer.files, facts: factsOf(answer, causes) }
}
