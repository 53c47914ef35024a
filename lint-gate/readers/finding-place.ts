import type { LintFinding } from '../model.ts'
import type { Damage } from './damage.ts'

/** As a report has it: 1-based; `endLine` inclusive, `endColumn` exclusive; `null` or 0 where it tells nothing. */
export interface GivenPlace {
  readonly line: number | null
  readonly column?: number | null
  readonly endLine?: number | null
  readonly endColumn?: number | null
}

export type FindingPlace = Pick<LintFinding, 'line' | 'endLine' | 'column' | 'endColumn'>

/** More than any file has: Git itself counts lines in 32 bits. */
const MOST = 2 ** 31 - 1

/**
 * The place of a finding in one form. An end before the start is no end; one at the first column of a line lies behind
 * the line break, so that line is not touched.
 * @throws the damage's error for what is no number of a line or column
 */
export function placeOf(given: GivenPlace, damage: Damage): FindingPlace {
  const line = positionOf(given.line, 'line', damage)
  const column = positionOf(given.column ?? null, 'column', damage)
  const lastLine = positionOf(given.endLine ?? null, 'line', damage)
  const endColumn = positionOf(given.endColumn ?? null, 'column', damage)
  if (line === null) return { line, endLine: null, column: null, endColumn: null }
  if (lastLine === null || lastLine < line) {
    const kept = lastLine === null && column !== null && endColumn !== null && endColumn > column
    return { line, endLine: line, column, endColumn: kept ? endColumn : null }
  }
  if (lastLine > line && endColumn === 1) return { line, endLine: lastLine - 1, column, endColumn: null }
  const backward = lastLine === line && column !== null && endColumn !== null && endColumn < column
  return { line, endLine: lastLine, column, endColumn: backward ? null : endColumn }
}

/** Below 1 it is what linters write for "the file as a whole". */
function positionOf(value: number | null, what: string, damage: Damage): number | null {
  if (value === null) return null
  if (!Number.isInteger(value) || value > MOST) throw damage(`${value} is no number of a ${what}`)
  return value >= 1 ? value : null
}
