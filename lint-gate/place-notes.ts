import { existsSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createSelection } from '../core/select.ts'
import type { Change } from '../core/system/change.ts'
import type { Repository } from '../core/system/git.ts'
import type { placeOf } from '../core/system/place.ts'
import type { Finding } from '../core/verdict.ts'
import { absentDoubts, absentFiles } from './absent-files.ts'
import { ignoredPaths } from './ignored-paths.ts'
import type { LintFileResult } from './model.ts'
import type { LintOptions } from './options.ts'
import { foreignDoubts, goneDoubts } from './place-doubts.ts'
import { isForeign, type PlacedReport } from './placing.ts'

export interface PlaceNotesInput {
  readonly reports: readonly PlacedReport[]
  readonly results: readonly LintFileResult[]
  readonly place: ReturnType<typeof placeOf>
  readonly change: Change
  readonly repository: Repository | null
  readonly options: LintOptions
}

/**
 * Doubts about files that the reports name and the head does not have: made elsewhere, of before the change, or of nowhere.
 * @throws GateError report.foreign
 */
export async function placeNotes(input: PlaceNotesInput): Promise<readonly Finding[]> {
  const { reports, results, place, change } = input
  const exists = onDisk(place.top, place.cwd)
  const foreign = await foreignDoubts(reports, results, place.tops, exists)
  const gone = goneDoubts(reports, gonePaths(change, place.top), place)
  return [...foreign, ...gone, ...(gone.length === 0 ? await absent(input, exists) : [])]
}

async function absent(
  { reports, place, change, repository, options }: PlaceNotesInput,
  exists: (path: string) => boolean,
): Promise<readonly Finding[]> {
  // Without a repository only the paths of the diff are known.
  if (repository === null) return []
  const select = createSelection([], options.exclude, false)
  const excluded = (path: string) => select(path) !== null
  const own = reports.filter(each => !isForeign(each, place.tops, exists))
  const known = new Set(change.paths)
  // A file that is reached through a symbolic link is the project's all the same.
  const aside = (path: string) => exists(path) && !realPaths(place, path).some(each => known.has(each))
  const all = own.map(each =>
    absentFiles(each, { place, severity: options.severity, exists: aside, excluded }),
  )
  const paths = [...new Set(all.flatMap(each => each.paths))]
  return absentDoubts(all, await ignoredPaths(repository, paths))
}

/** Paths that the change took away, and that are gone: what git follows no more may lie there all the same. */
function gonePaths({ changes, paths, head }: Change, top: string): readonly string[] {
  const there = new Set(paths)
  return changes.files
    .flatMap(({ kind, path, oldPath }) =>
      kind === 'deleted' ? [path] : kind === 'renamed' ? (oldPath ?? []) : [],
    )
    .filter(path => !there.has(path) && !(head === 'worktree' && existsSync(join(top, path))))
}

function realPaths({ top, cwd }: PlaceNotesInput['place'], path: string): readonly string[] {
  return [join(top, cwd, path), join(top, path)]
    .filter(file => existsSync(file))
    .map(file => relative(top, realpathSync(file)))
}

function onDisk(top: string, cwd: string): (path: string) => boolean {
  return path => existsSync(join(top, cwd, path)) || existsSync(join(top, path))
}
