import type { MergedDetail } from './merge-details.ts'
import { COVERED, type LineStates, MISSED, NOT_MEASURED, type Statement } from './model.ts'

/** What is to be said of one changed line. */
export type LineVerdict = 'covered' | 'partial' | 'missed' | 'unmeasured'

/**
 * A line that a report lists is what the report says. Where the reports know the ranges of statements, a
 * line inside one is what its innermost statement is, so that an edit in the second line of a statement
 * counts like one in its first.
 */
export function createLineVerdict(lines: LineStates, detail: MergedDetail): (line: number) => LineVerdict {
  const partial = partialLines(detail)
  const inner = innermostStatement(detail.statements ?? [])
  return line => {
    const state = lines[line] || stateOf(inner(line))
    if (state === NOT_MEASURED) return 'unmeasured'
    if (state === MISSED) return 'missed'
    return partial.has(line) ? 'partial' : 'covered'
  }
}

/**
 * A line that goes on with a statement is what the statement's first line is. Branches are that line's own.
 * @param starts for such lines the first lines of their statements
 */
export function continuedVerdict(
  verdictOf: (line: number) => LineVerdict,
  starts: ReadonlyMap<number, number>,
): (line: number) => LineVerdict {
  return line => {
    const start = starts.get(line)
    const verdict = verdictOf(start ?? line)
    return start !== undefined && verdict === 'partial' ? 'covered' : verdict
  }
}

function stateOf(statement: Statement | null): number {
  return statement === null ? NOT_MEASURED : statement.hit ? COVERED : MISSED
}

/** Lines whose decision left a way untaken. */
function partialLines(detail: MergedDetail): ReadonlySet<number> {
  return new Set((detail.branches ?? []).filter(branch => !branch.taken).map(branch => branch.line))
}

/**
 * The innermost statement around a line: of those that reach it, the last one to start. A question costs the
 * depth of the nesting, so that a long new file costs its length and not the square of it.
 */
export function innermostStatement(statements: readonly Statement[]): (line: number) => Statement | null {
  const sorted = [...statements].sort(
    ({ range: a }, { range: b }) =>
      a.start.line - b.start.line || a.start.column - b.start.column || b.end.line - a.end.line,
  )
  const around = enclosing(sorted)
  return line => {
    let at = lastStartingBy(sorted, line)
    while (at >= 0 && (sorted[at]?.range.end.line ?? 0) < line) at = around[at] ?? -1
    return sorted[at] ?? null
  }
}

/** For each statement the one before it that may still reach further, or -1. */
function enclosing(sorted: readonly Statement[]): readonly number[] {
  const open: number[] = []
  return sorted.map(({ range }, index) => {
    while (open.length > 0 && (sorted[open.at(-1) ?? 0]?.range.end.line ?? 0) < range.start.line) open.pop()
    const outer = open.at(-1) ?? -1
    open.push(index)
    return outer
  })
}

/** The index of the last statement that starts on or before the line, or -1. */
function lastStartingBy(sorted: readonly Statement[], line: number): number {
  let [low, high] = [-1, sorted.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.range.start.line ?? 0) <= line) low = middle
    else high = middle
  }
  return low
}
