import type { BaseChoice, ChangedFile } from '../core/change-set.ts'
import type { Finding, Severity, Verdict } from '../core/verdict.ts'

/** One statement of a linter, as its report has it. Lines and columns are 1-based. */
export interface LintFinding {
  /** As written in the report. */
  readonly path: string
  /** `null`: it is about the file as a whole. */
  readonly line: number | null
  /** Inclusive; the line itself where the report tells no end. */
  readonly endLine: number | null
  readonly column: number | null
  /** Exclusive. */
  readonly endColumn: number | null
  /** The linter's own name for it: `no-unused-vars`, `E0602`, `TS2304`; `null` where it has none. */
  readonly rule: string | null
  readonly severity: Severity
  readonly message: string
  /** The linter could not read the file (a syntax error), and so says nothing of what else is in it. */
  readonly fatal: boolean
  /** Where in its file it is told by a count of characters or bytes alone: `line` is `null`, and means nothing. */
  readonly unplaced?: boolean
}

/** What a report says. */
export interface LintContent {
  /** The linter: `eslint`, `pylint`, a SARIF driver's name. */
  readonly tool: string
  readonly findings: readonly LintFinding[]
  /** Every file that was looked at, as written; `null` where the format names only those with findings. */
  readonly checked: readonly string[] | null
  /** The report itself shows that the linter ran to its end; without that, one that finds nothing means nothing. */
  readonly proven: boolean
  /** What the linter says of its own failure: a crash, a rule that could not run. Any of them is "could not tell". */
  readonly troubles: readonly string[]
  /** Lines of a text report that are no finding and no known decoration, as written. */
  readonly unread: readonly string[]
  /** Roots that the report declares for its paths (SARIF's originalUriBaseIds), as written. */
  readonly sources: readonly string[]
  /** What the linter writes last when it ran to its end; absent where the format itself shows its end (JSON, XML). */
  readonly end?: LintEnd
  /** The last line, where it has no line end: the linter was stopped while it wrote. */
  readonly cut?: string
  /** The texts that the linter looked at, where the report holds them, by path as written. */
  readonly texts?: ReadonlyMap<string, string>
  /** What is said of no file, and is worth a note. */
  readonly asides?: readonly string[]
}

export type LintEnd =
  /** A summary, unless it was told not to: one without it may have been stopped on the way. */
  | 'usual'
  /** Nothing that would tell. */
  | 'none'

export interface LintReport extends LintContent {
  /** The file as the user names it. */
  readonly name: string
  readonly format: string
}

/** How a finding stands to the change. */
export type Standing =
  /** It touches changed lines, is fatal in a changed file, or is about a file that is new. */
  | 'new'
  /** Outside the changed lines, and the baseline has it not: the change caused it. */
  | 'caused'
  /** Outside the changed lines, and known before, or without a baseline to tell. */
  | 'old'

/** A finding at its place in the repository. */
export interface PlacedFinding extends LintFinding {
  /** The repository path. */
  readonly path: string
  readonly tool: string
  readonly standing: Standing
  /** Its first line was there before: only the rest of its range reaches into changed lines. */
  readonly reaches?: boolean
}

export type LintFileState =
  /** A report says that it was checked, or has findings for it. */
  | 'checked'
  /** A report that names every file it checked does not name this one, though it names others of its kind. */
  | 'unchecked'
  /** No report can tell whether it was looked at. */
  | 'untold'
  | 'excluded'

/** What is known of one changed file. */
export interface LintFileResult {
  readonly path: string
  readonly oldPath: string | null
  readonly change: ChangedFile
  readonly state: LintFileState
  readonly reason: string | null
  /** New and caused ones, in order of their lines. */
  readonly findings: readonly PlacedFinding[]
}

export interface LintReportSummary {
  readonly name: string
  readonly format: string
  readonly tool: string
  readonly findings: number
  /** How many of its files were found in the repository, of how many. */
  readonly files: number
  readonly located: number
}

/** The gate's whole answer: everything that any rendering shows. */
export interface LintVerdict extends Verdict {
  readonly findings: readonly Finding[]
  readonly advisory: boolean
  /** Something could not be told, whatever else failed. */
  readonly uncertain: boolean
  readonly base: BaseChoice | null
  readonly head: string
  readonly files: readonly LintFileResult[]
  /** Findings that the change caused in files that it does not touch. */
  readonly elsewhere: readonly PlacedFinding[]
  readonly counts: {
    /** New and caused, at or above the severity asked for: what is judged. */
    readonly judged: number
    readonly new: number
    readonly caused: number
    readonly old: number
    /** Changed lines (in files that a report checked), and those of them with a finding that is judged. */
    readonly changedLines: number
    readonly changedLinesWithFindings: number
  }
  readonly maxNew: number
  readonly baseline: LintReportSummary | null
  readonly reports: readonly LintReportSummary[]
  /** One sentence: what was decided, and what to mend next. */
  readonly summary: string
}
