import type { ChangedFile } from '../core/change-set.ts'
import type { LintFinding, Standing } from './model.ts'

/**
 * How a finding stands to the change, by the change's lines alone.
 * @param change what the change did to the finding's file; `null`: nothing
 */
export function standingOf(
  finding: Pick<LintFinding, 'line' | 'endLine' | 'fatal'>,
  change: ChangedFile | null,
): Extract<Standing, 'new' | 'old'> {
  if (change === null || change.kind === 'deleted') return 'old'
  // The linter saw nothing of the file but this: whichever line it names, the change may be why.
  if (finding.fatal) return 'new'
  if (finding.line === null) return isNew(change) ? 'new' : 'old'
  return touchedLines(finding, change.addedLines).length > 0 ? 'new' : 'old'
}

/** Whether the finding touches changed lines, but begins on one that was there before. */
export function reachesInto(
  { line, endLine, fatal }: Pick<LintFinding, 'line' | 'endLine' | 'fatal'>,
  change: ChangedFile | null,
): boolean {
  if (change === null || fatal || line === null || isNew(change)) return false
  const touched = touchedLines({ line, endLine }, change.addedLines)
  return touched.length > 0 && touched[0] !== line
}

function isNew({ kind }: ChangedFile): boolean {
  return kind === 'added' || kind === 'copied'
}

/** Those of the lines (ascending) that lie in the finding's range. */
export function touchedLines(
  { line, endLine }: Pick<LintFinding, 'line' | 'endLine'>,
  lines: readonly number[],
): readonly number[] {
  if (line === null) return []
  const last = Math.max(line, endLine ?? line)
  const from = firstNotBelow(lines, line)
  return lines.slice(from, firstNotBelow(lines, last + 1))
}

/** The index of the first number that is not below `least`. */
function firstNotBelow(sorted: readonly number[], least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
