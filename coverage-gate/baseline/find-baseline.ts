import { locatePaths, type Place } from '../../core/locate/locate.ts'
import { repositoryPaths } from '../../core/locate/repository-paths.ts'
import { listFiles, type Repository } from '../../core/system/git.ts'
import { ancestorsOf, commitsBetween } from '../../core/system/git-ancestry.ts'
import { directoryInside, shortName } from '../../core/system/place.ts'
import type { Store } from '../../core/system/store/store.ts'
import { mergeLines } from '../line-states.ts'
import type { BaselineOrigin, LineStates } from '../model.ts'
import { readReport } from '../report-files.ts'
import { type KeptRecord, keptRecords, readRecords } from './kept-records.ts'

export interface Baseline {
  readonly origin: BaselineOrigin
  /** By path at its commit, the lines of each run. */
  readonly files: ReadonlyMap<string, readonly LineStates[]>
}

/** What was looked for and what was found; `baseline` null: nothing that can be used, and `why`. */
export interface BaselineSearch {
  readonly baseline: Baseline | null
  readonly why: string | null
  /** Records that could not be read and were passed over. */
  readonly damaged: readonly string[]
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
  /** The tree that is judged; `null` where it is none that is committed. */
  readonly headTree: string | null
}

/**
 * The records of the nearest commit, from `from` on backwards, that has any that can be read. Records of other commits
 * with the same tree are runs of the same code.
 * @throws GateError store.*, git.failed
 */
export async function findRecord(search: RecordSearch): Promise<BaselineSearch> {
  const { repository, store, from, depth, headTree } = search
  const kept = await keptRecords(store)
  const damaged: string[] = []
  const alike = await readAll(
    store,
    kept.filter(each => each.tree === headTree),
    damaged,
  )
  const commits = kept.length > 0 ? await ancestorsOf(repository, from, depth + 1) : []
  const known = new Map<string, KeptRecord[]>()
  for (const each of kept) known.set(each.commit, [...(known.get(each.commit) ?? []), each])
  for (const commit of commits) {
    const own = known.get(commit)
    if (!own) continue
    const trees = new Set(own.map(each => each.tree))
    const read = await readAll(
      store,
      kept.filter(each => trees.has(each.tree)),
      damaged,
    )
    if (read.count === 0) continue
    const distance = await commitsBetween(repository, commit, from)
    const origin = {
      kind: 'record',
      name: store.where,
      commit,
      distance,
      formats: read.formats,
      runs: read.count,
    } as const
    return { baseline: { origin, files: read.files }, why: null, damaged, alike: alike.files }
  }
  return { baseline: null, why: whyNone(kept, commits.length, search), damaged, alike: alike.files }
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

/** No more runs of one code are looked at: a line that flips shows in fewer. */
const MAX_RUNS = 20

async function readAll(store: Store, kept: readonly KeptRecord[], damaged: string[]): Promise<ReadRuns> {
  const { records, damaged: bad } = await readRecords(store, kept.slice(0, MAX_RUNS))
  for (const { key, fault } of bad) {
    const text = `${key}: ${fault}`
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

interface ReportSearch {
  readonly repository: Repository
  readonly file: string
  readonly cwd: string
  readonly place: Place & { readonly top: string }
  /** The commit that the report was made at. */
  readonly commit: string
}

/**
 * A report of the base as its baseline. Its paths are those of that commit.
 * @throws GateError report.*, git.failed
 */
export async function baselineFromReport(search: ReportSearch): Promise<BaselineSearch> {
  const { repository, file, cwd, place, commit } = search
  const report = await readReport(file, shortName(file, cwd), () => null)
  const paths = repositoryPaths(await listFiles(repository, { commit }))
  const named = { paths: report.files.map(each => each.path), sources: report.sources }
  const locations = locatePaths(named, directoryInside(file, place.top), place, paths)
  const files = new Map<string, LineStates[]>()
  for (const [index, { lines }] of report.files.entries()) {
    const location = locations[index]
    if (location?.kind !== 'found') continue
    // One run: what it lists twice does not flip.
    const [known] = files.get(location.path) ?? []
    files.set(location.path, [known ? mergeLines(known, lines) : lines])
  }
  const none = { damaged: [], alike: new Map() }
  if (files.size === 0) {
    const why = `the report ${report.name} knows no file of commit ${commit.slice(0, 10)}`
    return { baseline: null, why, ...none }
  }
  const origin = {
    kind: 'report',
    name: report.name,
    commit,
    distance: 0,
    formats: [report.format],
    runs: 1,
  } as const
  return { baseline: { origin, files }, why: null, ...none }
}
