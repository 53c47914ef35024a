import { plural, visible, visibleText } from '../text.ts'
import { exitCodeFor, type Finding } from '../verdict.ts'
import { exactPath, messageOf, placeOf, statementsOf, worstFirst } from './annotations.ts'
import { fingerprints } from './fingerprint.ts'
import type { GateFault, GateReport, HostContext, HostRenderer } from './host.ts'

/**
 * SARIF 2.1.0. Code scanning refuses a file in which one result has no location, so what concerns no file is no result
 * but a notification of the invocation. It also refuses a run without `results`, and takes an empty list for "all is
 * mended": so the list is left out where there is nothing to list and the gate did not pass.
 */
export const sarif: HostRenderer = {
  verdict: async (report, context) => ({ text: written(verdictRun(report, context)), besides: [] }),
  fault: async fault => ({ text: written(faultRun(fault)), besides: [] }),
}

/** Code scanning refuses a run with more. */
const mostResults = 25_000

function written(run: object): string {
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function verdictRun(report: GateReport, context: HostContext): object {
  const statements = worstFirst(statementsOf(report))
  const placed = statements.filter(isPlaced)
  const rules = ruleIndexes(report, statements)
  const marks = fingerprints(report.gate, placed, context.lineText)
  const results = placed
    .slice(0, mostResults)
    .map((finding, index) => resultOf(finding, report, rules, marks[index] ?? ''))
  const notifications = statements
    .filter(each => !isPlaced(each))
    .map(finding => notificationOf(finding, report, rules))
  const { gate, version, outcome, advisory } = report
  return {
    ...frame(gate),
    tool: {
      driver: { name: 'cd-gate', version, rules: [...rules.keys()].map(id => descriptorOf(id, report)) },
    },
    invocations: [
      {
        executionSuccessful: outcome !== 'unknown',
        exitCode: advisory && outcome === 'fail' ? 0 : exitCodeFor(outcome),
        toolExecutionNotifications: [...notifications, ...leftOut(placed.length - results.length)],
      },
    ],
    ...(results.length > 0 || outcome === 'pass' ? { results } : {}),
    properties: propertiesOf(report),
  }
}

function faultRun({ gate, version, code, message, hint }: GateFault): object {
  return {
    ...frame(gate),
    tool: { driver: { name: 'cd-gate', version, notifications: [{ id: code }] } },
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: plain(`${message}\n${hint}`) },
            descriptor: { id: code, index: 0 },
          },
        ],
      },
    ],
  }
}

/** What says how to read a run, and which of several runs it follows. */
function frame(gate: string): object {
  return {
    automationDetails: { id: `cd-gate/${gate}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the repository.' } } },
  }
}

type Placed = Finding & { readonly path: string }

function isPlaced(finding: Finding): finding is Placed {
  return finding.path !== null && finding.path !== ''
}

/** The identifiers of all rules with their places: those that the gate describes, then those that it does not. */
function ruleIndexes(report: GateReport, findings: readonly Finding[]): ReadonlyMap<string, number> {
  const names = new Set([...report.rules.keys(), ...findings.map(({ rule }) => rule)])
  return new Map([...new Set([...names].map(ruleId))].map((id, index) => [id, index]))
}

function ruleId(rule: string): string {
  return visible(rule) || 'unnamed'
}

function descriptorOf(id: string, { rules }: GateReport): object {
  const text = [...rules].find(([rule]) => ruleId(rule) === id)?.[1]
  return { id, shortDescription: { text: text ? plain(text) : id } }
}

function resultOf(
  finding: Placed,
  report: GateReport,
  rules: ReadonlyMap<string, number>,
  fingerprint: string,
): object {
  const place = placeOf(finding)
  const region = place && {
    startLine: place.startLine,
    endLine: place.endLine,
    ...(place.startColumn === null ? {} : { startColumn: place.startColumn }),
    ...(place.endColumn === null ? {} : { endColumn: place.endColumn }),
  }
  const artifactLocation = { uri: uriOf(finding.path), uriBaseId: '%SRCROOT%' }
  return {
    ruleId: ruleId(finding.rule),
    ruleIndex: rules.get(ruleId(finding.rule)),
    level: finding.severity,
    message: { text: plain(messageOf(finding, report.rules)) },
    locations: [{ physicalLocation: region ? { artifactLocation, region } : { artifactLocation } }],
    partialFingerprints: { 'cdGate/v1': fingerprint },
  }
}

function notificationOf(finding: Finding, report: GateReport, rules: ReadonlyMap<string, number>): object {
  const id = ruleId(finding.rule)
  return {
    level: finding.severity,
    message: { text: plain(messageOf(finding, report.rules)) },
    associatedRule: { id, index: rules.get(id) },
  }
}

function leftOut(count: number): readonly object[] {
  if (count === 0) return []
  const text = `and ${plural(count, 'more finding')}, left out here: a run may hold ${mostResults} results`
  return [{ level: 'warning', message: { text } }]
}

function propertiesOf({ outcome, advisory, headline, summary, figures }: GateReport): object {
  return {
    outcome,
    advisory,
    headline: visibleText(headline),
    summary: visibleText(summary),
    figures: figures.map(({ title: _, ...figure }) => figure),
  }
}

/** Text without links: SARIF makes one of `[text](target)` even in plain messages. */
function plain(text: string): string {
  return visibleText(text.replaceAll('\r\n', '\n')).replaceAll('](', '\\](')
}

/** A reference relative to the top. Each part is escaped: a colon in the first one would make a scheme of it. */
function uriOf(path: string): string {
  return exactPath(path).split('/').map(encodeURIComponent).join('/')
}
