import { type HostName, hostNames } from '../../core/reports/host.ts'

/** The gate's own renderings; those of the hosts are every gate's. */
export const lintReportNames = ['terminal', 'json', 'markdown', 'junit'] as const

export type LintReportName = (typeof lintReportNames)[number]

/** What --report takes; `ci` means what the CI at hand gets unasked. */
export type RequestName = LintReportName | HostName | 'ci'

export const requestNames: readonly RequestName[] = [...lintReportNames, ...hostNames, 'ci']
