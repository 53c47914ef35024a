import type { Repository } from '../../core/system/git.ts'
import { ancestorsOf, commitsBetween } from '../../core/system/git-ancestry.ts'
import type { Store } from '../../core/system/store/store.ts'
import type { BaselineOrigin, LineStates } from '../model.ts'
import { type KeptRecord, keptRecords, readRecords } from './kept-records.ts'
import { MAX_RUNS } from './retention.ts'

export interface Baseline {
  readonly origin: BaselineOrigin
  /** By path at its commit, the lines of each run. */
  readonly files: ReadonlyMap<string, readonly LineStates[]>
}

/** What was looked for and what was found; `baseline` null: nothing that can be used, and `why`. */
export interface BaselineSearch {
  readonly baseline: Baseline | null
  readonly why: string | null
  /** What of the baseline is left out, and why: records that cannot be read, files of which it is not sure which they are. */
  readonly leftOut: readonly string[]
  /** Runs of the head's own tree, by path. */
  readonly alike: ReadonlyMap<string, readonly LineStates[]>
}

interface RecordSearch {
  readonly repository: Repository
  readonly store: Store
  /** Where the walk starts: the merge base, or what the user named. */
  readonly from: string
  /** How many commits back. */
  readonly depth: number
  /** The tree that is judged, if it is one of these; `null` where it is not, or none that is committed. */
  readonly headTreeAmong: (trees: ReadonlySet<string>) => Promise<string | null>
}

/**
 * The records of the nearest commit, from `from` on backwards, that has any that can be read. Records of other commits
 * with the same tree are runs of the same code: those of a branch that was squashed or rebased count for what became of it.
 * @throws GateError store.*, git.failed
 */
export async function findRecord(search: RecordSearch): Promise<BaselineSearch> {
  const { repository, store, from, depth, headTreeAmong } = search
  const kept = await keptRecords(store)
  const damaged: string[] = []
  const headTree = await headTreeAmong(new Set(kept.map(each => each.tree)))
  const alike = await readAll(
    store,
    kept.filter(each => each.tree === headTree),
    damaged,
  )
  const commits = kept.length > 0 ? await ancestorsOf(repository, from, depth + 1) : []
  const known = new Map<string, KeptRecord[]>()
  for (const each of kept) known.set(each.tree, [...(known.get(each.tree) ?? []), each])
  for (const { commit, tree } of commits) {
    const own = known.get(tree)
    if (!own) continue
    const read = await readAll(store, own, damaged)
    if (read.count === 0) continue
    const distance = commit === from ? 0 : await commitsBetween(repository, commit, from)
    const origin = {
      kind: 'record',
      name: store.where,
      commit,
      distance,
      formats: read.formats,
      runs: read.count,
    } as const
    return { baseline: { origin, files: read.files }, why: null, leftOut: damaged, alike: alike.files }
  }
  return { baseline: null, why: whyNone(kept, commits.length, search), leftOut: damaged, alike: alike.files }
}

function whyNone(
  kept: readonly KeptRecord[],
  walked: number,
  { store, from, depth, repository }: RecordSearch,
) {
  const start = from.slice(0, 10)
  if (kept.length === 0) return `${store.where} holds no coverage record yet`
  const edge = repository.shallow && walked <= depth ? ', where this shallow clone ends' : ''
  return `none of the ${walked} commits from ${start} on backwards has a readable record in ${store.where}${edge}`
}

interface ReadRuns {
  readonly count: number
  readonly formats: readonly string[]
  readonly files: ReadonlyMap<string, readonly LineStates[]>
}

async function readAll(store: Store, kept: readonly KeptRecord[], damaged: string[]): Promise<ReadRuns> {
  const { records, damaged: bad } = await readRecords(store, kept.slice(0, MAX_RUNS))
  for (const { key, fault } of bad) {
    const text = `the coverage record ${key} (${fault})`
    if (!damaged.includes(text)) damaged.push(text)
  }
  const files = new Map<string, LineStates[]>()
  for (const record of records) {
    for (const [path, lines] of record.files) {
      const runs = files.get(path)
      if (runs) runs.push(lines)
      else files.set(path, [lines])
    }
  }
  return { count: records.length, formats: [...new Set(records.flatMap(each => each.formats))], files }
}
