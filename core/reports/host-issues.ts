import { cutEnd } from '../columns.ts'
import { visible } from '../text.ts'
import type { Finding, Severity } from '../verdict.ts'
import { capped, exactPath, mergeRanges, statementsOf, worstFirst } from './annotations.ts'
import type { GateReport } from './host.ts'

/**
 * What a host lists as issues, the worst first: every statement but those that only say that all is well, which are notes
 * without a place.
 * @param most where there are more, the last one says how many are left out
 */
export function issuesOf(report: GateReport, most: number): readonly Finding[] {
  const listed = statementsOf(report)
    .map(placed)
    .filter(({ severity, path }) => severity !== 'note' || path !== null)
  return capped(worstFirst(mergeRanges(listed)), most, left => {
    const message = `and ${left.length} more: see the job's log`
    return withoutPlace('more-findings', left[0]?.severity ?? 'note', message)
  })
}

/** No file is called by nothing. */
function placed(finding: Finding): Finding {
  const { rule, severity, message, path } = finding
  return path?.trim() === '' ? withoutPlace(rule, severity, message) : finding
}

function withoutPlace(rule: string, severity: Severity, message: string): Finding {
  return { rule, severity, message, path: null, startLine: null, endLine: null }
}

/** Text in one line, its line breaks as spaces, what cannot be seen as codes, and at most so many UTF-16 units. */
export function oneLine(text: string, most: number): string {
  const line = visible(text.trim().replace(/\s*[\r\n]\s*/g, ' '))
  return cutEnd(line, most)
    .slice(0, most)
    .replace(/\p{Cs}$/u, '')
}

/** A repository path as hosts compare it, in one line: some readers stop at a line break. */
export function hostPath(path: string): string {
  return exactPath(path.replace(/^(?:\.\/+)+/, '')).replace(/[\t\n\r]/g, visible)
}

/** Stands for a file where a host demands one and the finding has none. Its form keeps it from being taken for one. */
export function noFile(gate: string): string {
  return `(cd-gate ${gate})`
}
