import { type Count, percentOf } from '../../core/ratio.ts'
import type { CoverageVerdict, FileResult } from '../model.ts'
import type { OutputFile } from './report.ts'

/** The verdict as one JSON document; docs/reports.md names every key. */
export async function renderJson(verdict: CoverageVerdict): Promise<readonly OutputFile[]> {
  const {
    outcome,
    base,
    head,
    patch,
    project,
    files,
    findings,
    reports,
    advisory,
    summary,
    baseline,
    hidden,
  } = verdict
  const document = {
    schema: 'cd-gate/coverage/1',
    outcome,
    advisory,
    summary,
    base: base?.commit ?? null,
    baseRef: base?.ref ?? null,
    head,
    patch: {
      lines: figure(patch.lines),
      branches: patch.branches && figure(patch.branches),
      functions: patch.functions && figure(patch.functions),
      statements: patch.statements && figure(patch.statements),
    },
    project: { lines: figure(project.lines), baseline: baseline?.origin ? figure(baseline.before) : null },
    baseline: baseline && { ...baseline, before: figure(baseline.before), now: figure(baseline.now) },
    hidden,
    files: files.map(fileOf),
    findings,
    reports,
  }
  return [{ file: '', text: `${JSON.stringify(document, null, 2)}\n` }]
}

function figure({ total, covered }: Count) {
  return { total, covered, percent: percentOf({ total, covered }) }
}

function fileOf(file: FileResult) {
  const { path, oldPath, state, reason, lines, branches, functions, statements, missedBefore } = file
  const { total, covered, missed, partial } = lines
  return {
    path,
    oldPath,
    state,
    reason,
    lines: { total, covered, missed, partial },
    ...(missedBefore ? { missedBefore } : {}),
    branches: branches && figure(branches),
    functions: functions && figure(functions),
    statements: statements && figure(statements),
  }
}
