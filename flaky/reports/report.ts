import type { FlakyReport } from '../report-model.ts'
import type { FlakyReportName } from './names.ts'

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

export interface FlakyRendering {
  readonly name: FlakyReportName
  /** `null`: standard output. */
  readonly usualFile: string | null
  readonly render: (report: FlakyReport, options: RenderOptions) => Promise<readonly OutputFile[]>
}
