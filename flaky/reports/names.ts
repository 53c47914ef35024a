export const flakyReportNames = ['terminal', 'json', 'markdown', 'html'] as const

export type FlakyReportName = (typeof flakyReportNames)[number]

/** A rendering to write: to `file`, `-` for standard output, or its usual place when `null`. */
export interface FlakyReportRequest {
  readonly name: FlakyReportName
  readonly file: string | null
}
