import { visible } from '../text.ts'
import type { Finding, Severity } from '../verdict.ts'
import type { GateReport } from './host.ts'

/** How findings become the annotations of a host: the worst first, neighbours in one, and never cut in silence. */

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/**
 * What a verdict has to say. One that is no pass has an error to show for it: its headline, where no finding is one, so
 * that no host that shows findings only takes it for clean. Of a gate that only advises, what fails it is a warning: no
 * host turns red where the exit code is 0.
 */
export function statementsOf(report: GateReport): readonly Finding[] {
  const statements = withReason(report)
  return report.advisory && report.outcome === 'fail' ? asAdvice(statements) : statements
}

function withReason({ outcome, headline, findings }: GateReport): readonly Finding[] {
  if (outcome === 'pass' || findings.some(({ severity }) => severity === 'error')) return findings
  const reason: Finding = {
    rule: 'verdict',
    severity: 'error',
    message: headline,
    path: null,
    startLine: null,
    endLine: null,
  }
  return [reason, ...findings]
}

/** The finding's message; hosts drop what has none, so that there is always one. */
export function messageOf(finding: Finding, rules: GateReport['rules']): string {
  const candidates = [finding.message, rules.get(finding.rule), finding.rule]
  return candidates.find(each => each !== undefined && each.trim() !== '') ?? 'no message'
}

/**
 * By severity; then those that concern no place, for they say why; then, of whole lines, the longest ranges; then as they
 * were given, which is by file.
 */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (one, other) =>
      ranks[one.severity] - ranks[other.severity] ||
      Number(one.path !== null) - Number(other.path !== null) ||
      lengthOf(other) - lengthOf(one),
  )
}

/** Lines of a finding of whole lines; one with columns is a place, however far it reaches. */
function lengthOf({ startLine, endLine, startColumn }: Finding): number {
  return startLine === null || startColumn != null ? 1 : Math.max(1, (endLine ?? startLine) - startLine + 1)
}

function asAdvice(findings: readonly Finding[]): readonly Finding[] {
  return findings.map(each => (each.severity === 'error' ? { ...each, severity: 'warning' } : each))
}

/**
 * Findings of whole lines whose ranges touch or overlap become one, where file, rule, severity and message are the same.
 * It stands where the first of them stood. What has columns, or no lines, stays as it is.
 */
export function mergeRanges(findings: readonly Finding[]): readonly Finding[] {
  const kept: (Finding | null)[] = [...findings]
  for (const indexes of sameButLines(findings)) {
    let into: number | null = null
    for (const index of indexes) {
      const before: Finding | null = into === null ? null : (kept[into] ?? null)
      const finding = kept[index]
      if (into !== null && before && finding && startOf(finding) <= endOf(before) + 1) {
        kept[Math.max(into, index)] = null
        into = Math.min(into, index)
        kept[into] = { ...before, endLine: Math.max(endOf(before), endOf(finding)) }
      } else into = index
    }
  }
  return kept.filter(each => each !== null)
}

/**
 * At most so many: where there are more, the last place is kept for `closing`, which says how many are left out.
 * @param most at least 1
 */
export function capped<T>(
  all: readonly T[],
  most: number,
  closing: (leftOut: readonly T[]) => T,
): readonly T[] {
  if (all.length <= most) return all
  return [...all.slice(0, most - 1), closing(all.slice(most - 1))]
}

/** Where a finding is, in numbers that make sense together: none below 1, and no end before its start. */
export interface Place {
  readonly startLine: number
  readonly endLine: number
  readonly startColumn: number | null
  /** Exclusive. */
  readonly endColumn: number | null
}

/** `null` where the finding is about a file as a whole, or about none. */
export function placeOf(finding: Finding): Place | null {
  const { path, startLine } = finding
  if (path === null || !isPosition(startLine)) return null
  const endLine = isPosition(finding.endLine) && finding.endLine > startLine ? finding.endLine : startLine
  const startColumn = isPosition(finding.startColumn) ? finding.startColumn : null
  const to = isPosition(finding.endColumn) ? finding.endColumn : null
  const inOrder = startColumn !== null && to !== null && (endLine > startLine || to > startColumn)
  return { startLine, endLine, startColumn, endColumn: inOrder ? to : null }
}

/** Readers keep them in 32 bits. */
function isPosition(value: number | null | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0x7fffffff
}

/**
 * A path for a host that finds the file by it: exact, so that names with joiners and the like are found too. Only what no
 * name needs and what deceives is made visible: control characters, changes of direction, and lone surrogates. Line breaks
 * and tabs stay, for the host's own escaping.
 */
export function exactPath(path: string): string {
  return path.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, visible)
}

const startOf = ({ startLine }: Finding): number => startLine ?? 0
const endOf = ({ startLine, endLine }: Finding): number => Math.max(startLine ?? 0, endLine ?? 0)

/** The places in the list of those that differ in their whole lines only, each group in order of its first lines. */
function sameButLines(findings: readonly Finding[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [index, finding] of findings.entries()) {
    const { path, rule, severity, message, startLine, startColumn, endColumn } = finding
    if (path === null || startLine === null || startColumn != null || endColumn != null) continue
    const key = JSON.stringify([path, rule, severity, message])
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  }
  const lineAt = (index: number) => findings[index]?.startLine ?? 0
  return [...groups.values()].map(group => group.sort((one, other) => lineAt(one) - lineAt(other)))
}
