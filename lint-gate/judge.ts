import { plural } from '../core/text.ts'
import { combine, type Finding, type Outcome, type Severity } from '../core/verdict.ts'
import { touchedLines } from './match.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from './model.ts'
import { type Notes, statement } from './statement.ts'

export interface JudgeInput {
  readonly files: readonly LintFileResult[]
  /** Caused by the change in files that it does not touch. */
  readonly elsewhere: readonly PlacedFinding[]
  /** Findings that were there before, at or above the severity asked for. */
  readonly old: number
  readonly maxNew: number
  readonly notes: Notes
}

export interface Judgement {
  readonly outcome: Outcome
  /** Something could not be told, whatever else failed. */
  readonly uncertain: boolean
  readonly findings: readonly Finding[]
  readonly counts: LintVerdict['counts']
}

const rank: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 }

export function reachesSeverity(severity: Severity, least: Severity): boolean {
  return rank[severity] >= rank[least]
}

/** New findings × what is allowed, and whether all was told → the outcome and what to say about it. */
export function judge({ files, elsewhere, old, maxNew, notes }: JudgeInput): Judgement {
  const judged = [...files.flatMap(file => file.findings), ...elsewhere]
  const caused = judged.filter(each => each.standing === 'caused').length
  const failed = judged.length > maxNew
  const uncertain = notes.doubts.length > 0
  const outcome = combine([failed ? 'fail' : 'pass', uncertain ? 'unknown' : 'pass'])
  const counts = {
    judged: judged.length,
    new: judged.length - caused,
    caused,
    old,
    ...lineCounts(files),
  }
  const figure = statement('new-findings', failed ? 'error' : 'note', figureOf(counts, maxNew))
  return {
    outcome,
    uncertain,
    counts,
    findings: [figure, ...notes.doubts, ...judged.map(asFinding), ...notes.remarks],
  }
}

function lineCounts(
  files: readonly LintFileResult[],
): Pick<LintVerdict['counts'], 'changedLines' | 'changedLinesWithFindings'> {
  const checked = files.filter(file => file.state === 'checked')
  const total = checked.reduce((sum, { change }) => sum + change.addedLines.length, 0)
  const hit = checked.map(
    ({ change, findings }) =>
      new Set(findings.flatMap(finding => touchedLines(finding, change.addedLines))).size,
  )
  return { changedLines: total, changedLinesWithFindings: hit.reduce((sum, each) => sum + each, 0) }
}

function figureOf(counts: Omit<LintVerdict['counts'], 'old'>, maxNew: number): string {
  const { judged, caused, changedLines } = counts
  if (judged === 0) {
    return changedLines > 0 ? `no new finding on ${plural(changedLines, 'changed line')}` : 'no new finding'
  }
  const outside = caused > 0 ? `, ${caused === judged ? 'all' : caused} caused outside the changed lines` : ''
  const first = `${plural(judged, 'new finding')}${outside}`
  return judged > maxNew || maxNew > 0 ? `${first}; ${maxNew} allowed` : first
}

export function asFinding(finding: PlacedFinding): Finding {
  const { path, line, endLine, column, endColumn, tool, rule, severity, message, standing } = finding
  const why = standing === 'caused' ? ' (not in the baseline: this change caused it)' : ''
  return {
    rule: `${tool}/${rule ?? 'finding'}`,
    severity,
    message: `${message}${why}`,
    path,
    startLine: line,
    endLine: line === null ? null : Math.max(line, endLine ?? line),
    startColumn: column,
    endColumn,
  }
}

/** Worst first: what keeps a linter from reading a file, then by severity, then in the order of the files. */
export function worstFirst(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return findings.toSorted((a, b) => weightOf(b) - weightOf(a))
}

export function weightOf({ fatal, severity }: Pick<PlacedFinding, 'fatal' | 'severity'>): number {
  return fatal ? 3 : rank[severity]
}
