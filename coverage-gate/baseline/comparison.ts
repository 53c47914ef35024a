import type { ChangedFile } from '../../core/change-set.ts'
import type { Count } from '../../core/ratio.ts'
import { mergeLines } from '../line-states.ts'
import { COVERED, type LineStates, MISSED } from '../model.ts'
import { carryOver, replacedMissed } from './carry-over.ts'
import {
  addCounts,
  type CategoryCounts,
  categorize,
  type FileCategories,
  noCounts,
  unstableLines,
} from './categories.ts'

/** One file beside its baseline. `path` is where it lies now, or lay when it is gone. */
export interface ComparedFile extends FileCategories {
  readonly path: string
  readonly oldPath: string | null
  readonly state:
    | 'compared'
    /** Not in the baseline. */
    | 'new'
    /** Gone, and its coverage with it: no loss. */
    | 'deleted'
    /** It is still there, and the baseline measured it, but no report knows it any more. */
    | 'vanished'
  /** Missed lines of the change that took the place of lines that were missed before. */
  readonly missedBefore: ReadonlySet<number>
}

export interface Comparison {
  readonly files: readonly ComparedFile[]
  readonly counts: CategoryCounts
  /** What the baseline covers of the lines that are still there. */
  readonly before: Count
  /** What is covered now, of the files that either side measures. */
  readonly now: Count
}

export interface ComparisonInput {
  /** By the paths of the baseline's commit: the lines of each run that was recorded there. */
  readonly baseline: ReadonlyMap<string, readonly LineStates[]>
  /** From the baseline's commit to the head: which files moved, changed, went. */
  readonly since: readonly ChangedFile[]
  /** The change that is judged. */
  readonly change: readonly ChangedFile[]
  /** By repository path, what the reports say now; of files of the repository only. */
  readonly now: ReadonlyMap<string, LineStates>
  /** Whether a path exists at the head. */
  readonly exists: (path: string) => boolean
  /** Other runs of the head's own tree, by path: they tell which lines flip. */
  readonly alike: ReadonlyMap<string, readonly LineStates[]>
}

const nothing: LineStates = new Uint8Array(0)

/** Puts every line of every file into its category, whichever format the two sides came from. */
export function compare(input: ComparisonInput): Comparison {
  const moved = new Map(input.since.map(file => [file.oldPath ?? file.path, file]))
  const changed = new Map(input.change.map(file => [file.path, file]))
  const files: ComparedFile[] = []
  const met = new Set<string>()
  for (const [oldPath, runs] of input.baseline) {
    const file = movedFile(oldPath, moved)
    const path = file?.path ?? oldPath
    // What git shows no lines of cannot be followed line by line.
    const gone =
      file?.kind === 'deleted' || (file && file.content !== 'text') || (!file && !input.exists(path))
    if (!gone) met.add(path)
    files.push(gone ? deletedFile(path, runs) : compareFile({ path, oldPath, runs, file, changed, input }))
  }
  for (const [path, lines] of input.now) {
    if (!met.has(path)) files.push(newFile(path, lines, changed.get(path)))
  }
  const counts = addCounts(files.filter(each => each.state !== 'vanished').map(each => each.counts))
  return { files, counts, ...adjusted(counts) }
}

/** A copy leaves its source where it was. */
function movedFile(oldPath: string, moved: ReadonlyMap<string, ChangedFile>): ChangedFile | undefined {
  const file = moved.get(oldPath)
  return file?.kind === 'copied' ? undefined : file
}

interface Pair {
  readonly path: string
  readonly oldPath: string
  readonly runs: readonly LineStates[]
  readonly file: ChangedFile | undefined
  readonly changed: ReadonlyMap<string, ChangedFile>
  readonly input: ComparisonInput
}

function compareFile({ path, oldPath, runs, file, changed, input }: Pair): ComparedFile {
  const then = runs.reduce(mergeLines, nothing)
  const now = input.now.get(path)
  const hunks = file?.hunks ?? []
  const isNew = addedIn(changed.get(path))
  const carried = carryOver(then, hunks)
  const unstable = flipping(runs, hunks, [...(input.alike.get(path) ?? []), ...(now ? [now] : [])])
  const isUnstable = unstable && ((line: number) => unstable.has(line))
  const found = categorize({ carried, now: now ?? nothing, isNew, isUnstable })
  const missedBefore = new Set(
    [...replacedMissed(then, hunks)].filter(line => isNew?.(line) && now?.[line] === MISSED),
  )
  const state = now ? 'compared' : 'vanished'
  return { path, oldPath: oldPath === path ? null : oldPath, state, ...found, missedBefore }
}

/** Lines of now that flipped between runs of one code: the baseline's, or the head's. */
function flipping(
  runs: readonly LineStates[],
  hunks: ChangedFile['hunks'],
  alike: readonly LineStates[],
): ReadonlySet<number> | null {
  if (runs.length < 2 && alike.length < 2) return null
  const carried = runs.map(run => carryOver(run, hunks).before)
  return new Set([...unstableLines(carried), ...unstableLines(alike)])
}

function addedIn(file: ChangedFile | undefined): ((line: number) => boolean) | null {
  if (!file || file.addedLines.length === 0) return null
  const lines = new Set(file.addedLines)
  return line => lines.has(line)
}

const none = { lost: [], excludedCovered: [], unstable: [], missedBefore: new Set<number>() }

function deletedFile(path: string, runs: readonly LineStates[]): ComparedFile {
  const counts = noCounts()
  for (const state of runs.reduce(mergeLines, nothing)) {
    if (state === COVERED) counts['deleted-covered'] += 1
    else if (state === MISSED) counts['deleted-missed'] += 1
  }
  return { path, oldPath: null, state: 'deleted', counts, ...none }
}

function newFile(path: string, now: LineStates, change: ChangedFile | undefined): ComparedFile {
  const carried = carryOver(nothing, [])
  const found = categorize({ carried, now, isNew: addedIn(change), isUnstable: null })
  return { path, oldPath: null, state: 'new', ...found, missedBefore: new Set() }
}

/** Deleted code counts on neither side, so that deleting what was covered is no drop. */
function adjusted(counts: CategoryCounts): Pick<Comparison, 'before' | 'now'> {
  const before = counts.lost + counts.kept + counts['excluded-covered']
  const beforeMissed = counts['still-missed'] + counts.gained + counts['excluded-missed']
  const now = counts.kept + counts.gained + counts['included-covered'] + counts['new-covered']
  const nowMissed = counts.lost + counts['still-missed'] + counts['included-missed'] + counts['new-missed']
  return {
    before: { total: before + beforeMissed, covered: before },
    now: { total: now + nowMissed, covered: now },
  }
}
