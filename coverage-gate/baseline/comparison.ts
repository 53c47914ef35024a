import type { ChangedFile } from '../../core/change-set.ts'
import type { Count } from '../../core/ratio.ts'
import { mergeLines } from '../line-states.ts'
import { COVERED, type LineStates, MISSED } from '../model.ts'
import { carryOver, replacedMissed } from './carry-over.ts'
import { addCounts, type CategoryCounts, categorize, type FileCategories, noCounts } from './categories.ts'
import { type Flips, flipsOf } from './flips.ts'

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
  /** Those that are judged. */
  readonly files: readonly ComparedFile[]
  readonly counts: CategoryCounts
  /** What the baseline covers of the lines that are still there. */
  readonly before: Count
  /** What is covered now, of the files that either side measures. */
  readonly now: Count
  /** Runs of the same code that differ in so many lines that none of them is taken for a flip; `null`: none. */
  readonly disagreement: Flips['disagreement']
  /** Files that were there, did not change, are measured now, and are not in the baseline: what it does not cover. */
  readonly unknownBefore: number
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
  /** Whether a file is judged; others are left out on both sides. */
  readonly isJudged: (path: string) => boolean
  /** Changed lines that took the place of lines that were missed before count on neither side. */
  readonly ratchet: boolean
  /** Other runs of the head's own tree, by path: they tell which lines flip. */
  readonly alike: ReadonlyMap<string, readonly LineStates[]>
}

const nothing: LineStates = new Uint8Array(0)
const noLines: ReadonlySet<number> = new Set()

function united(runs: readonly LineStates[]): LineStates {
  return runs.length === 0 ? nothing : runs.reduce(mergeLines)
}

/** Puts every line of every file into its category, whichever format the two sides came from. */
export function compare(input: ComparisonInput): Comparison {
  // What was added or copied has no place before; a copy leaves its source where it was.
  const moved = new Map(
    input.since
      .filter(file => file.kind !== 'copied' && file.kind !== 'added')
      .map(file => [file.oldPath ?? file.path, file]),
  )
  const arrived = new Set(input.since.map(file => file.path))
  const flips = flipsOf(input.baseline, input.alike, input.now)
  const changed = new Map(input.change.map(file => [file.path, file]))
  const files: ComparedFile[] = []
  const met = new Set<string>()
  for (const [oldPath, runs] of input.baseline) {
    const file = moved.get(oldPath)
    const path = file?.path ?? oldPath
    if (!input.isJudged(path)) continue
    // What git shows no lines of cannot be followed line by line.
    const gone =
      file?.kind === 'deleted' || (file && file.content !== 'text') || (!file && !input.exists(path))
    if (!gone) met.add(path)
    files.push(
      gone ? deletedFile(path, runs) : compareFile({ path, oldPath, runs, file, changed, flips, input }),
    )
  }
  let unknownBefore = 0
  for (const [path, lines] of input.now) {
    if (met.has(path) || !input.isJudged(path)) continue
    files.push(newFile(path, lines, changed.get(path)))
    if (!arrived.has(path) && !changed.has(path)) unknownBefore += 1
  }
  const known = files.filter(each => each.state !== 'vanished')
  const counts = addCounts(known.map(each => each.counts))
  const { before, now } = adjusted(counts)
  const excused = input.ratchet ? known.reduce((sum, each) => sum + each.missedBefore.size, 0) : 0
  return {
    files,
    counts,
    before,
    now: { ...now, total: now.total - excused },
    disagreement: flips.disagreement,
    unknownBefore,
  }
}

interface Pair {
  readonly path: string
  readonly oldPath: string
  readonly runs: readonly LineStates[]
  readonly file: ChangedFile | undefined
  readonly changed: ReadonlyMap<string, ChangedFile>
  readonly flips: Flips
  readonly input: ComparisonInput
}

function compareFile({ path, oldPath, runs, file, changed, flips, input }: Pair): ComparedFile {
  const then = united(runs)
  const now = input.now.get(path)
  const hunks = file?.hunks ?? []
  const isNew = addedIn(changed.get(path))
  const carried = carryOver(then, hunks)
  const unstable = flips.in(oldPath, path, hunks)
  const isUnstable = unstable && ((line: number) => unstable.has(line))
  const found = categorize({ carried, now: now ?? nothing, isNew, isUnstable })
  const isMissed = (line: number) => now?.[line] === MISSED && isNew?.(line) === true
  const excused = isNew ? replacedMissed(then, hunks, isMissed) : noLines
  const state = now ? 'compared' : 'vanished'
  return {
    path,
    oldPath: oldPath === path ? null : oldPath,
    state,
    ...found,
    missedBefore: excused,
  }
}

function addedIn(file: ChangedFile | undefined): ((line: number) => boolean) | null {
  if (!file || file.addedLines.length === 0) return null
  const lines = new Set(file.addedLines)
  return line => lines.has(line)
}

const none = { lost: [], excludedCovered: [], unstable: [], missedBefore: noLines }

function deletedFile(path: string, runs: readonly LineStates[]): ComparedFile {
  const counts = noCounts()
  for (const state of united(runs)) {
    if (state === COVERED) counts['deleted-covered'] += 1
    else if (state === MISSED) counts['deleted-missed'] += 1
  }
  return { path, oldPath: null, state: 'deleted', counts, ...none }
}

function newFile(path: string, now: LineStates, change: ChangedFile | undefined): ComparedFile {
  const carried = carryOver(nothing, [])
  const found = categorize({ carried, now, isNew: addedIn(change), isUnstable: null })
  return { path, oldPath: null, state: 'new', ...found, missedBefore: noLines }
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
