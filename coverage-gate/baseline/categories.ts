import { COVERED, type LineStates, MISSED, NOT_MEASURED } from '../model.ts'
import { type CarriedOver, CHANGED } from './carry-over.ts'

/**
 * What became of a line's coverage since the baseline: the twelve categories of lcov's genhtml, by words. `new` lines are
 * those of the change; `included` ones were not measured before and are now, `excluded` ones the other way round.
 */
export const categories = [
  'new-missed',
  'new-covered',
  'lost',
  'still-missed',
  'gained',
  'kept',
  'included-missed',
  'included-covered',
  'excluded-missed',
  'excluded-covered',
  'deleted-missed',
  'deleted-covered',
] as const

export type Category = (typeof categories)[number]

export type CategoryCounts = Readonly<Record<Category, number>>

/** What became of one file's lines. */
export interface FileCategories {
  readonly counts: CategoryCounts
  /** Unchanged lines that lost their coverage, ascending. */
  readonly lost: readonly number[]
  /** Unchanged lines that were covered and are measured no longer, ascending. */
  readonly excludedCovered: readonly number[]
  /** Lines that would be lost, were they not known to flip from run to run, ascending. */
  readonly unstable: readonly number[]
}

export function noCounts(): Record<Category, number> {
  return Object.fromEntries(categories.map(name => [name, 0])) as Record<Category, number>
}

interface FileComparison {
  readonly carried: CarriedOver
  readonly now: LineStates
  /** Whether a line is one of the change; `null`: none is. */
  readonly isNew: ((line: number) => boolean) | null
  /** Whether a line flips between runs of the same code; `null`: none does. */
  readonly isUnstable: ((line: number) => boolean) | null
}

/** `before` (0 … 2) and `now` (0 … 2) of a line that is not the change's. */
const context: readonly (readonly (Category | null)[])[] = [
  [null, 'included-missed', 'included-covered'],
  ['excluded-missed', 'still-missed', 'gained'],
  ['excluded-covered', 'lost', 'kept'],
]

/** Puts every line of a file into its category. */
export function categorize({ carried, now, isNew, isUnstable }: FileComparison): FileCategories {
  const { before } = carried
  const counts = noCounts()
  counts['deleted-covered'] = carried.deletedCovered
  counts['deleted-missed'] = carried.deletedMissed
  const lost: number[] = []
  const excludedCovered: number[] = []
  const unstable: number[] = []
  const end = Math.max(before.length, now.length)
  for (let line = 1; line < end; line += 1) {
    const after = now[line] ?? NOT_MEASURED
    const earlier = before[line] ?? NOT_MEASURED
    if (after === NOT_MEASURED && earlier === NOT_MEASURED) continue
    if (isNew?.(line)) {
      if (after !== NOT_MEASURED) counts[after === COVERED ? 'new-covered' : 'new-missed'] += 1
      continue
    }
    const category = context[earlier === CHANGED ? NOT_MEASURED : earlier]?.[after] ?? null
    if (category === null) continue
    if (category === 'lost' && isUnstable?.(line)) {
      unstable.push(line)
      counts.kept += 1
      continue
    }
    counts[category] += 1
    if (category === 'lost') lost.push(line)
    else if (category === 'excluded-covered') excludedCovered.push(line)
  }
  return { counts, lost, excludedCovered, unstable }
}

export function addCounts(all: Iterable<CategoryCounts>): CategoryCounts {
  const sum = noCounts()
  for (const counts of all) for (const name of categories) sum[name] += counts[name]
  return sum
}

/** Lines that were missed in one of several runs of the same code, and covered in another. */
export function unstableLines(runs: readonly LineStates[]): ReadonlySet<number> {
  const lines = new Set<number>()
  const end = Math.max(0, ...runs.map(run => run.length))
  for (let line = 1; line < end && runs.length > 1; line += 1) {
    const states = runs.map(run => run[line] ?? NOT_MEASURED)
    if (states.includes(COVERED) && states.includes(MISSED)) lines.add(line)
  }
  return lines
}
