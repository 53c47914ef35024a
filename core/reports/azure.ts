import { percentOf } from '../ratio.ts'
import type { Finding } from '../verdict.ts'
import { capped, messageOf, placeOf } from './annotations.ts'
import { loggingCommand } from './azure-command.ts'
import { faultLine, faultMarkdown } from './fault-words.ts'
import type { Besides, Figure, GateReport, HostContext, HostRenderer } from './host.ts'
import { hostPath, issuesOf, oneLine } from './host-issues.ts'

/** The agent shows the first ten errors and the first ten warnings of a step. */
const mostOfAKind = 10

/**
 * Azure Pipelines' logging commands: issues, variables for later steps, and the Markdown summary on the build's page.
 * Notes are in the summary only, since the agent knows errors and warnings.
 */
export const azure: HostRenderer = {
  verdict: async (report, context) => {
    const { gate, outcome, advisory } = report
    const advice = advisory && outcome === 'fail'
    const lines = [
      ...variables(report),
      ...logIssues(report, advice, context),
      // The word for a step that warns: it stays green without it.
      ...(advice
        ? [loggingCommand('task.complete', { result: 'SucceededWithIssues' }, oneLine(report.headline, 1000))]
        : []),
    ]
    return { text: ended(lines), besides: summaryPage(gate, await context.markdown(), context) }
  },
  fault: async (fault, context) => {
    const { gate, code } = fault
    const text = ended([
      variable(gate, 'verdict', 'unknown'),
      loggingCommand('task.logissue', { type: 'error', code }, oneLine(faultLine(fault), 2000)),
    ])
    return { text, besides: summaryPage(gate, faultMarkdown(fault), context) }
  },
}

const ended = (lines: readonly string[]): string => lines.map(each => `${each}\n`).join('')

/** Errors first; advice is not called an error, which the run's page would show in red. */
function logIssues(report: GateReport, advice: boolean, context: HostContext): readonly string[] {
  const listed = issuesOf(report, Number.POSITIVE_INFINITY).filter(({ severity }) => severity !== 'note')
  const isError = ({ severity }: Finding) => severity === 'error' && !advice
  return [
    ...issuesOfKind('error', listed.filter(isError), report, context),
    ...issuesOfKind(
      'warning',
      listed.filter(each => !isError(each)),
      report,
      context,
    ),
  ]
}

function issuesOfKind(
  type: 'error' | 'warning',
  findings: readonly Finding[],
  report: GateReport,
  context: HostContext,
): readonly string[] {
  const lines = findings.map(finding => {
    const data = oneLine(messageOf(finding, report.rules), 2000)
    return loggingCommand(
      'task.logissue',
      { type, ...sourceOf(finding, context), code: codeOf(finding) },
      data,
    )
  })
  return capped(lines, mostOfAKind, left => {
    return loggingCommand('task.logissue', { type }, `and ${left.length} more: see the summary and the log`)
  })
}

/** The agent finds the repository by an absolute path; its text has a place for line and column wherever there is a file. */
function sourceOf(finding: Finding, { top }: HostContext): Record<string, string> {
  const { path } = finding
  if (path === null) return {}
  const place = placeOf(finding)
  return {
    sourcepath: `${top.replace(/[/\\]+$/, '')}/${hostPath(path)}`,
    linenumber: String(place?.startLine ?? 1),
    columnnumber: String(place?.startColumn ?? 1),
  }
}

function codeOf({ rule }: Finding): string {
  return oneLine(rule, 200)
}

/** `cdGateCoverageVerdict`, `cdGateCoveragePatchLines`: by gate, since two of them may run in one step. No figures where the verdict is unknown. */
function variables({ gate, outcome, figures }: GateReport): readonly string[] {
  const told = outcome === 'unknown' ? [] : figures
  return [
    variable(gate, 'verdict', outcome),
    ...told.flatMap(figure => {
      const value = figureValue(figure)
      return value === null ? [] : [variable(gate, figure.name, String(value))]
    }),
  ]
}

function figureValue(figure: Figure): number | null {
  return figure.kind === 'count' ? figure.count : percentOf(figure)
}

function variable(gate: string, name: string, value: string): string {
  const words = `${gate}-${name}`.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
  const camel = words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return loggingCommand('task.setvariable', { variable: `cdGate${camel}`, isOutput: 'true' }, value)
}

/** The agent takes the summary from a file; the command that names it may not be read where the file is not written. */
function summaryPage(gate: string, markdown: string, { top }: HostContext): readonly Besides[] {
  const file = `reports/cd-gate/${gate}-summary.md`
  const command = loggingCommand('task.uploadsummary', {}, `${top.replace(/[/\\]+$/, '')}/${file}`)
  return [
    { kind: 'write', file, text: markdown, what: 'summary for Azure Pipelines' },
    { kind: 'log', text: `${command}\n` },
  ]
}
