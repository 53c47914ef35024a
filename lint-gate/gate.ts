import type { ChangedFile } from '../core/change-set.ts'
import type { BaseCandidate } from '../core/ci.ts'
import { gateError } from '../core/errors.ts'
import { lineTexts } from '../core/line-texts.ts'
import { repositoryPaths } from '../core/locate/repository-paths.ts'
import { createSelection } from '../core/select.ts'
import type { SourceText } from '../core/source-file.ts'
import { askedChange, askedRepository } from '../core/system/asked-change.ts'
import type { Change } from '../core/system/change.ts'
import type { Repository } from '../core/system/git.ts'
import { directoryInside, placeOf } from '../core/system/place.ts'
import { olderNote, untrackedNote } from '../core/system/remarks.ts'
import { sourceTexts } from '../core/system/source-texts.ts'
import type { Baseline } from './base-report.ts'
import { fileStandings, stateNotes } from './file-states.ts'
import { judge, reachesSeverity } from './judge.ts'
import { kindOf } from './kinds.ts'
import { reachesInto, standingOf } from './match.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from './model.ts'
import type { LintOptions } from './options.ts'
import { ambiguityDoubts, unplacedDoubts } from './place-doubts.ts'
import { placeNotes } from './place-notes.ts'
import { placedTexts, placeReport, type SitedFinding, sitedFindings, summaryOf } from './placing.ts'
import { findReportFiles, type ReadReport, readReport } from './report-files.ts'
import { joinNotes, type Notes, statement } from './statement.ts'
import { summarize } from './summary.ts'
import { otherTextDoubts, staleDoubts, trustIn } from './trust.ts'
import { besideBaseline, sameNotes } from './weigh-baseline.ts'

export interface LintInput {
  readonly options: LintOptions
  /** Absolute, as the user entered it. */
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** What the CI knows to compare with, best first. */
  readonly baseCandidates: readonly BaseCandidate[]
  /** Whether a path is that of a programming language's source: a changed one should be linted. */
  readonly isSource: (path: string) => boolean
}

export interface LintResult {
  readonly verdict: LintVerdict
  readonly source: SourceText
  /** The absolute path of the repository's top, or of the working directory where there is none. */
  readonly top: string
}

/**
 * The lint gate: reports, change, places, standings, baseline, judgement, in this order.
 * @throws GateError whenever nothing can be told
 */
export async function runLintGate(input: LintInput): Promise<LintResult> {
  const { options, cwd, env, baseCandidates } = input
  const repository = await askedRepository(options, cwd, env)
  const files = await findReportFiles(options.reports, cwd)
  const reads = await Promise.all(files.map(file => readReport(file, cwd)))
  const isSource = sourceTest(reads, input.isSource)
  const change = await askedChange(repository, options, cwd, baseCandidates, isSource)
  const place = placeOf(repository, cwd, env, options.map)
  const paths = repositoryPaths(change.paths)
  const touched = new Set(change.changes.files.map(file => file.path))
  const reports = reads.map(read =>
    placeReport(read, directoryInside(read.file, place.top), place, paths, touched),
  )
  const excluded = createSelection(options.include, options.exclude, false)
  const sited = sitedFindings(reports)
  const held = reports.map(each => ({ name: each.report.name, texts: placedTexts(each) }))
  const source = await textsOf(repository, cwd, change, [
    ...foundIn(sited),
    ...held.flatMap(each => each.texts.map(text => text.path)),
  ])
  const placed = placedFindings(sited, change.changes.files)

  const baseline = await baselineOf(options, repository, change, { place, cwd })
  const weighed = besideBaseline(
    placed,
    baseline,
    lineTexts(path => source(path)?.lines() ?? null),
  )
  const counted = weighed.findings.filter(
    each => reachesSeverity(each.severity, options.severity) && excluded(each.path) === null,
  )
  const fresh = byPath(counted.filter(each => each.standing !== 'old'))
  const standings = fileStandings(change.changes.files, {
    reports,
    excluded,
    isSource,
    allowEmpty: options.allowEmpty,
  })
  const results = standings.map(({ change: file, state, reason }): LintFileResult => {
    const { path, oldPath } = file
    const findings = state === 'excluded' ? [] : (fresh.get(path) ?? []).toSorted(byPlace)
    return { path, oldPath, change: file, state, reason, findings }
  })
  const changed = new Set(results.map(file => file.path))
  const elsewhere = [...fresh.keys()]
    .filter(path => !changed.has(path))
    .sort()
    .flatMap(path => (fresh.get(path) ?? []).toSorted(byPlace))

  const notes = joinNotes([
    ...reads.map(read => trustIn(read, options.allowEmpty)),
    { doubts: await placeNotes({ reports, results, place, change, repository, options }), remarks: [] },
    { doubts: staleIn(placed, source), remarks: [] },
    { doubts: otherTextDoubts(held, path => source(path)?.lines() ?? null, 'stale-report'), remarks: [] },
    { doubts: unplacedDoubts(placed, change.changes.files, options.severity), remarks: [] },
    { doubts: ambiguityDoubts(reports, sited, standings, options.severity, baseline !== null), remarks: [] },
    stateNotes(standings, options.unchecked),
    weighed.notes(counted),
    sameNotes(reads, baseline),
    asideNotes(input, change, files, results, repository, excluded),
    quietNote(weighed.findings, options, excluded),
  ])
  const old = counted.filter(each => each.standing === 'old').length
  const { maxNew } = options
  const judgement = judge({ files: results, elsewhere, old, maxNew, notes })
  const { outcome, uncertain, findings, counts } = judgement
  const verdict: LintVerdict = {
    outcome,
    uncertain,
    findings,
    advisory: options.advisory,
    base: change.base,
    head: change.changes.head,
    files: results,
    elsewhere,
    counts,
    maxNew,
    baseline: baseline?.summary ?? null,
    reports: reports.map(summaryOf),
    summary: summarize(outcome, counts, results, elsewhere, notes.doubts[0]?.message ?? null),
  }
  return { verdict, source, top: repository?.top ?? cwd }
}

/** A linter of stylesheets makes stylesheets source: what the reports speak of counts beside the languages. */
function sourceTest(
  reads: readonly ReadReport[],
  isLanguage: (path: string) => boolean,
): (path: string) => boolean {
  const kinds = new Set(
    reads.flatMap(({ report }) =>
      [...report.findings.map(each => each.path), ...(report.checked ?? [])].map(kindOf),
    ),
  )
  return path => isLanguage(path) || kinds.has(kindOf(path))
}

function textsOf(
  repository: Repository | null,
  cwd: string,
  change: Change,
  found: readonly string[],
): Promise<SourceText> {
  const present = change.changes.files.filter(file => file.kind !== 'deleted').map(file => file.path)
  return sourceTexts(repository, cwd, change.head, [...new Set([...present, ...found])])
}

function foundIn(sited: readonly SitedFinding[]): readonly string[] {
  return sited.flatMap(({ location }) => (location.kind === 'found' ? [location.path] : []))
}

function placedFindings(
  sited: readonly SitedFinding[],
  changes: readonly ChangedFile[],
): readonly (PlacedFinding & { readonly report: string })[] {
  const changed = new Map(changes.map(file => [file.path, file]))
  return sited.flatMap(({ finding, tool, report, location }) => {
    if (location.kind !== 'found') return []
    const { path } = location
    const change = changed.get(path) ?? null
    const standing = standingOf(finding, change)
    return [{ ...finding, path, tool, report, standing, reaches: reachesInto(finding, change) }]
  })
}

async function baselineOf(
  options: LintOptions,
  repository: Repository | null,
  change: Change,
  where: { readonly place: ReturnType<typeof placeOf>; readonly cwd: string },
): Promise<Baseline | null> {
  if (options.baseline.length === 0) return null
  if (!repository || !change.base) {
    const why = 'the lines of the base have to be read from git, and a diff names no base'
    throw gateError('usage.contradiction', { first: '--baseline', second: '--diff', why })
  }
  const moved = change.changes.files.flatMap(({ kind, path, oldPath }) =>
    kind === 'renamed' && oldPath !== null ? [[oldPath, path] as const] : [],
  )
  const { readBaseline } = await import('./base-report.ts')
  return readBaseline({
    named: options.baseline,
    repository,
    commit: change.base.commit,
    moved: new Map(moved),
    headPaths: change.paths,
    ...where,
  })
}

function staleIn(
  placed: readonly (PlacedFinding & { readonly report: string })[],
  source: SourceText,
): Notes['doubts'] {
  return staleDoubts(placed, path => source(path)?.lineCount ?? null, 'stale-report')
}

function asideNotes(
  { cwd, options }: LintInput,
  change: Change,
  reports: readonly string[],
  results: readonly LintFileResult[],
  repository: Repository | null,
  excluded: (path: string) => string | null,
): Notes {
  const checked = results.filter(file => file.state === 'checked').map(file => file.path)
  const top = change.head === 'worktree' ? (repository?.top ?? cwd) : null
  const untracked = options.diff === null ? change.untracked.filter(path => excluded(path) === null) : []
  return {
    doubts: [],
    remarks: [...untrackedNote(untracked), ...olderNote(reports, checked, top, 'run the linter again')],
  }
}

/** What was left out of the judgement is said, so that nobody takes it for clean. */
function quietNote(
  findings: readonly PlacedFinding[],
  { severity }: LintOptions,
  excluded: (path: string) => string | null,
): Notes {
  const quiet = findings.filter(
    each =>
      each.standing !== 'old' && !reachesSeverity(each.severity, severity) && excluded(each.path) === null,
  )
  if (quiet.length === 0) return { doubts: [], remarks: [] }
  const message = `${quiet.length} new below --severity ${severity}: not judged`
  return { doubts: [], remarks: [statement('below-severity', 'note', message)] }
}

function byPath(findings: readonly PlacedFinding[]): ReadonlyMap<string, readonly PlacedFinding[]> {
  const groups = new Map<string, PlacedFinding[]>()
  for (const each of findings) {
    const group = groups.get(each.path)
    if (group) group.push(each)
    else groups.set(each.path, [each])
  }
  return groups
}

function byPlace(a: PlacedFinding, b: PlacedFinding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}
