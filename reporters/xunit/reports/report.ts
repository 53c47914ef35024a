import type { XunitSummary } from '../summary.ts'
import type { SummaryReportName } from './names.ts'

export interface OutputFile {
  /** `''` for the report itself, else the name of a file beside it. */
  readonly file: string
  readonly text: string
}

export interface RenderOptions {
  readonly colour: boolean
  readonly width: number
  readonly now: Date
}

export interface SummaryReport {
  readonly name: SummaryReportName
  /** `null`: standard output. */
  readonly usualFile: string | null
  readonly render: (summary: XunitSummary, options: RenderOptions) => Promise<readonly OutputFile[]>
}
