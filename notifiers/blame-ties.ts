import { isBarrel, isTelling, testFileOfSnapshot } from './blame-paths.ts'
import type { Covered, EvidenceCommit, FailureEvidence, TouchedFile } from './evidence.ts'

/**
 * What ties a commit to a failure, from strong to weak. A kind that weighs at least twice as much as another decides
 * between two people by itself; kinds nearer to each other do not.
 */
export const weights = {
  /** Touches a line that the stack names, in other code than the test's. */
  'stack-line': 100,
  /** Touches a line that this test runs, as a report of this test alone says. */
  'covered-line': 50,
  /** Touches the line of the test's own file that the stack names: the test may be wrong, or only tell. */
  'test-line': 50,
  /** Touches a line that the tests run, in a file that the test imports. */
  'run-line': 30,
  /** Changes another line of a file that the stack names. */
  'stack-file': 25,
  /** Changes the test's own file, or its snapshot. */
  'test-file': 15,
  import: 10,
  /** Changes what an import imports. */
  'import-of-import': 4,
} as const

export type TieKind = keyof typeof weights

export interface Tie {
  readonly kind: TieKind
  readonly commit: EvidenceCommit
  readonly failure: FailureEvidence
  /** As the commit's own list names it. */
  readonly file: string
  /** `null` where the tie is to the whole file. */
  readonly line: number | null
  /** Whether lines were taken away there, and none written. */
  readonly isCut: boolean
  /** The file between, for an import's import. */
  readonly via: string | null
}

/** Ties that name a line. */
const toLines: readonly TieKind[] = ['stack-line', 'covered-line', 'test-line', 'run-line']

export function namesLine({ kind }: Tie): boolean {
  return toLines.includes(kind)
}

/** What a failure names, by file: asked once for each file of each commit. */
export interface KnownFailure {
  readonly failure: FailureEvidence
  readonly frames: ReadonlyMap<string, readonly number[]>
  readonly imports: ReadonlyMap<string, readonly (string | null)[]>
  readonly covered: ReadonlyMap<string, readonly CoveredLines[]>
}

interface CoveredLines {
  readonly by: Covered['by']
  readonly lines: ReadonlySet<number>
  readonly missed: ReadonlySet<number>
}

export function knownFailure(failure: FailureEvidence): KnownFailure {
  const { frames, imports, coveredBy = [] } = failure
  return {
    failure,
    frames: grouped(frames, ({ line }) => line),
    imports: grouped(imports, ({ via }) => via),
    covered: grouped(coveredBy, ({ by, lines, missed }) => ({
      by,
      lines: new Set(lines),
      missed: new Set(missed),
    })),
  }
}

function grouped<Item extends { readonly file: string }, Value>(
  items: readonly Item[],
  pick: (item: Item) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>()
  for (const item of items) {
    const group = groups.get(item.file)
    if (group) group.push(pick(item))
    else groups.set(item.file, [pick(item)])
  }
  return groups
}

/** The strongest tie of a commit to a failure; `null`: they share nothing. */
export function tieOf(commit: EvidenceCommit, known: KnownFailure): Tie | null {
  if (commit.isMerge) return null
  const { failure } = known
  const ties = commit.files.flatMap(file =>
    tiesOfFile(file, known).map((tie): Tie => ({ ...tie, commit, failure })),
  )
  return strongestOf(ties)
}

/** The heaviest; of several the first by file, line and what lies between, whatever their order. */
export function strongestOf(ties: readonly Tie[]): Tie | null {
  let best: Tie | null = null
  for (const tie of ties) if (best === null || compareTies(tie, best) < 0) best = tie
  return best
}

export function compareTies(one: Tie, other: Tie): number {
  return (
    weights[other.kind] - weights[one.kind] ||
    compare(one.kind, other.kind) ||
    compare(one.file, other.file) ||
    (one.line ?? 0) - (other.line ?? 0) ||
    compare(one.via ?? '', other.via ?? '') ||
    Number(one.isCut) - Number(other.isCut) ||
    compare(testKey(one), testKey(other)) ||
    compare(one.commit.hash, other.commit.hash)
  )
}

function testKey({ failure: { test, file } }: Tie): string {
  return JSON.stringify([file, test.id, test.classname, test.name])
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

type Bare = Omit<Tie, 'commit' | 'failure'>

function tiesOfFile(touched: TouchedFile, known: KnownFailure): readonly Bare[] {
  const { path, oldPath } = touched
  const { frames, imports, covered, failure } = known
  const named = frames.get(path) ?? []
  const measured = covered.get(path) ?? []
  const vias = [...(imports.get(path) ?? []), ...((oldPath !== null && imports.get(oldPath)) || [])]
  const isTest = path === failure.file
  const isOfTest = failure.file !== null && testFileOfSnapshot(path) === failure.file
  if (named.length + measured.length + vias.length === 0 && !isOfTest) return []
  const ties: Bare[] = []
  const whole = { file: path, line: null, isCut: false, via: null }
  const tie = (kind: TieKind, line: number) =>
    ties.push({ kind, file: path, line, isCut: !touched.lines.includes(line), via: null })
  const lines = new Set([...touched.lines, ...touched.cuts])
  for (const line of named) if (lines.has(line)) tie(isTest ? 'test-line' : 'stack-line', line)
  const isAbsent = hasAlibi(lines, measured)
  if (named.length > 0 && !isTest && !isAbsent) ties.push({ ...whole, kind: 'stack-file' })
  if (!isTelling(path) && !isOfTest) return ties
  if (isOfTest) return [...ties, { ...whole, kind: 'test-file' }]
  for (const each of measured) {
    const line = [...lines].sort((one, other) => one - other).find(number => each.lines.has(number))
    if (line === undefined || (each.by === 'run' && vias.length === 0)) continue
    tie(each.by === 'test' ? 'covered-line' : 'run-line', line)
  }
  if (isAbsent) return ties
  for (const via of vias) {
    // What a barrel passes on, the test imports as if there were none.
    const isOwn = via === null || isBarrel(via)
    ties.push({ ...whole, kind: isOwn ? 'import' : 'import-of-import', via })
  }
  return ties
}

/** Lines that were measured and that nobody ran break no test. */
function hasAlibi(touched: ReadonlySet<number>, measured: readonly CoveredLines[]): boolean {
  if (touched.size === 0 || measured.length === 0) return false
  return [...touched].every(
    line => measured.some(each => each.missed.has(line)) && !measured.some(each => each.lines.has(line)),
  )
}
