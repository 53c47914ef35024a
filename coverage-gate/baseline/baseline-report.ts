import { resolve } from 'node:path'
import { locatePaths, type Place } from '../../core/locate/locate.ts'
import { repositoryPaths } from '../../core/locate/repository-paths.ts'
import { listFiles, type Repository } from '../../core/system/git.ts'
import { directoryInside, shortName } from '../../core/system/place.ts'
import { mergeLines } from '../line-states.ts'
import type { LineStates } from '../model.ts'
import { readReport } from '../report-files.ts'
import type { BaselineSearch } from './find-baseline.ts'

interface ReportSearch {
  readonly repository: Repository
  readonly file: string
  readonly cwd: string
  readonly place: Place & { readonly top: string }
  /** The commit that the report was made at. */
  readonly commit: string
}

/**
 * A report of the base as its baseline. Its paths are those of that commit.
 * @throws GateError report.*, git.failed
 */
export async function baselineFromReport(search: ReportSearch): Promise<BaselineSearch> {
  const { repository, cwd, place, commit } = search
  const file = resolve(cwd, search.file)
  const report = await readReport(file, shortName(file, cwd), () => null)
  const paths = repositoryPaths(await listFiles(repository, { commit }))
  const named = { paths: report.files.map(each => each.path), sources: report.sources }
  const locations = locatePaths(named, directoryInside(file, place.top), place, paths)
  const files = new Map<string, LineStates[]>()
  const leftOut: string[] = []
  for (const [index, { path, lines }] of report.files.entries()) {
    const location = locations[index]
    if (location?.kind === 'ambiguous')
      leftOut.push(`${path} in ${report.name} (it may be ${location.paths.join(' or ')})`)
    if (location?.kind !== 'found') continue
    // One run: what it lists twice does not flip.
    const [known] = files.get(location.path) ?? []
    files.set(location.path, [known ? mergeLines(known, lines) : lines])
  }
  const none = { leftOut, alike: new Map() }
  if (files.size === 0) {
    const why = `the report ${report.name} knows no file of commit ${commit.slice(0, 10)}`
    return { baseline: null, why, ...none }
  }
  const origin = {
    kind: 'report',
    name: report.name,
    commit,
    distance: 0,
    formats: [report.format],
    runs: 1,
  } as const
  return { baseline: { origin, files }, why: null, ...none }
}
