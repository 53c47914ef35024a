import type { LintFileResult, LintVerdict, PlacedFinding } from '../model.ts'
import type { OutputFile } from './report.ts'

/** The verdict as one JSON document; docs/lint.md names every key. */
export async function renderJson(verdict: LintVerdict): Promise<readonly OutputFile[]> {
  const { outcome, advisory, uncertain, summary, base, head, counts, maxNew } = verdict
  const { files, elsewhere, findings, baseline, reports } = verdict
  const document = {
    schema: 'cd-gate/lint/1',
    outcome,
    advisory,
    uncertain,
    summary,
    base: base?.commit ?? null,
    baseRef: base?.ref ?? null,
    head,
    counts,
    maxNew,
    files: files.map(fileOf),
    elsewhere: elsewhere.map(findingOf),
    findings,
    baseline,
    reports,
  }
  return [{ file: '', text: `${JSON.stringify(document, null, 2)}\n` }]
}

function fileOf({ path, oldPath, state, reason, change, findings }: LintFileResult) {
  const changedLines = change.addedLines.length
  return { path, oldPath, state, reason, changedLines, findings: findings.map(findingOf) }
}

function findingOf(finding: PlacedFinding) {
  const { path, line, endLine, column, endColumn, tool, rule, severity, message, fatal, standing } = finding
  return { path, line, endLine, column, endColumn, tool, rule, severity, message, fatal, standing }
}
