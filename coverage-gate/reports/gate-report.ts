import type { Count } from '../../core/ratio.ts'
import type { Figure, GateReport } from '../../core/reports/host.ts'
import type { CoverageVerdict } from '../model.ts'
import { headline, shownMetrics } from './headline.ts'

/** What each rule is about. */
const rules: ReadonlyMap<string, string> = new Map([
  ['patch-lines', 'Changed lines are covered by tests'],
  ['patch-branches', 'Branches on changed lines are taken by tests'],
  ['patch-functions', 'Changed functions are called by tests'],
  ['patch-statements', 'Changed statements are run by tests'],
  ['glob-lines', 'Changed lines of these files are covered by tests'],
  ['glob-branches', 'Branches on changed lines of these files are taken by tests'],
  ['glob-functions', 'Changed functions of these files are called by tests'],
  ['glob-statements', 'Changed statements of these files are run by tests'],
  ['file-lines', "Each file's changed lines are covered by tests"],
  ['missed-lines', 'A changed line is run by no test'],
  ['partial-branch', 'Tests do not take every branch of a changed line'],
  ['unreported-file', 'No coverage report knows a changed source file'],
  ['nothing-measured', 'The coverage reports know none of the changed source files'],
  ['stale-report', 'A coverage report was made of another version of a changed file'],
  ['ambiguous-path', 'A path in a coverage report may mean several files'],
  ['lost-lines', 'Lines outside the change lost their coverage'],
  ['coverage-drop', 'The coverage of the project fell'],
  ['vanished-files', 'No report knows files any more that the baseline covers'],
  ['no-baseline', 'There is no baseline to compare with'],
  ['no-longer-measured', 'Lines that were covered are not measured any more'],
  ['unstable-lines', 'Runs of the same code differ in these lines'],
  ['damaged-baseline', 'A coverage record cannot be read'],
  ['baseline-saved', 'The coverage of this commit is kept as a baseline'],
  ['hidden-code', 'The change takes code out of coverage'],
  ['hidden-reasons', 'A pragma that takes code out of coverage has no reason'],
  ['path-hint', 'A path in a coverage report looks like a changed file'],
  ['report-left-aside', 'A coverage report was not read, for a richer or newer one lies beside it'],
  ['untracked-files', 'Untracked source files are not judged'],
  ['older-report', 'The coverage reports are older than a changed file'],
])

/** The verdict as every host's form takes it. */
export function gateReportOf(given: CoverageVerdict, version: string): GateReport {
  // Advice never hides that something could not be told: see the command's exit code.
  const verdict: CoverageVerdict =
    given.advisory && given.uncertain ? { ...given, outcome: 'unknown' } : given
  const { outcome, advisory, summary, findings, patch, project, baseline, hidden } = verdict
  const lost = baseline?.files.reduce((sum, file) => sum + file.lost.length, 0)
  const ratio = (name: string, title: string, { covered, total }: Count): Figure => ({
    kind: 'ratio',
    name,
    title,
    covered,
    total,
  })
  const count = (name: string, title: string, value: number): Figure => ({
    kind: 'count',
    name,
    title,
    count: value,
  })
  return {
    gate: 'coverage',
    version,
    outcome,
    advisory,
    headline: headline(verdict),
    summary,
    findings,
    rules,
    figures: [
      ...shownMetrics(patch).map(({ name, ...count }) =>
        ratio(`patch-${name}`, `changed ${name} covered`, count),
      ),
      ...(project.lines.total > 0
        ? [ratio('project-lines', 'lines of the project covered', project.lines)]
        : []),
      {
        kind: 'count',
        name: 'missed-lines',
        title: 'changed lines missed',
        count: patch.lines.total - patch.lines.covered,
      },
      ...(lost === undefined
        ? []
        : [count('lost-lines', 'lines outside the change that lost coverage', lost)]),
      ...(hidden.length === 0 ? [] : [count('hidden-places', 'places taken out of coverage', hidden.length)]),
    ],
  }
}
