import { lineTexts } from '../core/line-texts.ts'
import { repositoryPaths } from '../core/locate/repository-paths.ts'
import { sourceFile } from '../core/source-file.ts'
import { listFiles, type Repository, readBlobs } from '../core/system/git.ts'
import { directoryInside, type placeOf } from '../core/system/place.ts'
import type { Finding } from '../core/verdict.ts'
import { countOf, fingerprint } from './baseline.ts'
import type { LintReportSummary } from './model.ts'
import {
  checkedPaths,
  isForeign,
  type PlacedReport,
  placedTexts,
  placeReport,
  sitedFindings,
  summaryOf,
} from './placing.ts'
import { findReportFiles, readReport } from './report-files.ts'
import { doubt } from './statement.ts'
import { otherTextDoubts, staleDoubts, trustIn } from './trust.ts'

/** What the baseline has, in the names of the head. */
export interface Baseline {
  readonly summary: LintReportSummary
  /** The linters that it is of, in lower case. */
  readonly tools: ReadonlySet<string>
  /** How many findings it has of each fingerprint. */
  readonly counts: ReadonlyMap<string, number>
  /** The files that it checked, under their names at the head; `null` where it names only those with findings. */
  readonly checked: ReadonlySet<string> | null
  /** The files that the base has, under their names at the head. */
  readonly present: ReadonlySet<string>
  /** Of its reports with findings, by which they are known to be none of the head's. */
  readonly digests: ReadonlyMap<string, string>
  /** Why it is no baseline. */
  readonly doubts: readonly Finding[]
}

export interface BaselineInput {
  readonly named: readonly string[]
  readonly repository: Repository
  /** The base's commit. */
  readonly commit: string
  readonly place: ReturnType<typeof placeOf>
  readonly cwd: string
  /** Old path → new path of what the change moved. */
  readonly moved: ReadonlyMap<string, string>
  /** The paths at the head. */
  readonly headPaths: readonly string[]
}

/**
 * Reads what the linter said at the base, beside the base's own lines.
 * @throws GateError lint.missing, report.*, git.failed
 */
export async function readBaseline(input: BaselineInput): Promise<Baseline> {
  const { repository, commit, place, cwd, moved } = input
  const base = await listFiles(repository, { commit })
  const paths = repositoryPaths(base)
  const reads = await Promise.all(
    (await findReportFiles(input.named, cwd)).map(file => readReport(file, cwd)),
  )
  const placed = reads.map(read => placeReport(read, directoryInside(read.file, place.top), place, paths))
  const sited = sitedFindings(placed).flatMap(({ finding, tool, report, location }) =>
    location.kind === 'found'
      ? [{ finding, tool, report: `the baseline ${report}`, path: location.path, line: finding.line }]
      : [],
  )
  const held = placed.map(each => ({ name: `the baseline ${each.report.name}`, texts: placedTexts(each) }))
  const textPaths = [...new Set([...sited, ...held.flatMap(each => each.texts)].map(each => each.path))]
  const blobs = await readBlobs(repository, { commit }, textPaths)
  const texts = new Map([...blobs].map(([path, bytes]) => [path, sourceFile(bytes)]))
  const textOf = lineTexts(path => texts.get(path)?.lines() ?? null)
  const atHead = (path: string) => moved.get(path) ?? path
  const keys = sited.map(({ finding, tool, path }) => {
    const text = (_: string, line: number) => textOf(path, line)
    return fingerprint(atHead(path), tool, finding, text)
  })
  const names = placed.map(each => each.report.name).join(', ')
  return {
    summary: combined(placed.map(summaryOf), names),
    tools: new Set(placed.map(each => each.report.tool.toLowerCase())),
    counts: countOf(keys),
    checked: placed.every(each => each.report.checked !== null)
      ? new Set(placed.flatMap(each => checkedPaths(each) ?? []).map(atHead))
      : null,
    present: new Set(base.map(atHead)),
    digests: new Map(
      placed.flatMap(({ report, digest }) =>
        digest !== undefined && report.findings.length > 0 ? [[digest, report.name] as const] : [],
      ),
    ),
    doubts: [
      ...placed.flatMap(each => trustIn(each, false, 'the baseline').doubts),
      ...staleDoubts(sited, path => texts.get(path)?.lineCount ?? null, 'baseline-elsewhere'),
      ...otherTextDoubts(held, path => texts.get(path)?.lines() ?? null, 'baseline-elsewhere'),
      ...placed.flatMap(each => laterDoubts(each, base, input)),
    ],
  }
}

/** A baseline that names a file which only the head has, or none of the base's, was made of something else. */
function laterDoubts(
  placed: PlacedReport,
  base: readonly string[],
  { headPaths, place }: BaselineInput,
): readonly Finding[] {
  const { name } = placed.report
  const basePaths = new Set(base)
  const added = repositoryPaths(headPaths.filter(path => !basePaths.has(path)))
  const again = placeReport(placed, directoryInside(placed.file, place.top), place, added)
  const unknown = [...placed.locations].filter(([, location]) => location.kind === 'outside')
  const later = unknown.map(([written]) => again.locations.get(written)).find(each => each?.kind === 'found')
  if (later?.kind === 'found') {
    const message = `the baseline ${name} names ${later.path}, which the base does not have: it was made after the change`
    return [doubt('baseline-elsewhere', message)]
  }
  return isForeign(placed, place.tops, () => false)
    ? [doubt('baseline-elsewhere', `the baseline ${name} names no file that the base has`)]
    : []
}

function combined(summaries: readonly LintReportSummary[], name: string): LintReportSummary {
  const sum = (pick: (each: LintReportSummary) => number) =>
    summaries.reduce((all, each) => all + pick(each), 0)
  const once = (pick: (each: LintReportSummary) => string) => [...new Set(summaries.map(pick))].join(', ')
  return {
    name,
    format: once(each => each.format),
    tool: once(each => each.tool),
    findings: sum(each => each.findings),
    files: sum(each => each.files),
    located: sum(each => each.located),
  }
}
