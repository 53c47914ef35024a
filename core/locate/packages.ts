import type { Location } from './location.ts'
import { moduleOfRoot, namedByModules, nearestOf } from './module-directories.ts'
import { type PackagePath, readPackagePath } from './package-path.ts'
import { type Placement, prefixChanges } from './placements.ts'
import type { RepositoryPaths } from './repository-paths.ts'

interface Entry extends PackagePath {
  readonly written: string
  /** Repository paths that it may be. */
  candidates: readonly string[]
}

/**
 * Tells where files lie that a report names by their packages. A file is the one whose path ends in its whole package
 * and its name. Where several do, it lies in the one module that holds whatever else the report (or its group for
 * one module) names; then in that which the group names, or in which the report lies; else it is ambiguous. A repository
 * path that ends in a longer package path of the report is none of a shorter one. A file without a package has nothing
 * but its name, which must be unique.
 * @param written as `writePackagePath` makes them
 * @param points directories in which the report lies or the user stands
 */
export function placePackages(
  written: readonly string[],
  points: readonly string[],
  paths: RepositoryPaths,
): ReadonlyMap<string, Location> {
  const entries = written.flatMap((path): Entry | readonly Entry[] => {
    const named = readPackagePath(path)
    return named ? { ...named, written: path, candidates: paths.ending(named.path) } : []
  })
  const claims = longestClaims(entries)
  for (const each of entries) {
    each.candidates = each.candidates.filter(path => claims.get(path) === each.path.length)
  }
  for (const scope of groupBy(entries, each => each.modules.join('/'))) {
    chooseModule(scope, points)
    for (const open of groupBy(scope.filter(mayLeaveOut), each => /[^.]*$/.exec(each.path)?.[0] ?? '')) {
      placeShortened(open, scope, points, claims, paths)
    }
  }
  return new Map(entries.map(each => [each.written, locationOf(each.candidates)]))
}

function locationOf(candidates: readonly string[]): Location {
  const [only] = candidates
  if (only === undefined) return { kind: 'outside' }
  return candidates.length === 1 ? { kind: 'found', path: only } : { kind: 'ambiguous', paths: candidates }
}

/** For each repository path the length of the longest package path that it ends in. */
function longestClaims(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const claims = new Map<string, number>()
  for (const { path, candidates } of entries) {
    for (const each of candidates) claims.set(each, Math.max(path.length, claims.get(each) ?? 0))
  }
  return claims
}

/** Narrows the candidates of one report, or of its group for one module, to those of one module. */
function chooseModule(scope: readonly Entry[], points: readonly string[]): void {
  if (scope.every(each => each.candidates.length < 2)) return
  const modules = scope[0]?.modules ?? []
  const located = scope.filter(each => each.candidates.length > 0 && hasPackage(each))
  const held = new Map<string, number>()
  for (const each of located) {
    for (const module of modulesOf(each)) held.set(module, (held.get(module) ?? 0) + 1)
  }
  const whole = Array.from(held.keys()).filter(module => held.get(module) === located.length)
  const chosen = whole.length > 1 ? nearestOf(namedByModules(whole, modules), points) : whole
  for (const each of scope) {
    if (each.candidates.length < 2) continue
    const within = chosen.length > 0 ? chosen : namedByModules([...modulesOf(each)], modules)
    const kept = each.candidates.filter(path => within.includes(moduleOf(path, each)))
    if (kept.length > 0) each.candidates = kept
  }
}

function modulesOf(entry: Entry): ReadonlySet<string> {
  return new Set(entry.candidates.map(path => moduleOf(path, entry)))
}

function moduleOf(path: string, entry: Entry): string {
  if (path.endsWith(`/${entry.path}`)) return moduleOfRoot(path.slice(0, -entry.path.length - 1))
  return moduleOfRoot(path.split('/').slice(0, -entry.path.split('/').length).join('/'))
}

function hasPackage(entry: Entry): boolean {
  return entry.path.includes('/')
}

/** Java's directories follow its packages; Kotlin's and Scala's may leave out what all packages have in common. */
function mayLeaveOut(entry: Entry): boolean {
  return entry.candidates.length === 0 && hasPackage(entry) && !/\.java$/i.test(entry.path)
}

/**
 * Places files whose directories leave out the beginning of their packages: if one beginning, put for one directory,
 * explains at least two of them and more than half, and more than names speaks for it. Two names alone may be those of any
 * project (`App.kt`, `Main.kt`).
 * @param open files of one module and one language that do not lie in the directories of their packages
 */
function placeShortened(
  open: readonly Entry[],
  scope: readonly Entry[],
  points: readonly string[],
  claims: ReadonlyMap<string, number>,
  paths: RepositoryPaths,
): void {
  if (open.length < 2) return
  const explaining = prefixChanges(
    open.map(each => each.path),
    paths,
  ).filter(
    change =>
      change.from !== '' &&
      change.explains.size > 1 &&
      change.explains.size * 2 > open.length &&
      isProven(change, scope),
  )
  const modules = explaining.map(({ to }) => moduleOfRoot(to))
  const chosen = nearestOf(namedByModules(modules, open[0]?.modules ?? []), points)
  const changes = explaining.filter(({ to }) => chosen.includes(moduleOfRoot(to)))
  for (const each of open) {
    const targets = changes.flatMap(({ explains }) => explains.get(each.path) ?? [])
    each.candidates = [...new Set(targets)].filter(path => !claims.has(path))
  }
}

/**
 * One of the files at least lies below a directory that is named like the end of its package; or the module has a file of
 * the report that lies in the whole of a package that begins like this.
 */
function isProven({ from, to, explains }: Placement, scope: readonly Entry[]): boolean {
  const deep = Array.from(explains.keys()).filter(path => path.slice(from.length + 1).includes('/'))
  if (deep.length > 0) return true
  const module = moduleOfRoot(to)
  return scope.some(
    each => each.path.startsWith(`${from}/`) && each.candidates.some(path => moduleOf(path, each) === module),
  )
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Iterable<readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups.values()
}
