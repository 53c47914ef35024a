export const summaryReportNames = ['terminal', 'json', 'markdown', 'html'] as const

export type SummaryReportName = (typeof summaryReportNames)[number]

/** A rendering to write: to `file`, `-` for standard output, or its usual place when `null`. */
export interface SummaryRequest {
  readonly name: SummaryReportName
  readonly file: string | null
}
