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

function stateOf(statement: Statement | null): number {
  return statement === null ? NOT_MEASURED : statement.hit ? COVERED : MISSED
}

/** Lines whose decision left a way untaken. */
function partialLines(detail: MergedDetail): ReadonlySet<number> {
  return new Set((detail.branches ?? []).filter(branch => !branch.taken).map(branch => branch.line))
}

/** The innermost statement around a line: of those that reach it, the last one to start. */
export function innermostStatement(statements: readonly Statement[]): (line: number) => Statement | null {
  const sorted = [...statements].sort(
    ({ range: a }, { range: b }) =>
      a.start.line - b.start.line || a.start.column - b.start.column || b.end.line - a.end.line,
  )
  return line => {
    let inner: Statement | null = null
    for (const statement of sorted) {
      if (statement.range.start.line > line) break
      if (statement.range.end.line >= line) inner = statement
    }
    return inner
  }
}
