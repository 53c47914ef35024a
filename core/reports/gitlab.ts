import { percentOf } from '../ratio.ts'
import type { Finding, Severity } from '../verdict.ts'
import { messageOf, placeOf } from './annotations.ts'
import { fingerprints } from './fingerprint.ts'
import type { Besides, GateReport, HostRenderer } from './host.ts'
import { hostPath, issuesOf, noFile, oneLine } from './host-issues.ts'

/** GitLab reads the whole file in one go for every view of a merge request. */
const mostIssues = 5000

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', note: 'info' }

/**
 * GitLab's code quality report. Its reader stops at the first entry that lacks a field and drops what follows, and the last
 * of those with one fingerprint wins: so every entry is whole, and every fingerprint is unique.
 *
 * A fault makes no report. Any report, an empty one above all, is compared with the target branch's, and what it does not
 * hold is shown as fixed; without one the merge request shows nothing, and the job is red.
 */
export const gitlab: HostRenderer = {
  verdict: async (report, { lineText }) => {
    const issues = issuesOf(report, mostIssues)
    const marks = fingerprints(report.gate, issues, lineText)
    const entries = issues.map((finding, index) => entryOf(finding, marks[index] ?? '', report))
    return { text: `${JSON.stringify(entries, null, 2)}\n`, besides: coverageLine(report) }
  },
  fault: async () => null,
}

/** GitLab needs a path and links it: what concerns no file gets a name that can be none, so that it is still counted and read. */
function entryOf(finding: Finding, fingerprint: string, report: GateReport) {
  const place = placeOf(finding)
  return {
    description: oneLine(messageOf(finding, report.rules), 1000),
    check_name: oneLine(`${report.gate}/${finding.rule || 'finding'}`, 200),
    fingerprint,
    severity: severities[finding.severity],
    location: {
      path: finding.path === null ? noFile(report.gate) : hostPath(finding.path),
      lines: { begin: place?.startLine ?? 1, end: place?.endLine ?? 1 },
    },
  }
}

/**
 * What a `coverage:` pattern in .gitlab-ci.yml finds in the log: `Total: 87.5%`, of the project where that is known, else
 * of the change. There is none where the verdict is unknown: the figure may be another version's.
 */
function coverageLine({ gate, outcome, figures }: GateReport): readonly Besides[] {
  if (gate !== 'coverage' || outcome === 'unknown') return []
  const ratios = figures.filter(each => each.kind === 'ratio')
  const figure =
    ratios.find(({ name }) => name === 'project-lines') ?? ratios.find(({ name }) => name === 'patch-lines')
  const percent = figure ? percentOf(figure) : null
  return percent === null ? [] : [{ kind: 'log', text: `Total: ${percent}%\n` }]
}
