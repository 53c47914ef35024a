import { createHash } from 'node:crypto'
import type { GateFault, GateReport, HostContext } from '../core/reports/host.ts'
import type { Finding } from '../core/verdict.ts'
import { hostileText } from './sample-verdicts.ts'

/** Verdicts as a host takes them, made by hand. */

const finding = (
  rule: string,
  severity: Finding['severity'],
  message: string,
  place: Partial<Finding> = {},
): Finding => ({ rule, severity, message, path: null, startLine: null, endLine: null, ...place })

/** Findings of every kind: without a place, of a file, of lines, of a part of a line, of parts of two lines; all severities. */
export const sampleGateReport: GateReport = {
  gate: 'coverage',
  version: '0.1.0',
  outcome: 'fail',
  advisory: false,
  headline: '5 of 9 changed lines are covered (55.55 %); 80 % needed',
  summary: 'Start with src/billing/invoice.ts, where 3 changed lines are missed.',
  findings: [
    finding('patch-lines', 'error', '5 of 9 changed lines are covered (55.55 %); 80 % needed'),
    finding('patch-functions', 'note', '2 of 3 changed functions are covered (66.66 %); 50 % needed'),
    finding('unreported-file', 'warning', 'no report knows src/jobs/send-reminders.ts', {
      path: 'src/jobs/send-reminders.ts',
    }),
    finding('missed-lines', 'warning', 'no test runs this changed line', {
      path: 'src/billing/invoice.ts',
      startLine: 16,
      endLine: 16,
    }),
    finding('missed-lines', 'warning', 'no test runs these changed lines', {
      path: 'src/billing/invoice.ts',
      startLine: 27,
      endLine: 28,
    }),
    finding('partial-branch', 'note', 'tests do not take every branch here', {
      path: 'src/billing/invoice.ts',
      startLine: 15,
      endLine: 15,
    }),
    finding('no-undef', 'error', "'rond' is not defined.\nDid you mean 'round'?", {
      path: 'src/billing/été, 100 %: a.ts',
      startLine: 3,
      endLine: 3,
      startColumn: 9,
      endColumn: 13,
    }),
    finding('no-unused-vars', 'warning', "'part' is never used.", {
      path: 'src/billing/invoice.ts',
      startLine: 26,
      endLine: 27,
      startColumn: 42,
      endColumn: 3,
    }),
  ],
  rules: new Map([
    ['patch-lines', 'Changed lines are covered by tests'],
    ['patch-functions', 'Changed functions are called by tests'],
    ['missed-lines', 'A changed line is run by no test'],
    ['partial-branch', 'Tests do not take every branch of a changed line'],
    ['unreported-file', 'No coverage report knows a changed source file'],
  ]),
  figures: [
    { kind: 'ratio', name: 'patch-lines', title: 'changed lines covered', covered: 5, total: 9 },
    { kind: 'ratio', name: 'patch-functions', title: 'changed functions covered', covered: 2, total: 3 },
    {
      kind: 'ratio',
      name: 'patch-branches',
      title: 'branches on changed lines covered',
      covered: 0,
      total: 0,
    },
    { kind: 'count', name: 'missed-lines', title: 'changed lines missed', count: 4 },
  ],
}

/** Judged, and nothing to say but that all is well. */
export const passingGateReport: GateReport = {
  ...sampleGateReport,
  outcome: 'pass',
  headline: '9 of 9 changed lines are covered (100 %); 80 % needed',
  summary: 'Nothing is left to do.',
  findings: [finding('patch-lines', 'note', '9 of 9 changed lines are covered (100 %); 80 % needed')],
  figures: [{ kind: 'ratio', name: 'patch-lines', title: 'changed lines covered', covered: 9, total: 9 }],
}

/** Texts that try to break out of every host's form, in every place that has a text. */
export const hostileGateReport: GateReport = {
  gate: 'coverage',
  version: '0.1.0',
  outcome: 'unknown',
  advisory: false,
  headline: hostileText,
  summary: `${hostileText}\n##[error]x\n##vso[task.complete result=Succeeded;]\n##teamcity[buildStatus text='x']`,
  findings: [
    finding(hostileText, 'error', hostileText),
    finding('', 'error', ''),
    finding(
      'commands',
      'error',
      'x\n::add-mask::a\r\n##[add-mask]b\r::stop-commands::c\u0085::error::d\u2028::error::e',
    ),
    finding('missed-lines', 'warning', hostileText, {
      path: `src/${hostileText}/a.ts`,
      startLine: 1,
      endLine: 1,
    }),
    finding('missed-lines', 'warning', hostileText, {
      path: `src/${hostileText}/a.ts`,
      startLine: 2,
      endLine: 9,
    }),
    finding(hostileText, 'note', hostileText, {
      path: 'a,line=1::b%0Ac:%d]|\'"/ ü\nx.ts',
      startLine: 4,
      endLine: 4,
      startColumn: 1,
      endColumn: 2,
    }),
    finding('long', 'note', 'x'.repeat(70_000), {
      path: `src/${'深い場所/'.repeat(60)}é.ts`,
      startLine: 1,
      endLine: 1,
    }),
  ],
  rules: new Map([
    [hostileText, hostileText],
    ['missed-lines', hostileText],
  ]),
  figures: [
    { kind: 'ratio', name: 'patch-lines', title: hostileText, covered: 29_999, total: 30_000 },
    { kind: 'count', name: 'missed-lines', title: hostileText, count: 1 },
  ],
}

export const sampleGateFault: GateFault = {
  gate: 'coverage',
  version: '0.1.0',
  code: 'report.none',
  message: 'no coverage report was found',
  hint: 'Run the tests with coverage first, or name the report.',
}

export const hostileGateFault: GateFault = {
  ...sampleGateFault,
  code: 'report.unreadable',
  message: hostileText,
  hint: `${hostileText}\n::add-mask::a\n##vso[task.complete result=Succeeded;]`,
}

/** Every line of every file has a text of its own. */
const lineText = (path: string, line: number): string =>
  `\tconst line${line} = '${createHash('sha256').update(path).digest('hex').slice(0, 8)}'`

export const sampleContext: HostContext = {
  env: {},
  markdown: async () => '## Coverage: FAIL\n\n5 of 9 changed lines are covered\n',
  lineText,
  top: '/repo',
}

/** The sample with another environment, or whatever else differs. */
export function contextWith(more: Partial<HostContext>): HostContext {
  return { ...sampleContext, ...more }
}
