import { locatePaths, type Place } from '../core/locate/locate.ts'
import type { Location } from '../core/locate/location.ts'
import type { RepositoryPaths } from '../core/locate/repository-paths.ts'
import { below, isAbsolutePath, normalizePath } from '../core/paths.ts'
import type { LintFinding, LintReportSummary } from './model.ts'
import type { ReadReport } from './report-files.ts'
import { withRivals } from './rivals.ts'

/** A report whose paths are looked up in the repository. */
export interface PlacedReport extends ReadReport {
  /** Where each path lies that the report names, as written. */
  readonly locations: ReadonlyMap<string, Location>
}

/** A finding, the linter that made it, and where its file lies. */
export interface SitedFinding {
  readonly finding: LintFinding
  readonly tool: string
  readonly report: string
  readonly location: Location
}

const outside: Location = { kind: 'outside' }

/**
 * @param directory the report's own, relative to the top; `null` when it lies elsewhere
 * @param changed the paths that the change touched: of these, a path must not be taken for another one's
 */
export function placeReport(
  read: ReadReport,
  directory: string | null,
  place: Place,
  paths: RepositoryPaths,
  changed: ReadonlySet<string> = new Set(),
): PlacedReport {
  const { findings, checked, sources } = read.report
  const named = [...new Set([...findings.map(each => each.path), ...(checked ?? [])])]
  const found = locatePaths({ paths: named, sources }, directory, place, paths)
  const first = new Map(named.map((path, index) => [path, found[index] ?? outside]))
  const locations = withRivals(first, { directory, place, paths, changed, checked: new Set(checked) })
  const inputs = new Set(named)
  for (const each of findings) if (!isMissingInput(each)) inputs.delete(each.path)
  for (const path of checked ?? []) inputs.delete(path)
  for (const path of inputs) if (locations.get(path)?.kind === 'outside') locations.delete(path)
  return { ...read, locations }
}

/** What a linter was told to look at and did not find is no file's name: flake8 and Ruff say E902 then, Pylint F0001. */
function isMissingInput({ rule, fatal }: LintFinding): boolean {
  return fatal && (rule === 'E902' || rule === 'F0001')
}

/** The findings of all reports. One that two reports have alike (shards that overlap) is one. */
export function sitedFindings(reports: readonly PlacedReport[]): readonly SitedFinding[] {
  const owners = new Map<string, PlacedReport>()
  return reports.flatMap(placed => {
    const { tool, name, findings } = placed.report
    return findings.flatMap(finding => {
      const location = placed.locations.get(finding.path) ?? outside
      if (reports.length > 1) {
        const { path, ...rest } = finding
        const key = JSON.stringify([tool, location.kind === 'found' ? location.path : path, rest])
        const owner = owners.get(key)
        if (owner !== undefined && owner !== placed) return []
        owners.set(key, placed)
      }
      return [{ finding, tool, report: name, location }]
    })
  })
}

/** The repository paths that the report says were checked; `null` where it names only those with findings. */
export function checkedPaths({ report, locations }: PlacedReport): readonly string[] | null {
  return report.checked && foundPaths(report.checked, locations)
}

/** The repository paths of the files that have findings. */
export function findingPaths({ report, locations }: PlacedReport): readonly string[] {
  return foundPaths(
    report.findings.map(each => each.path),
    locations,
  )
}

function foundPaths(written: readonly string[], locations: PlacedReport['locations']): readonly string[] {
  const found = written.flatMap(path => {
    const location = locations.get(path)
    return location?.kind === 'found' ? [location.path] : []
  })
  return [...new Set(found)]
}

/** The texts that the report holds, by repository path. */
export function placedTexts({ report, locations }: PlacedReport): readonly { path: string; text: string }[] {
  return [...(report.texts ?? [])].flatMap(([written, text]) => {
    const location = locations.get(written)
    return location?.kind === 'found' ? [{ path: location.path, text }] : []
  })
}

export function summaryOf({ report, locations }: PlacedReport): LintReportSummary {
  const located = [...locations.values()].filter(each => each.kind === 'found').length
  const { name, format, tool, findings } = report
  return { name, format, tool, findings: findings.length, files: locations.size, located }
}

/**
 * Whether the report names files and none of them is of this checkout: it was made elsewhere. A path inside the checkout that
 * git does not know (generated, ignored, not yet added) is of it all the same.
 * @param exists whether a relative path lies on disk
 */
export function isForeign(
  { locations }: PlacedReport,
  tops: readonly string[],
  exists: (path: string) => boolean,
): boolean {
  if (locations.size === 0) return false
  return [...locations].every(([written, location]) => {
    if (location.kind !== 'outside') return false
    const path = normalizePath(written)
    if (!isAbsolutePath(path)) return !exists(path)
    return tops.every(top => below(top, path) === null)
  })
}
