import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { Wanted } from '../changed-lines.ts'
import type { FileCoverage } from '../model.ts'

export interface ReportContent {
  /** The source roots that the report declares, as written. */
  readonly sources: readonly string[]
  readonly files: readonly FileCoverage[]
}

/**
 * Reads a report in one pass: every file's lines, and in depth the files of the change; of these, branches and statements
 * only where they touch its lines, if nothing else can depend on the others.
 * @throws GateError report.damaged, report.empty, report.hostile
 */
export type ReadReport = (bytes: ReportBytes, wanted: Wanted) => ReportContent

/** One coverage format: a line in ./index.ts. What reads it is a file of its own, loaded when it is needed. */
export interface CoverageReader {
  /** Its name in output and docs, for example `lcov`. */
  readonly format: string
  readonly title: string
  /** Which is taken when one folder holds several formats: the higher, the richer. */
  readonly richness: number
  /** Where tools put it by default, relative to a package: tried when no report is named. */
  readonly usualPlaces: readonly string[]
  /** Told from the first 64 KiB, decoded as Latin-1 without a byte order mark. */
  readonly detect: (head: string) => boolean
  /** What reads it may have to wait: for a parser of the sources, say. */
  readonly load: () => Promise<ReadReport | ((...given: Parameters<ReadReport>) => Promise<ReportContent>)>
}
