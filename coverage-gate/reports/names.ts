import type { HostName } from '../../core/reports/host.ts'
import { hostNames } from '../../core/reports/host.ts'

/** The renderings that this gate has itself. */
export const ownReportNames = ['terminal', 'json', 'markdown', 'html', 'junit', 'cobertura'] as const

export type OwnReportName = (typeof ownReportNames)[number]

/** What `--report` may name; `ci` is whatever the CI reads that runs this. */
export type ReportName = OwnReportName | HostName | 'ci'

export const reportNames: readonly ReportName[] = [...ownReportNames, ...hostNames, 'ci']
