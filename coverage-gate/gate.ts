import type { ChangedFile } from '../core/change-set.ts'
import type { BaseCandidate } from '../core/ci.ts'
import { gateError } from '../core/errors.ts'
import { locatePaths } from '../core/locate/locate.ts'
import type { Location } from '../core/locate/location.ts'
import { repositoryPaths } from '../core/locate/repository-paths.ts'
import { createSelection } from '../core/select.ts'
import type { SourceText } from '../core/source-file.ts'
import { askedChange, askedRepository } from '../core/system/asked-change.ts'
import type { Change } from '../core/system/change.ts'
import type { Repository } from '../core/system/git.ts'
import { directoryInside, placeOf, shortName } from '../core/system/place.ts'
import { olderNote, untrackedNote } from '../core/system/remarks.ts'
import { sourceTexts } from '../core/system/source-texts.ts'
import { combine, type Finding } from '../core/verdict.ts'
import { applyRatchet } from './baseline/ratchet.ts'
import { besideChange, type LossCauses } from './beside-change.ts'
import { everyLine, wantedLines } from './changed-lines.ts'
import { type CoverageMap, mergeReports, projectLines } from './coverage-map.ts'
import { requireReports } from './expected-reports.ts'
import { addUp, judge } from './judge.ts'
import { measureFile } from './measure.ts'
import type { BaselineFacts, CoverageVerdict, FileResult, Report } from './model.ts'
import type { CoverageOptions } from './options.ts'
import { findReportFiles, readReport } from './report-files.ts'
import { languageOf } from './source/languages.ts'
import { summarize } from './summary.ts'

export interface GateInput {
  readonly options: CoverageOptions
  /** Absolute, as the user entered it. */
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** What the CI knows to compare with, best first. */
  readonly baseCandidates: readonly BaseCandidate[]
  /** Read every file in depth, those too that did not change: a rendering shows them. */
  readonly whole: boolean
  /** Tells why coverage was lost; `null`: nobody can. */
  readonly lossCauses: LossCauses | null
}

export interface GateResult {
  readonly verdict: CoverageVerdict
  readonly source: SourceText
  readonly map: CoverageMap
  /** Where the repository's paths begin. */
  readonly top: string
}

const isSource = (path: string): boolean => languageOf(path) !== null

interface LocatedReport {
  readonly report: Report
  readonly locations: readonly Location[]
}

/**
 * The coverage gate: change, reports, places, measures, judgement, in this order.
 * @throws GateError whenever it cannot tell
 */
export async function runGate(input: GateInput): Promise<GateResult> {
  const { options, cwd, env, baseCandidates, whole, lossCauses } = input
  const repository = await askedRepository(options, cwd, env)
  const found = await findReportFiles(options.reports, cwd, repository?.top ?? null)
  const change = await askedChange(repository, options, cwd, baseCandidates, isSource)
  const present = change.changes.files.filter(file => file.kind !== 'deleted')
  const source = await sourceTexts(
    repository,
    cwd,
    change.head,
    present.map(file => file.path),
  )

  const located = await readReports(found.files, present, change.paths, {
    options,
    cwd,
    repository,
    env,
    whole,
  })
  requireReports(
    located.map(each => each.report.name),
    options.expect,
  )
  const map = mergeReports(located)
  const excluded = createSelection(options.include, options.exclude)
  const files: FileResult[] = []
  for (const file of change.changes.files) {
    const evidence = {
      excluded: excluded(file.path),
      coverage: map.files.get(file.path) ?? null,
      ambiguity: map.ambiguous.get(file.path) ?? null,
      source: file.kind === 'deleted' || file.content !== 'text' ? null : source(file.path),
      countUnreported: options.unreported === 'fail',
    }
    files.push(await measureFile(file, evidence))
  }
  await refuseForeign(located, files)

  const world = { repository, cwd, env, place: placeOf(repository, cwd, env, options.map) }
  const beside = await besideChange({ options, change, map, excluded, source, world, lossCauses })
  // Kept after the comparison: no run is compared with itself.
  const saved = options.saveBaseline
    ? [await save({ options, cwd, env, repository, change, map, located })]
    : []
  const asideNotes = [
    ...saved,
    ...untrackedNote(change.untracked.filter(path => excluded(path) === null)),
    ...olderNote(
      found.files,
      measuredPaths(files),
      change.head === 'worktree' ? (repository?.top ?? cwd) : null,
    ),
  ]
  const lostSource = await textsOfLost({ repository, cwd, change }, beside.baseline, source)
  const judged = options.ratchet ? applyRatchet(files, beside.compared) : files
  const patchJudgement = judge(judged, options)
  const outcome = combine([patchJudgement.outcome, beside.outcome])
  const uncertain = patchJudgement.uncertain || beside.uncertain
  const findings = [...patchJudgement.findings, ...beside.findings]
  const patch = addUp(judged)
  const all = [
    ...findings,
    ...(await pathHints(located, files)),
    ...leftAside(found.leftAside, cwd),
    ...asideNotes,
  ]
  const verdict: CoverageVerdict = {
    outcome,
    uncertain,
    findings: all,
    advisory: options.advisory,
    base: change.base,
    head: change.changes.head,
    patch,
    project: { lines: projectLines(map) },
    files: judged,
    baseline: beside.baseline,
    hidden: beside.hidden,
    reports: located.map(({ report, locations }) => ({
      name: report.name,
      format: report.format,
      files: report.files.length,
      located: locations.filter(location => location.kind === 'found').length,
    })),
    summary: summarize({ outcome, patch, files: judged, findings, baseline: beside.baseline }),
  }
  return { verdict, source: lostSource, map, top: repository?.top ?? cwd }
}

/** The texts of files that lost lines, which are no part of the change. */
async function textsOfLost(
  { repository, cwd, change }: { repository: Repository | null; cwd: string; change: Change },
  lost: BaselineFacts | null,
  source: SourceText,
): Promise<SourceText> {
  const paths = lost?.files.map(file => file.path) ?? []
  if (paths.length === 0) return source
  const more = await sourceTexts(repository, cwd, change.head, paths)
  return path => source(path) ?? more(path)
}

async function save({
  options,
  change,
  located,
  ...where
}: Pick<GateInput, 'options' | 'cwd' | 'env'> & {
  readonly repository: Repository | null
  readonly change: Change
  readonly map: CoverageMap
  readonly located: readonly LocatedReport[]
}): Promise<Finding> {
  const { saveBaseline } = await import('./baseline/save-baseline.ts')
  const formats = located.map(each => each.report.format)
  return saveBaseline({
    ...where,
    address: options.baselineRecord,
    head: change.head,
    formats,
    now: new Date(),
  })
}

async function readReports(
  reportFiles: readonly string[],
  changed: readonly ChangedFile[],
  paths: readonly string[],
  where: Pick<GateInput, 'options' | 'cwd' | 'env' | 'whole'> & { readonly repository: Repository | null },
): Promise<readonly LocatedReport[]> {
  const { options, cwd, repository, env, whole } = where
  const wanted = whole ? everyLine : wantedLines(changed)
  const place = placeOf(repository, cwd, env, options.map)
  const all = repositoryPaths(paths)
  const located: LocatedReport[] = []
  for (const file of reportFiles) {
    const report = await readReport(file, shortName(file, cwd), wanted)
    const named = { paths: report.files.map(each => each.path), sources: report.sources }
    located.push({ report, locations: locatePaths(named, directoryInside(file, place.top), place, all) })
  }
  return located
}

function measuredPaths(files: readonly FileResult[]): readonly string[] {
  return files.filter(file => file.state === 'measured').map(file => file.path)
}

function namesOf({ report, locations }: LocatedReport, which: (location: Location) => boolean = () => true) {
  const files = report.files.filter((_, index) => which(locations[index] ?? { kind: 'outside' }))
  return { name: report.name, paths: files.map(file => file.path) }
}

/** Reports that know no file of the repository were made elsewhere: what they do not know means nothing. */
async function refuseForeign(located: readonly LocatedReport[], files: readonly FileResult[]): Promise<void> {
  const unreported = files.filter(file => file.state === 'unreported')
  const known = located.some(({ locations }) => locations.some(location => location.kind !== 'outside'))
  if (known || unreported.length === 0) return
  const { path = '' } = unreported[0] ?? {}
  const { nearestReportPath } = await import('../core/locate/nearest.ts')
  const near = nearestReportPath(
    path,
    located.map(each => namesOf(each)),
  )
  throw gateError('report.foreign', { report: near.report, examples: near.examples, map: near.map })
}

/** For each changed file that no report knows: what looks like it, and the --map that would say so. */
async function pathHints(
  located: readonly LocatedReport[],
  files: readonly FileResult[],
): Promise<readonly Finding[]> {
  const unreported = files.filter(file => file.state === 'unreported')
  if (unreported.length === 0) return []
  const { nearestReportPath } = await import('../core/locate/nearest.ts')
  const outside = located.map(each => namesOf(each, location => location.kind === 'outside'))
  return unreported
    .flatMap(({ path }): Finding[] => {
      const near = nearestReportPath(path, outside)
      if (!near.alike) return []
      const message = `${near.report} has ${near.examples}; if that is ${path}, add ${near.map}`
      return [{ rule: 'path-hint', severity: 'note', message, path, startLine: null, endLine: null }]
    })
    .slice(0, 10)
}

function leftAside(files: readonly string[], cwd: string): readonly Finding[] {
  return files.map(file => {
    const message = `${shortName(file, cwd)} was not read: a richer or newer report lies beside it`
    return {
      rule: 'report-left-aside',
      severity: 'note',
      message,
      path: null,
      startLine: null,
      endLine: null,
    }
  })
}
