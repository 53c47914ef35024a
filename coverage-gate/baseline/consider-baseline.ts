import type { ChangeSet } from '../../core/change-set.ts'
import { gateError } from '../../core/errors.ts'
import type { Place } from '../../core/locate/locate.ts'
import type { Selection } from '../../core/select.ts'
import { type Head, type Repository, resolveCommit } from '../../core/system/git.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { CoverageMap } from '../coverage-map.ts'
import type { BaselineOrigin } from '../model.ts'
import { baselineFromReport } from './baseline-report.ts'
import { changesSince } from './changes-since.ts'
import { type ComparedFile, type Comparison, compare } from './comparison.ts'
import { type BaselineSearch, findRecord } from './find-baseline.ts'
import {
  type BaselineJudgement,
  type BaselineThresholds,
  judgeBaseline,
  judgeWithout,
} from './judge-baseline.ts'
import { linesNow, measuredCommit } from './measured-commit.ts'

export interface BaselineSetting extends BaselineThresholds {
  /** The store's address; `null`: none. */
  readonly record: string | null
  /** A report file of the base; `null`: none. */
  readonly report: string | null
  /** The commit from which records are looked for; `null`: where the change starts. */
  readonly ref: string | null
  readonly depth: number
}

export interface BaselineWorld {
  readonly repository: Repository | null
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly place: Place & { readonly top: string }
}

/** What is judged. */
export interface Judged {
  readonly changes: ChangeSet
  /** Its blocks leave out white space, so that they do not tell where each line went. */
  readonly ignoreWhitespace: boolean
  readonly head: Head
  readonly paths: readonly string[]
  readonly map: CoverageMap
  readonly excluded: Selection
}

export interface BaselineAnswer {
  readonly origin: BaselineOrigin | null
  /** Why there is none. */
  readonly why: string | null
  readonly comparison: Comparison | null
  /** The compared files that are judged: those that no rule excludes. */
  readonly files: readonly ComparedFile[]
  readonly judgement: BaselineJudgement
}

/**
 * Finds the baseline, compares, judges.
 * @throws GateError store.*, report.*, git.*
 */
export async function considerBaseline(
  setting: BaselineSetting,
  judged: Judged,
  world: BaselineWorld,
): Promise<BaselineAnswer> {
  const search = await searchBaseline(setting, judged, world)
  if (!search.baseline || !world.repository) {
    const why = search.why ?? 'none was found'
    const judgement = judgeWithout(why, setting)
    const findings = [...judgement.findings, ...leftOutNotes(search)]
    return { origin: null, why, comparison: null, files: [], judgement: { ...judgement, findings } }
  }
  const { origin, files: baseline } = search.baseline
  const now = linesNow(judged.map)
  const { changes, head, ignoreWhitespace } = judged
  const isMeasured = (path: string) => now.has(path) || baseline.has(path)
  const asked = {
    repository: world.repository,
    commit: origin.commit,
    changes,
    head,
    ignoreWhitespace,
    isMeasured,
  }
  const comparison = compare({
    baseline,
    since: await changesSince(asked),
    change: changes.files,
    now,
    exists: existence(judged.paths),
    isJudged: path => judged.excluded(path) === null,
    ratchet: setting.ratchet,
    alike: search.alike,
  })
  const judgement = judgeBaseline(comparison, origin, setting)
  const findings = [...judgement.findings, ...leftOutNotes(search)]
  return { origin, why: null, comparison, files: comparison.files, judgement: { ...judgement, findings } }
}

const nothing: Omit<BaselineSearch, 'why'> = { baseline: null, leftOut: [], alike: new Map() }

async function searchBaseline(
  { record, report, ref, depth }: BaselineSetting,
  { changes, head, map }: Judged,
  { repository, cwd, env, place }: BaselineWorld,
): Promise<BaselineSearch> {
  if (!repository) return { ...nothing, why: 'a diff without a repository has no history' }
  const from = ref === null ? changes.base : await resolveCommit(repository, ref)
  if (ref !== null && from === null)
    throw gateError('git.missing-base', {
      ref,
      why: 'given with --baseline-ref',
      command: 'git fetch origin',
    })
  if (from === null)
    return { ...nothing, why: 'a diff file does not say where it starts: give --baseline-ref' }
  if (report !== null) return baselineFromReport({ repository, file: report, cwd, place, commit: from })
  if (record === null) return { ...nothing, why: 'neither --baseline-record nor --baseline-report is given' }
  const store = await openStore(record, { cwd, env })
  if (!store) return { ...nothing, why: '--baseline-record none keeps none' }
  try {
    const headTreeAmong = async (trees: ReadonlySet<string>) =>
      (await measuredCommit(repository, head, map, tree => trees.has(tree)))?.tree ?? null
    return await findRecord({ repository, store, from, depth, headTreeAmong })
  } finally {
    await store.close()
  }
}

function existence(paths: readonly string[]): (path: string) => boolean {
  const all = new Set(paths)
  return path => all.has(path)
}

function leftOutNotes({ leftOut }: BaselineSearch): BaselineJudgement['findings'] {
  return leftOut.slice(0, 5).map(each => ({
    rule: 'damaged-baseline',
    severity: 'warning',
    message: `left out of the baseline: ${each}`,
    path: null,
    startLine: null,
    endLine: null,
  }))
}
