import type { SourceText } from '../../core/source-file.ts'
import type { LintVerdict } from '../model.ts'
import type { LintReportName } from './names.ts'

export interface RenderOptions {
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
  readonly now: Date
}

/** A file to write. `file` is relative to the directory of the one that was asked for; `''` is that one itself. */
export interface OutputFile {
  readonly file: string
  readonly text: string
}

/** One rendering of a verdict. Adding one is a file and a line in ./index.ts. */
export interface LintRendering {
  readonly name: LintReportName
  /** For people: "JUnit". */
  readonly title: string
  /** Where it goes unless said; `null` is standard output. */
  readonly usualFile: string | null
  readonly render: (
    verdict: LintVerdict,
    source: SourceText,
    options: RenderOptions,
  ) => Promise<readonly OutputFile[]>
}
