import type { ChangeSet } from '../../core/change-set.ts'
import { gateError } from '../../core/errors.ts'
import { parseGitDiff } from '../../core/git-diff.ts'
import type { Place } from '../../core/locate/locate.ts'
import type { Selection } from '../../core/select.ts'
import { diffOutput, type Head, type Repository, resolveCommit } from '../../core/system/git.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { CoverageMap } from '../coverage-map.ts'
import type { BaselineOrigin } from '../model.ts'
import { type ComparedFile, type Comparison, compare } from './comparison.ts'
import { type BaselineSearch, baselineFromReport, findRecord } from './find-baseline.ts'
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
    const findings = [...judgement.findings, ...damagedNotes(search)]
    return { origin: null, why, comparison: null, files: [], judgement: { ...judgement, findings } }
  }
  const { origin, files: baseline } = search.baseline
  const comparison = compare({
    baseline,
    since: await changesSince(world.repository, origin.commit, judged),
    change: judged.changes.files,
    now: linesNow(judged.map),
    exists: existence(judged.paths),
    alike: search.alike,
  })
  const files = comparison.files.filter(file => judged.excluded(file.path) === null)
  const judgement = judgeBaseline(comparison, files, origin, setting)
  const findings = [...judgement.findings, ...damagedNotes(search)]
  return { origin, why: null, comparison, files, judgement: { ...judgement, findings } }
}

const nothing: Omit<BaselineSearch, 'why'> = { baseline: null, damaged: [], alike: new Map() }

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
    const headTree = (await measuredCommit(repository, head, map))?.tree ?? null
    return await findRecord({ repository, store, from, depth, headTree })
  } finally {
    await store.close()
  }
}

async function changesSince(
  repository: Repository,
  commit: string,
  { changes, head, ignoreWhitespace }: Judged,
) {
  if (changes.base === commit && !ignoreWhitespace) return changes.files
  const diff = parseGitDiff(await diffOutput(repository, { base: commit, head, ignoreWhitespace: false }))
  if ('fault' in diff) throw gateError('git.unmerged', { path: diff.path, why: diff.fault })
  return diff.files
}

function existence(paths: readonly string[]): (path: string) => boolean {
  const all = new Set(paths)
  return path => all.has(path)
}

function damagedNotes({ damaged }: BaselineSearch): BaselineJudgement['findings'] {
  return damaged.slice(0, 5).map(each => ({
    rule: 'damaged-baseline',
    severity: 'warning',
    message: `a coverage record cannot be read and is left out: ${each}`,
    path: null,
    startLine: null,
    endLine: null,
  }))
}
