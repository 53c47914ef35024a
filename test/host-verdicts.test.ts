import { expect, test } from 'vitest'
import type { HostName } from '../core/reports/host.ts'
import { hostReports } from '../core/reports/hosts.ts'
import { exitCodeFor } from '../core/verdict.ts'
import { gateReportOf } from '../coverage-gate/reports/gate-report.ts'
import { readLoggingCommands } from './azure-commands.ts'
import { readJenkinsIssues } from './jenkins-issues.ts'
import { sampleContext } from './sample-gate-report.ts'
import { samples } from './sample-verdicts.ts'
import { readServiceMessages } from './teamcity-messages.ts'

/** What each host is left to think of a rendering: does something in it say that not all is well? */
const alarms: Readonly<Partial<Record<HostName, (text: string, besides: readonly unknown[]) => boolean>>> = {
  gitlab: text => JSON.parse(text).some((each: { severity: string }) => each.severity === 'critical'),
  jenkins: text => readJenkinsIssues(text).some(each => each.severity === 'ERROR'),
  teamcity: text => readServiceMessages(text).some(each => each.name === 'buildProblem'),
  azure: text => readLoggingCommands(text).some(each => each.properties.type === 'error'),
  buildkite: (_text, besides) => JSON.stringify(besides).includes('"--style","error"'),
}

test.each(Object.keys(alarms) as readonly HostName[])(
  '%s: what exits red is never silent, and a pass raises no alarm',
  async name => {
    const renderer = await hostReports.get(name)?.load()
    let red = 0
    for (const [title, verdict] of Object.entries(samples)) {
      const report = gateReportOf(verdict, '0.1.0')
      const { text, besides } = (await renderer?.verdict(report, sampleContext)) ?? { text: '', besides: [] }
      const code = report.outcome === 'fail' && report.advisory ? 0 : exitCodeFor(report.outcome)
      if (code !== 0) red += 1
      // Lists of issues show the errors of advice too; what makes a build red may not.
      if (code !== 0 || report.outcome === 'pass')
        expect(alarms[name]?.(text, besides), title).toBe(code !== 0)
    }
    expect(red).toBeGreaterThan(1)
  },
)
