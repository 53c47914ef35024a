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

const zero = Object.fromEntries(categories.map(name => [name, 0])) as Record<Category, number>

export function noCounts(): Record<Category, number> {
  return { ...zero }
}

interface FileComparison {
  readonly carried: CarriedOver
  readonly now: LineStates
  /** Whether a line is one of the change; `null`: none is. */
  readonly isNew: ((line: number) => boolean) | null
  /** Whether a line flips between runs of the same code; `null`: none does. */
  readonly isUnstable: ((line: number) => boolean) | null
}

/** Of lines that are not the change's, with what was known of them before (`CHANGED`: nothing) and what is known now. */
const context: readonly (readonly [before: number, now: number, category: Category])[] = [
  [NOT_MEASURED, MISSED, 'included-missed'],
  [NOT_MEASURED, COVERED, 'included-covered'],
  [CHANGED, MISSED, 'included-missed'],
  [CHANGED, COVERED, 'included-covered'],
  [MISSED, NOT_MEASURED, 'excluded-missed'],
  [MISSED, MISSED, 'still-missed'],
  [MISSED, COVERED, 'gained'],
  [COVERED, NOT_MEASURED, 'excluded-covered'],
  [COVERED, MISSED, 'lost'],
  [COVERED, COVERED, 'kept'],
]

/** Puts every line of a file into its category. */
export function categorize({ carried, now, isNew, isUnstable }: FileComparison): FileCategories {
  const { before } = carried
  // By 4 × state before + state now. Every line of the project comes by here: numbers only.
  const tally = new Uint32Array(16)
  countStates(before, now, tally)
  const counts = noCounts()
  if (isNew) takeOutNew(before, now, isNew, tally, counts)
  const linesThat = (then: number, since: number): readonly number[] =>
    tally[4 * then + since]! > 0 ? linesWith(before, now, then, since).filter(line => !isNew?.(line)) : []
  for (const [then, since, category] of context) counts[category] += tally[4 * then + since]!
  const missed = linesThat(COVERED, MISSED)
  const unstable = isUnstable ? missed.filter(isUnstable) : []
  const lost = unstable.length > 0 ? missed.filter(line => !isUnstable?.(line)) : missed
  counts.lost -= unstable.length
  counts.kept += unstable.length
  counts['deleted-covered'] = carried.deletedCovered
  counts['deleted-missed'] = carried.deletedMissed
  return { counts, lost, excludedCovered: linesThat(COVERED, NOT_MEASURED), unstable }
}

/** A function of its own: small, it is compiled once and early. */
function countStates(before: Uint8Array, now: LineStates, tally: Uint32Array): void {
  const both = Math.min(before.length, now.length)
  for (let line = 1; line < both; line += 1) tally[4 * before[line]! + now[line]!]! += 1
  for (let line = Math.max(1, both); line < before.length; line += 1) tally[4 * before[line]!]! += 1
  for (let line = Math.max(1, both); line < now.length; line += 1) tally[now[line]!]! += 1
}

/** Lines of the change are new, whatever stood there before. */
function takeOutNew(
  before: Uint8Array,
  now: LineStates,
  isNew: (line: number) => boolean,
  tally: Uint32Array,
  counts: Record<Category, number>,
): void {
  const end = Math.max(before.length, now.length)
  for (let line = 1; line < end; line += 1) {
    if (!isNew(line)) continue
    const since = now[line] ?? NOT_MEASURED
    tally[4 * (before[line] ?? NOT_MEASURED) + since]! -= 1
    if (since !== NOT_MEASURED) counts[since === COVERED ? 'new-covered' : 'new-missed'] += 1
  }
}

function linesWith(before: Uint8Array, now: LineStates, then: number, since: number): readonly number[] {
  const lines: number[] = []
  for (let line = 1; line < before.length; line += 1)
    if (before[line] === then && (now[line] ?? NOT_MEASURED) === since) lines.push(line)
  return lines
}

export function addCounts(all: Iterable<CategoryCounts>): CategoryCounts {
  const sum = noCounts()
  for (const counts of all) for (const name of categories) sum[name] += counts[name]
  return sum
}

/** Lines that were missed in one of several runs of the same code, and covered in another. */
export function unstableLines(runs: readonly LineStates[]): ReadonlySet<number> {
  const lines = new Set<number>()
  if (runs.length < 2) return lines
  // The two states are one bit each.
  const seen = new Uint8Array(Math.max(...runs.map(run => run.length)))
  for (const run of runs) for (let line = 1; line < run.length; line += 1) seen[line]! |= run[line]!
  for (let line = 1; line < seen.length; line += 1) if (seen[line] === (MISSED | COVERED)) lines.add(line)
  return lines
}
