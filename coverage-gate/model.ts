import type { BaseChoice, ChangedFile } from '../core/change-set.ts'
import type { Count } from '../core/ratio.ts'
import type { Outcome, Verdict } from '../core/verdict.ts'

/**
 * What is known of each line, indexed by line number (index 0 is unused): 0 not measured,
 * 1 missed, 2 covered. Merging two reports is the greater of both, line by line, so that a line
 * is missed only if every report that measures it missed it.
 */
export type LineStates = Uint8Array
export const NOT_MEASURED = 0
export const MISSED = 1
export const COVERED = 2

/** Line 1-based, column 0-based as in Istanbul; `end` is exclusive. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

/** One way out of a decision. `line` is the decision's, `pathLine` the arm's own where the format knows it. */
export interface Branch {
  readonly key: string
  readonly line: number
  readonly pathLine: number | null
  readonly range: Range | null
  readonly taken: boolean
}

export interface FunctionCoverage {
  readonly name: string
  readonly line: number
  readonly endLine: number | null
  readonly range: Range | null
  readonly hit: boolean
}

export interface Statement {
  readonly range: Range
  readonly hit: boolean
}

/**
 * What one report says of one file beyond its lines. `null` = the report does not carry that metric.
 * Branches are comparable only within one `scheme` (who counted them, and how).
 */
export interface FileDetail {
  readonly scheme: string
  /** The tool listed the file without having run it; another report's real data replaces it. */
  readonly placeholder: boolean
  readonly branches: readonly Branch[] | null
  readonly functions: readonly FunctionCoverage[] | null
  readonly statements: readonly Statement[] | null
  /** LCOV's optional checksum per line: base64 of the MD5 of the line's text. */
  readonly checksums: ReadonlyMap<number, string> | null
}

/** One file as reports know it. `details` holds one entry per report that was read in depth. */
export interface FileCoverage {
  readonly path: string
  readonly lines: LineStates
  readonly details: readonly FileDetail[]
}

export type MetricName = 'lines' | 'branches' | 'functions' | 'statements'

/** One report file, read. `sources` are the roots it declares (Cobertura), as written. */
export interface Report {
  readonly name: string
  readonly format: string
  readonly sources: readonly string[]
  readonly files: readonly FileCoverage[]
}

export type FileState = 'measured' | 'no-code' | 'excluded' | 'unreported' | 'stale' | 'ambiguous'

export interface LineResult extends Count {
  /** Changed lines with measured code that no test ran, ascending. */
  readonly missed: readonly number[]
  /** Changed lines that ran, but not in every branch, ascending. */
  readonly partial: readonly number[]
  /** Changed lines that ran, partial ones too, ascending. */
  readonly ran: readonly number[]
}

/** What the gate found for one changed file. */
export interface FileResult {
  readonly path: string
  readonly oldPath: string | null
  readonly change: ChangedFile
  readonly state: FileState
  /** Why it has this state, as a short clause: "matches the default exclude **\/*.test.*". `null` for plain measured. */
  readonly reason: string | null
  readonly lines: LineResult
  /** `null` = no report that knows the file carries this metric. */
  readonly branches: Count | null
  readonly functions: Count | null
  readonly statements: Count | null
  /** Names of functions that hold missed changed lines, where the format names them: what to test next. */
  readonly missedFunctions: readonly { readonly name: string; readonly line: number }[]
}

export interface Totals {
  readonly lines: Count
  readonly branches: Count | null
  readonly functions: Count | null
  readonly statements: Count | null
}

/** A report that was read, for the reader of the verdict. `located` of `files` were found in the repository. */
export interface ReportSummary {
  readonly name: string
  readonly format: string
  readonly files: number
  readonly located: number
}

/** The gate's whole answer: everything that any rendering shows. */
export interface CoverageVerdict extends Verdict {
  readonly outcome: Outcome
  readonly advisory: boolean
  /** Something could not be told, whatever else failed: advice never hides that. */
  readonly uncertain: boolean
  readonly base: BaseChoice | null
  readonly head: string
  readonly patch: Totals
  readonly project: { readonly lines: Count }
  readonly files: readonly FileResult[]
  readonly reports: readonly ReportSummary[]
  /** One sentence: what was decided, and what to test next. */
  readonly summary: string
}
