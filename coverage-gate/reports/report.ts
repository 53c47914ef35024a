import type { SourceText } from '../../core/source-file.ts'
import type { CoverageMap } from '../coverage-map.ts'
import type { CoverageVerdict } from '../model.ts'
import type { OwnReportName } from './names.ts'

export interface RenderOptions {
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
  readonly now: Date
}

/** What the verdict was made from, for renderings of more than the verdict. */
export interface RenderContext {
  readonly map: CoverageMap
  /** The absolute path of the repository's top. */
  readonly top: string
  readonly now: Date
}

/** A file to write. `file` is relative to the directory of the one that was asked for; `''` is that one itself. */
export interface OutputFile {
  readonly file: string
  readonly text: string
}

/** One rendering of a verdict. Adding one is a file and a line in ./index.ts. */
export interface CoverageReport {
  readonly name: OwnReportName
  readonly title: string
  /** Where it goes unless said; `null` is standard output. */
  readonly usualFile: string | null
  /** The CIs (their names in the CI table) that get it without being asked. */
  readonly ci?: readonly string[]
  readonly render: (
    verdict: CoverageVerdict,
    source: SourceText,
    options: RenderOptions,
    context: RenderContext,
  ) => Promise<readonly OutputFile[]>
}
