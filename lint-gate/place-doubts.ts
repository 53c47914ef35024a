import type { ChangedFile } from '../core/change-set.ts'
import { gateError } from '../core/errors.ts'
import { locatePaths, type Place } from '../core/locate/locate.ts'
import { repositoryPaths } from '../core/locate/repository-paths.ts'
import type { Finding, Severity } from '../core/verdict.ts'
import type { FileStanding } from './file-states.ts'
import { reachesSeverity } from './judge.ts'
import { standingOf } from './match.ts'
import type { LintFileResult, PlacedFinding } from './model.ts'
import { isForeign, type PlacedReport, type SitedFinding } from './placing.ts'
import { doubt } from './statement.ts'

const TOP =
  ": if the linter ran at the repository's top, say so by --map .=. ; if in a package, by --map .=<package>"

/**
 * Reports that name no file of this checkout were made elsewhere.
 * @param exists whether a relative path lies on disk
 * @throws GateError report.foreign when that is all of them, and something was to be linted
 */
export async function foreignDoubts(
  reports: readonly PlacedReport[],
  files: readonly LintFileResult[],
  tops: readonly string[],
  exists: (path: string) => boolean,
): Promise<readonly Finding[]> {
  const foreign = reports.filter(each => isForeign(each, tops, exists))
  const [first] = foreign
  const wanted = files.find(file => file.state !== 'excluded')
  if (!first || !wanted) return []
  const { nearestReportPath } = await import('../core/locate/nearest.ts')
  const nearest = (some: readonly PlacedReport[]) =>
    nearestReportPath(
      wanted.path,
      some.map(({ report, locations }) => ({ name: report.name, paths: [...locations.keys()] })),
    )
  if (foreign.length === reports.length) {
    const { report, examples, map } = nearest(foreign)
    throw gateError('report.foreign', { report, examples, map })
  }
  return foreign.map(each => {
    const { report, examples, map } = nearest([each])
    return doubt('foreign-report', `${report} names no file of this repository, but ${examples}: add ${map}`)
  })
}

/** A report that names a file which the change took away is of an earlier version. */
export function goneDoubts(
  reports: readonly PlacedReport[],
  gone: readonly string[],
  place: Place,
): readonly Finding[] {
  if (gone.length === 0) return []
  const left = repositoryPaths(gone)
  return reports.flatMap(({ report, locations }) => {
    const unknown = [...locations].filter(([, each]) => each.kind === 'outside').map(([path]) => path)
    if (unknown.length === 0) return []
    const found = locatePaths({ paths: unknown, sources: report.sources }, null, place, left)
    const named = found.find(each => each.kind === 'found')
    if (named?.kind !== 'found') return []
    return [
      doubt('stale-report', `${report.name} names ${named.path}, which the change took away`, named.path),
    ]
  })
}

/** Which line it means cannot be told, and its file is changed: it may be one of those. */
export function unplacedDoubts(
  findings: readonly (PlacedFinding & { readonly report: string })[],
  files: readonly ChangedFile[],
  severity: Severity,
): readonly Finding[] {
  const changed = new Set(files.filter(file => file.addedLines.length > 0).map(file => file.path))
  const open = findings.filter(
    each =>
      each.unplaced === true &&
      each.standing === 'old' &&
      changed.has(each.path) &&
      reachesSeverity(each.severity, severity),
  )
  const [first] = open
  if (!first) return []
  const more = open.length > 1 ? `, ${open.length} in all` : ''
  const message = `${first.report} tells the place of a finding in ${first.path} by a count of characters alone${more}: give a form with lines`
  return [doubt('unplaced-finding', message, first.path)]
}

/**
 * A path that may be several files keeps the gate from telling where one of them is changed and it would matter.
 * @param compared beside a baseline: a finding may be caused wherever it is
 */
export function ambiguityDoubts(
  reports: readonly PlacedReport[],
  findings: readonly SitedFinding[],
  files: readonly FileStanding[],
  severity: Severity,
  compared: boolean,
): readonly Finding[] {
  const changed = new Map(
    files.filter(each => each.state !== 'excluded').map(each => [each.change.path, each]),
  )
  const say = (report: string, written: string, paths: readonly string[], path: string) => {
    const which = `${written} in ${report} may be ${paths.slice(0, 4).join(' or ')}`
    return doubt('ambiguous-path', `${which}${paths.includes(written) ? TOP : ''}`, path)
  }
  const doubts = new Map<string, Finding>()
  for (const { finding, report, location } of findings) {
    if (location.kind !== 'ambiguous' || !reachesSeverity(finding.severity, severity)) continue
    const touched = location.paths.find(
      path => standingOf(finding, changed.get(path)?.change ?? null) === 'new',
    )
    const hit = touched ?? (compared ? location.paths[0] : undefined)
    if (hit !== undefined) doubts.set(hit, say(report, finding.path, location.paths, hit))
  }
  for (const { report, locations } of reports) {
    for (const written of report.checked ?? []) {
      const location = locations.get(written)
      if (location?.kind !== 'ambiguous') continue
      const hit = location.paths.find(path => changed.has(path) && changed.get(path)?.state !== 'checked')
      if (hit !== undefined && !doubts.has(hit))
        doubts.set(hit, say(report.name, written, location.paths, hit))
    }
  }
  return [...doubts.values()]
}
