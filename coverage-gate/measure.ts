import type { ChangedFile } from '../core/change-set.ts'
import type { Count } from '../core/ratio.ts'
import type { SourceFile } from '../core/source-file.ts'
import type { Ambiguity } from './coverage-map.ts'
import { continuedVerdict, createLineVerdict, innermostStatement, type LineVerdict } from './line-verdicts.ts'
import { type MergedDetail, mergeDetails } from './merge-details.ts'
import type { FileCoverage, FileResult, FunctionCoverage, LineResult } from './model.ts'
import { languageOf } from './source/languages.ts'
import { unknownUnit } from './source/unknown-code.ts'
import { staleReason } from './stale.ts'

/** What is known about one changed file. */
export interface Evidence {
  /** Why it is not judged, or `null`. */
  readonly excluded: string | null
  readonly coverage: FileCoverage | null
  readonly ambiguity: Ambiguity | null
  /** Its text at the head; `null` when it cannot be read. */
  readonly source: SourceFile | null
  /** Whether changed lines of a file, and code in it, count that no report knows. */
  readonly countUnreported: boolean
}

const noLines: LineResult = { total: 0, covered: 0, missed: [], partial: [], ran: [] }

/** One changed file × what is known of it → its state and its figures. */
export async function measureFile(change: ChangedFile, evidence: Evidence): Promise<FileResult> {
  const nothing = withoutCode(change, evidence)
  if (nothing) return result(change, 'no-code', nothing)
  if (evidence.excluded !== null) return result(change, 'excluded', evidence.excluded)
  // Source whose lines nobody can tell: a pass would rest on not having looked.
  if (change.content === 'binary') return result(change, 'stale', 'its changed lines cannot be read as text')
  if (evidence.coverage) return measured(change, evidence.coverage, evidence)
  if (evidence.ambiguity) {
    const { report, written, candidates } = evidence.ambiguity
    return result(change, 'ambiguous', `${written} in ${report} may be ${candidates.join(' or ')}`)
  }
  return unreported(change, evidence)
}

function result(
  change: ChangedFile,
  state: FileResult['state'],
  reason: string | null,
  figures: Partial<FileResult> = {},
): FileResult {
  const { path, oldPath } = change
  const none = { lines: noLines, branches: null, functions: null, statements: null, missedFunctions: [] }
  return { path, oldPath, change, state, reason, ...none, ...figures }
}

/** Why there can be no line to cover in what the change did to this file. */
function withoutCode(change: ChangedFile, evidence: Evidence): string | null {
  if (change.kind === 'deleted') return 'deleted'
  if (change.content === 'submodule') return 'a submodule'
  if (change.content === 'symlink') return 'a symbolic link'
  const isSource =
    evidence.coverage !== null || evidence.ambiguity !== null || languageOf(change.path) !== null
  if (change.content === 'binary' && !isSource) return 'binary'
  if (!isSource) return 'not source code'
  if (change.addedLines.length > 0 || change.content === 'binary') return null
  if (change.hunks.length > 0) return 'lines were only removed'
  return change.oldPath === null ? 'no line changed' : 'only moved'
}

async function measured(
  change: ChangedFile,
  coverage: FileCoverage,
  { source, countUnreported }: Evidence,
): Promise<FileResult> {
  const stale = await staleReason(coverage, source)
  if (stale !== null) return result(change, 'stale', stale)
  const unknown = source && (await newCode(change, coverage, source))
  if (unknown && countUnreported) return result(change, 'stale', `${unknown}: run the tests again`)
  const detail = mergeDetails(coverage.details)
  const verdictOf = await lineVerdict(change, coverage, detail, source)
  const known = change.addedLines.filter(line => verdictOf(line) !== 'unmeasured')
  // Tools with statement ranges also list closing brackets, blanks and comments; those test nothing.
  const counted = detail.statements && source ? await holdingCode(change.path, source, known) : known
  const other = counted.length === 0 && source && countUnreported ? await unknownCode(change, source) : null
  if (other !== null) return result(change, 'stale', `line ${other} holds code that the report does not know`)
  const missed = counted.filter(line => verdictOf(line) === 'missed')
  const partial = counted.filter(line => verdictOf(line) === 'partial')
  const ran = counted.filter(line => verdictOf(line) !== 'missed')
  const lines = { total: counted.length, covered: ran.length, missed, partial, ran }
  const reason = unknown
    ? `${unknown}; not counted (--unreported)`
    : counted.length === 0
      ? 'no measured code on the changed lines'
      : null
  return result(change, 'measured', reason, { lines, ...otherMetrics(detail, counted, missed) })
}

/** Code of the change of which the reports measure nothing, in words. */
async function newCode(
  change: ChangedFile,
  { lines, details }: FileCoverage,
  source: SourceFile,
): Promise<string | null> {
  if (change.addedLines.every(line => lines[line])) return null
  const excluded = details.flatMap(detail => detail.excluded ?? [])
  const unit = await unknownUnit(change.path, source.lines, change.addedLines, lines, excluded)
  if (!unit) return null
  const { first, last } = unit
  return `${first === last ? `line ${first} holds` : `lines ${first}-${last} hold`} code that the report does not know`
}

/** Where reports know lines alone, the source tells which statement a changed line goes on with. */
async function lineVerdict(
  change: ChangedFile,
  coverage: FileCoverage,
  detail: MergedDetail,
  source: SourceFile | null,
): Promise<(line: number) => LineVerdict> {
  const verdictOf = createLineVerdict(coverage.lines, detail)
  if (detail.statements || !source) return verdictOf
  const unlisted = change.addedLines.filter(line => !coverage.lines[line])
  if (unlisted.length === 0) return verdictOf
  const { statementStarts } = await import('./source/statement-starts.ts')
  const starts = await statementStarts(change.path, source.lines, unlisted)
  return starts.size === 0 ? verdictOf : continuedVerdict(verdictOf, starts)
}

function otherMetrics(detail: MergedDetail, counted: readonly number[], missed: readonly number[]) {
  const changed = new Set(counted)
  const functions = detail.functions && touched(detail.functions, counted)
  const branches = detail.branches?.filter(
    ({ line, pathLine }) => changed.has(line) || (pathLine !== null && changed.has(pathLine)),
  )
  const inner = innermostStatement(detail.statements ?? [])
  const around = new Set(counted.map(inner))
  const statements = detail.statements?.filter(each => changed.has(each.range.start.line) || around.has(each))
  return {
    branches: branches ? tally(branches, branch => branch.taken) : null,
    functions: functions && tally(functions, each => each.hit),
    statements: statements ? tally(statements, statement => statement.hit) : null,
    missedFunctions: touched(detail.functions ?? [], missed).map(({ name, line }) => ({ name, line })),
  }
}

function tally<Item>(items: readonly Item[], isCovered: (item: Item) => boolean): Count {
  return { total: items.length, covered: items.filter(isCovered).length }
}

/** The innermost functions that hold the lines; where a format tells no end, those that begin on one of them. */
function touched(
  functions: readonly FunctionCoverage[],
  lines: readonly number[],
): readonly FunctionCoverage[] {
  if (lines.length === 0) return []
  const found = new Set(lines.map(line => innermostFunction(functions, line)))
  return functions.filter(each => found.has(each))
}

function innermostFunction(functions: readonly FunctionCoverage[], line: number): FunctionCoverage | null {
  let inner: FunctionCoverage | null = null
  for (const each of functions) {
    if (each.line <= line && line <= (each.endLine ?? each.line) && (!inner || each.line >= inner.line))
      inner = each
  }
  return inner
}

/** A source file that no report knows: nothing ran it, so that its executable lines are missed. */
async function unreported(change: ChangedFile, evidence: Evidence): Promise<FileResult> {
  const reason = 'no report knows this file'
  const missed = await codeIn(change, evidence.source)
  if (missed.length === 0) {
    return result(change, 'no-code', 'no executable code on the changed lines')
  }
  if (!evidence.countUnreported) return result(change, 'unreported', `${reason}; not counted (--unreported)`)
  const lines = { total: missed.length, covered: 0, missed, partial: [], ran: [] }
  return result(change, 'unreported', reason, { lines })
}

/** The changed lines that hold code: nothing ran them. What cannot be read may be code in every line. */
async function codeIn(change: ChangedFile, source: SourceFile | null): Promise<readonly number[]> {
  if (source === null) return change.addedLines
  const { unmeasuredCode } = await import('./source/unmeasured-code.ts')
  const { lines, statements } = await unmeasuredCode(change.path, source.lines())
  const verdictOf = createLineVerdict(lines, { branches: null, functions: null, statements })
  const missed = change.addedLines.filter(line => verdictOf(line) === 'missed')
  return statements ? holdingCode(change.path, source, missed) : missed
}

let loading: Promise<typeof import('./source/code-lines.ts')> | null = null

/** Many runs never look into a source file, and need not load what can. */
async function holdingCode(
  path: string,
  source: SourceFile,
  lines: readonly number[],
): Promise<readonly number[]> {
  loading ??= import('./source/code-lines.ts')
  const { codeLines } = await loading
  return codeLines(path, source.lines(), lines)
}

/**
 * A changed line with code of which the report, which knows the file, says nothing: it was made before the change. Asked
 * only where the report measures no changed line at all, and told only where a parser can tell: tools differ on
 * `export default`, and pragmas take code out.
 */
async function unknownCode(change: ChangedFile, source: SourceFile): Promise<number | null> {
  const lines = source.lines()
  if (lines.some(line => /(?:istanbul|v8|c8)\s+ignore|LCOV_EXCL/.test(line))) return null
  const { unmeasuredCode } = await import('./source/unmeasured-code.ts')
  const { lines: code, statements } = await unmeasuredCode(change.path, lines)
  if (!statements) return null
  const isPlain = (line: number) => !/^\s*export\s+default\b/.test(lines[line - 1] ?? '')
  return change.addedLines.find(line => (code[line] ?? 0) > 0 && isPlain(line)) ?? null
}
