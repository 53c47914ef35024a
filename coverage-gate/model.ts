import type { BaseChoice, ChangedFile } from '../core/change-set.ts'
import type { Count } from '../core/ratio.ts'
import type { Outcome, Verdict } from '../core/verdict.ts'
import type { CategoryCounts } from './baseline/categories.ts'

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
  /** How many lines the measured text had, where the format tells. */
  readonly lineCount?: number
  /** Lines that a pragma or a setting took out, where the format tells. */
  readonly excluded?: readonly number[]
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
  /**
   * Changed lines that are missed and took the place of lines that were missed before: not counted in `lines`
   * (--ratchet). Absent where none is.
   */
  readonly missedBefore?: readonly number[]
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

/** Where a baseline comes from, for people. */
export interface BaselineOrigin {
  readonly kind: 'record' | 'report'
  /** The store, or the report file. */
  readonly name: string
  readonly commit: string
  /** How many commits it lies before the point from which the change starts. */
  readonly distance: number
  readonly formats: readonly string[]
  /** How many runs of that code were recorded. */
  readonly runs: number
}

/** A test that may be why coverage was lost. */
export interface LossCause {
  /** The test's name, or its file where all of the file went. */
  readonly test: string
  readonly file: string | null
  readonly what: 'disappeared' | 'skipped' | 'failed'
  /** The files that lost lines, and that this test's file reaches, by name or import; empty: nothing ties it to one. */
  readonly paths: readonly string[]
}

/** What became of the coverage since the baseline. */
export interface BaselineFacts {
  /** `null`: none was found, and `why`. */
  readonly origin: BaselineOrigin | null
  readonly why: string | null
  readonly counts: CategoryCounts
  /** Coverage of what is still there, then and now: deleted code is on neither side. */
  readonly before: Count
  readonly now: Count
  /** Judged files in which lines were lost, flip or are measured no longer, and those that no report knows any more. */
  readonly files: readonly BaselineFile[]
  readonly causes: readonly LossCause[]
}

export interface BaselineFile {
  readonly path: string
  readonly oldPath: string | null
  readonly state: 'compared' | 'vanished'
  readonly counts: CategoryCounts
  /** Unchanged lines that lost their coverage, ascending. */
  readonly lost: readonly number[]
  /** Unchanged lines that were covered and are measured no longer, ascending. */
  readonly excludedCovered: readonly number[]
  /** Lines that were not run this time, and flip between runs of the same code, ascending. */
  readonly unstable: readonly number[]
}

/** A place that the change takes out of coverage. */
export interface HiddenPlace {
  readonly path: string
  readonly line: number
  /** The pragma, as coverage-gate/hidden/pragmas.ts calls it. */
  readonly name: string
  /** What follows " -- "; `null`: no reason is given. */
  readonly reason: string | null
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
  /** `null`: no baseline was asked for. */
  readonly baseline: BaselineFacts | null
  /** Pragmas that the change adds. */
  readonly hidden: readonly HiddenPlace[]
  /** One sentence: what was decided, and what to test next. */
  readonly summary: string
}
