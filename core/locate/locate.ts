import { below, isAbsolutePath, joinPaths, normalizePath } from '../paths.ts'
import type { Location } from './location.ts'
import { type PackagePath, readPackagePath } from './package-path.ts'
import { placePackages } from './packages.ts'
import { inferPlacements } from './placements.ts'
import type { RepositoryPaths } from './repository-paths.ts'

/** A report path prefix, and the repository path prefix that it stands for. */
export interface PathMapping {
  readonly from: string
  readonly to: string
}

/** What a report names: its files as written, and the roots that it declares for them. */
export interface NamedPaths {
  readonly paths: readonly string[]
  readonly sources: readonly string[]
}

/** Where the checkout and the user stand; all paths normalized. */
export interface Place {
  /** Every absolute spelling of the checkout's top: resolved, and through the symbolic link it was entered by. */
  readonly tops: readonly string[]
  /** The working directory relative to the top. */
  readonly cwd: string
  readonly mappings: readonly PathMapping[]
}

const outside: Location = { kind: 'outside' }

/**
 * Finds each of a report's files in the repository: by the user's mappings, by its absolute path, by the
 * source roots that the report declares, by the report's own place and the working directory, and last by
 * a change of prefix that explains the report as a whole. Files that are named by their packages are found by these
 * (./packages.ts). Never by likeness of one name alone.
 * @param directory the report's directory relative to the top, `null` when it lies elsewhere
 */
export function locatePaths(
  report: NamedPaths,
  directory: string | null,
  place: Place,
  paths: RepositoryPaths,
): readonly Location[] {
  const written = report.paths.map(normalizePath)
  const roots = sourceRoots(report.sources, directory, place)
  const direct = written.map(path => locateDirectly(path, roots, place, paths))
  const open = written.filter((_, index) => direct[index] === null)
  if (open.length === 0) return direct.map(location => location ?? outside)
  const points = startingPoints(directory, place.cwd)
  const packaged = placePackages(open, points, paths)
  const plain = packaged.size === 0 ? open : open.filter(path => !packaged.has(path))
  const placements = inferPlacements(plain, points, paths)
  return written.map((path, index) => direct[index] ?? packaged.get(path) ?? placements(path))
}

/** `null` = nothing sure can be said from the path alone. */
function locateDirectly(
  path: string,
  roots: readonly string[],
  place: Place,
  paths: RepositoryPaths,
): Location | null {
  const named = place.mappings.length + roots.length > 0 ? readPackagePath(path) : null
  for (const { from, to } of place.mappings) {
    const rest = named ? belowPackage(normalizePath(from), named) : below(normalizePath(from), path)
    if (rest !== null) return oneOf([paths.find(joinPaths(normalizePath(to), rest))]) ?? outside
  }
  if (isAbsolutePath(path)) {
    const inside = place.tops.map(top => below(top, path)).find(rest => rest !== null)
    return inside === undefined ? null : (oneOf([paths.find(inside)]) ?? outside)
  }
  return roots.length === 0
    ? null
    : oneOf(roots.map(root => paths.find(joinPaths(root, named?.path ?? path))))
}

/** Users map a package, all of them (`.`), or a module's name. */
function belowPackage(from: string, { modules, path }: PackagePath): string | null {
  return below(from, path) ?? (from === modules.join('/') ? path : null)
}

function oneOf(found: readonly (string | null)[]): Location | null {
  const distinct = [...new Set(found.filter(path => path !== null))]
  if (distinct.length > 1) return { kind: 'ambiguous', paths: distinct }
  return distinct[0] === undefined ? null : { kind: 'found', path: distinct[0] }
}

/** Declared roots that lie in this checkout. A relative one may start at the report, the top, or where the user stands. */
function sourceRoots(sources: readonly string[], directory: string | null, place: Place): readonly string[] {
  const roots = sources.filter(Boolean).flatMap(source => {
    const path = normalizePath(source)
    if (isAbsolutePath(path)) return place.tops.flatMap(top => (path === top ? '' : (below(top, path) ?? [])))
    return [directory ?? '', '', place.cwd].map(start => joinPaths(start, path))
  })
  return [...new Set(roots)].filter(root => !root.startsWith('..'))
}

/** The working directory, the report's directory, and every directory above it. */
function startingPoints(directory: string | null, cwd: string): readonly string[] {
  const points = new Set(['', cwd])
  for (let at = directory; at; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') points.add(at)
  return [...points]
}
