import type { Place } from '../core/locate/locate.ts'
import type { Location } from '../core/locate/location.ts'
import type { RepositoryPaths } from '../core/locate/repository-paths.ts'
import { below, isAbsolutePath, joinPaths, normalizePath } from '../core/paths.ts'

export interface RivalInput {
  /** The report's own directory, relative to the top; `null` when it lies elsewhere. */
  readonly directory: string | null
  readonly place: Place
  readonly paths: RepositoryPaths
  readonly changed: ReadonlySet<string>
  /** What the report lists as looked at, as written. */
  readonly checked: ReadonlySet<string>
}

/**
 * A relative path that fits the repository's top may as well be that of a package where the linter ran. It is ambiguous
 * where such a package has a changed file of that path, unless something decides: a mapping, the report's list of what
 * was looked at, the directory where the user and the report are, or that the report names files which only the top has, or files
 * of that package by their whole paths.
 */
export function withRivals(
  locations: ReadonlyMap<string, Location>,
  input: RivalInput,
): Map<string, Location> {
  const named = [...locations].map(([written, location]) => ({
    written,
    path: normalizePath(written),
    location,
  }))
  const absolute = named.flatMap(({ written, path, location }) =>
    isAbsolutePath(path) && location.kind === 'found' && input.checked.has(written) ? [location.path] : [],
  )
  const relative = named.filter(({ path }) => !isAbsolutePath(path) && !isMapped(path, input.place))
  const atTop = relative.filter(({ path, location }) => location.kind === 'found' && location.path === path)
  const decided = new Map(locations)
  for (const { written, path, location } of relative) {
    const own = ownDirectory(input)
    const here = own === null ? null : input.paths.find(joinPaths(own, path))
    if (location.kind === 'ambiguous' && here !== null && location.paths.includes(here)) {
      decided.set(written, { kind: 'found', path: here })
      continue
    }
    if (location.kind !== 'found' || location.path !== path) continue
    const said = [...new Set(absolute.filter(each => each === path || each.endsWith(`/${path}`)))]
    if (said.length === 1 && said[0] !== undefined) {
      decided.set(written, { kind: 'found', path: said[0] })
      continue
    }
    const rivals = input.paths
      .ending(path)
      .filter(each => each !== path && input.changed.has(each) && (said.length === 0 || said.includes(each)))
      .filter(each => mayBeFrom(each.slice(0, -path.length - 1), relative, atTop, input.paths))
    if (rivals.length > 0) decided.set(written, { kind: 'ambiguous', paths: [path, ...rivals] })
  }
  return decided
}

/** Where the user stands, unless the report lies in another directory. */
function ownDirectory({ directory, place: { cwd } }: RivalInput): string | null {
  return cwd !== '' && (directory === null || directory === cwd) ? cwd : null
}

function isMapped(path: string, { mappings }: Place): boolean {
  return mappings.some(({ from }) => below(normalizePath(from), path) !== null)
}

/** Whether a linter in that directory could have written these paths. */
function mayBeFrom(
  directory: string,
  relative: readonly { readonly path: string }[],
  atTop: readonly { readonly path: string }[],
  paths: RepositoryPaths,
): boolean {
  if (relative.some(({ path }) => below(directory, path) !== null)) return false
  return atTop.every(({ path }) => paths.find(joinPaths(directory, path)) !== null)
}
