import { percentOf } from '../ratio.ts'
import type { Finding, Severity } from '../verdict.ts'
import { messageOf, placeOf } from './annotations.ts'
import { faultLine } from './fault-words.ts'
import type { Figure, GateReport, HostRenderer } from './host.ts'
import { hostPath, issuesOf, noFile, oneLine } from './host-issues.ts'
import { serviceMessage } from './teamcity-message.ts'

/** TeamCity keeps names to 255 characters, texts to 4000, and a problem's identity to 60. */
const mostName = 255
const mostText = 4000

/** The log shows them too. */
const mostIssues = 500

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' }

/**
 * TeamCity's service messages: an inspection for each finding, a build problem for a verdict that is no pass, statistics.
 * None belongs to a flow: each is whole in itself, so that lines of other processes between them do no harm. The build's
 * status text is left alone: there is one for the whole build, and the next gate would overwrite it.
 */
export const teamcity: HostRenderer = {
  verdict: async report => {
    const messages = [...inspections(report), ...problems(report), ...statistics(report)]
    return { text: messages.map(each => `${each}\n`).join(''), besides: [] }
  },
  fault: async fault => {
    const description = `cd-gate ${fault.gate} could not tell (${fault.code}): ${faultLine(fault)}`
    return { text: `${problem(fault.gate, 'unknown', description)}\n`, besides: [] }
  },
}

/** A type has to be known before the first inspection of it. */
function inspections(report: GateReport): readonly string[] {
  const known = new Set<string>()
  return issuesOf(report, mostIssues).flatMap(finding => {
    const rule = oneLine(finding.rule, 150) || 'finding'
    const id = `cd-gate.${report.gate}.${rule}`
    const first = !known.has(id)
    known.add(id)
    const inspection = inspectionOf(finding, id, report)
    return first ? [typeOf(finding, id, rule, report), inspection] : [inspection]
  })
}

function typeOf(finding: Finding, id: string, name: string, { gate, rules }: GateReport): string {
  const description = oneLine(rules.get(finding.rule) ?? '', mostText) || name
  return serviceMessage('inspectionType', { id, name, category: `cd-gate ${gate}`, description })
}

function inspectionOf(finding: Finding, typeId: string, report: GateReport): string {
  const { path, severity } = finding
  const place = placeOf(finding)
  return serviceMessage('inspection', {
    typeId,
    message: oneLine(messageOf(finding, report.rules), mostText),
    file: path === null ? noFile(report.gate) : hostPath(path).slice(0, mostText),
    ...(place ? { line: String(place.startLine) } : {}),
    SEVERITY: severities[severity],
  })
}

/** A problem fails the build: not for advice, which is only a warning in the log. An unknown is no advice. */
function problems({ gate, outcome, advisory, headline }: GateReport): readonly string[] {
  if (outcome === 'pass') return []
  const words = outcome === 'fail' ? 'failed' : 'could not tell'
  const description = `cd-gate ${gate} ${words}: ${headline}`
  if (outcome === 'fail' && advisory) {
    return [
      serviceMessage('message', {
        text: oneLine(`advice only: ${description}`, mostText),
        status: 'WARNING',
      }),
    ]
  }
  return [problem(gate, outcome === 'fail' ? 'failed' : 'unknown', description)]
}

/** The same identity from build to build is the same problem, whatever the figures in its text. */
function problem(gate: string, kind: string, description: string): string {
  const name = gate.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40)
  return serviceMessage('buildProblem', {
    description: oneLine(description, mostText),
    identity: `cd-gate-${name}-${kind}`,
  })
}

/** For trends. None where the verdict is unknown: a figure that may be another version's makes a false one. */
function statistics({ gate, outcome, figures }: GateReport): readonly string[] {
  if (outcome === 'unknown') return []
  return figures.flatMap(figure =>
    valuesOf(gate, figure).map(([key, value]) =>
      serviceMessage('buildStatisticValue', { key: oneLine(key, mostName), value: String(value) }),
    ),
  )
}

function valuesOf(gate: string, figure: Figure): readonly (readonly [string, number])[] {
  const key = `cd-gate.${gate}.${figure.name}`
  if (figure.kind === 'count') return [[key, figure.count]]
  const percent = percentOf(figure)
  if (percent === null) return []
  // The keys that TeamCity's own charts of a project's coverage are made of.
  const own = [
    ['CodeCoverageL', percent],
    ['CodeCoverageAbsLCovered', figure.covered],
    ['CodeCoverageAbsLTotal', figure.total],
  ] as const
  return [[key, percent], ...(figure.name === 'project-lines' ? own : [])]
}
