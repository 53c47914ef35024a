import type { GateReport } from '../../core/reports/host.ts'
import type { LintVerdict } from '../model.ts'
import { headline } from './headline.ts'

/** What each of the gate's own rules is about. A linter's rules speak for themselves. */
const rules: ReadonlyMap<string, string> = new Map([
  ['new-findings', 'A change brings no more new findings than are allowed'],
  ['linter-trouble', 'A linter says in its report that it failed'],
  ['empty-report', 'A lint report is empty'],
  ['unproven-report', 'A lint report does not show that the linter ran to its end'],
  ['unproven', 'Nothing in a lint report can show that the linter ran to its end'],
  ['cut-report', 'A lint report is cut off in its last line'],
  ['unread-lines', 'A lint report holds lines that are not understood'],
  ['foreign-report', 'A lint report names no file of this repository'],
  ['absent-file', 'A lint report names files that the repository does not have'],
  ['stale-report', 'A lint report was made of another version of a file'],
  ['ambiguous-path', 'A path in a lint report may mean several files'],
  ['unplaced-finding', 'A finding in a changed file has no line'],
  ['unchecked-file', 'A changed file was not checked, though others of its kind were'],
  ['nothing-checked', 'The lint reports know none of the changed files'],
  ['unreadable-change', 'The changed lines of a source file cannot be read'],
  ['unspoken-kind', 'A changed file is of a kind that no lint report speaks of'],
  ['untold-files', 'A lint report names only files with findings'],
  ['baseline-elsewhere', 'A baseline was not made at the base of the change'],
  ['baseline-tool', 'A baseline is of another linter than the report'],
  ['baseline-unchecked', 'A baseline did not check a file of the base that has findings now'],
  ['baseline-same', 'A baseline is the report itself'],
  ['linter-remark', 'A linter says something of its own command line'],
  ['below-severity', 'Findings below the severity that counts are not judged'],
  ['untracked-files', 'Untracked source files are not judged'],
  ['older-report', 'The lint reports are older than a changed file'],
])

/** The verdict as every host's form takes it. */
export function gateReportOf(given: LintVerdict, version: string): GateReport {
  // Advice never hides that something could not be told: see the command's exit code.
  const verdict: LintVerdict = given.advisory && given.uncertain ? { ...given, outcome: 'unknown' } : given
  const { outcome, advisory, summary, findings, counts } = verdict
  const { changedLines, changedLinesWithFindings } = counts
  return {
    gate: 'lint',
    version,
    outcome,
    advisory,
    headline: headline(verdict),
    summary,
    findings,
    rules,
    figures: [
      { kind: 'count', name: 'new-findings', title: 'new findings', count: counts.judged },
      {
        kind: 'count',
        name: 'caused-findings',
        title: 'findings caused outside the changed lines',
        count: counts.caused,
      },
      { kind: 'count', name: 'old-findings', title: 'old findings', count: counts.old },
      ...(changedLines > 0
        ? [
            {
              kind: 'ratio' as const,
              name: 'clean-lines',
              title: 'changed lines without a finding',
              covered: changedLines - changedLinesWithFindings,
              total: changedLines,
            },
          ]
        : []),
    ],
  }
}
