import { html } from '../html.ts'
import type { Finding, Severity } from '../verdict.ts'
import { messageOf, placeOf } from './annotations.ts'
import { fingerprints } from './fingerprint.ts'
import type { GateFault, GateReport, HostContext, HostRenderer } from './host.ts'
import { hostPath, issuesOf, oneLine } from './host-issues.ts'

const mostIssues = 5000

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'NORMAL', note: 'LOW' }

/** Jenkins' word for "none", for names and files. */
const none = '-'

/**
 * One issue as `recordIssues(tools: [issues(…)])` reads it. Every field is on every issue: the reader fills one builder
 * again and again, and what an issue leaves out it has from the one before.
 */
interface JenkinsIssue {
  /** Relative to the workspace. */
  readonly fileName: string
  /** 0 is the whole file. */
  readonly lineStart: number
  readonly lineEnd: number
  /** Always empty: the reader turns ranges into places, and then refuses the `lineStart` that it reads after them. */
  readonly lineRanges: readonly never[]
  /** 0 is the whole line; both inclusive. */
  readonly columnStart: number
  readonly columnEnd: number
  readonly severity: string
  readonly type: string
  readonly category: string
  /** Plain text: the plugin escapes it. */
  readonly message: string
  /** HTML, which the plugin cleans but does not escape. */
  readonly description: string
  /** Where one is given, Jenkins makes none of its own. It tells with it which issues are old when code moves. */
  readonly fingerprint: string
  readonly packageName: string
  readonly moduleName: string
  readonly origin: string
  readonly reference: string
  readonly additionalProperties: string
  /** A UUID, or the whole report is refused. */
  readonly id: string
}

/**
 * Native issues for Jenkins' warnings plugin. A fault is an issue too: a step that finds no report records no issues, and
 * looks like one that found nothing to complain of.
 */
export const jenkins: HostRenderer = {
  verdict: async (report, context) => {
    const issues = issuesOf(report, mostIssues)
    const marks = fingerprints(report.gate, issues, context.lineText)
    const directory = checkoutIn(context)
    return written(issues.map((finding, index) => issueOf(finding, marks[index] ?? '', report, directory)))
  },
  fault: async fault => written([faultIssue(fault)]),
}

function written(issues: readonly JenkinsIssue[]) {
  return { text: `${JSON.stringify({ issues }, null, 2)}\n`, besides: [] }
}

function issueOf(finding: Finding, mark: string, report: GateReport, directory: string): JenkinsIssue {
  const { path } = finding
  const place = placeOf(finding)
  const columnStart = place?.startColumn ?? 0
  const about = report.rules.get(finding.rule)
  return {
    fileName: path === null ? none : directory + hostPath(path),
    lineStart: place?.startLine ?? 0,
    lineEnd: place?.endLine ?? 0,
    lineRanges: [],
    columnStart,
    columnEnd: place?.endColumn ? place.endColumn - 1 : columnStart,
    severity: severities[finding.severity],
    type: oneLine(finding.rule, 200) || none,
    category: report.gate,
    message: oneLine(messageOf(finding, report.rules), 4000),
    description: about === undefined ? '' : html`<p>${oneLine(about, 4000)}</p>`.markup,
    ...identity(mark),
  }
}

function faultIssue({ gate, code, message, hint }: GateFault): JenkinsIssue {
  const finding: Finding = {
    rule: code,
    severity: 'error',
    message,
    path: null,
    startLine: null,
    endLine: null,
  }
  return {
    fileName: none,
    lineStart: 0,
    lineEnd: 0,
    lineRanges: [],
    columnStart: 0,
    columnEnd: 0,
    severity: severities.error,
    type: code,
    category: gate,
    message: oneLine(message, 4000),
    description: html`<p>${oneLine(hint, 4000)}</p>`.markup,
    ...identity(fingerprints(gate, [finding], () => null)[0] ?? ''),
  }
}

function identity(fingerprint: string) {
  return {
    fingerprint,
    packageName: none,
    moduleName: none,
    origin: 'cd-gate',
    reference: '',
    additionalProperties: '',
    id: fingerprint.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  }
}

/** Where in the workspace the repository lies: '' for its top, else `sources/`. */
function checkoutIn({ env, top }: HostContext): string {
  const plain = (path: string) => path.replaceAll('\\', '/').replace(/\/+$/, '')
  const workspace = env.WORKSPACE ? plain(env.WORKSPACE) : ''
  const inside = workspace !== '' && plain(top).startsWith(`${workspace}/`)
  return inside ? `${plain(top).slice(workspace.length + 1)}/` : ''
}
