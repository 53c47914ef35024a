import { below, fileNameOf, isAbsolutePath, joinPaths } from '../paths.ts'
import type { Location } from './location.ts'
import { fold, type RepositoryPaths } from './repository-paths.ts'

/** "What the report has below `from` is what the repository has below `to`", and which report paths that explains. */
export interface Placement {
  readonly from: string
  readonly to: string
  /** A place where the report or the user stands, rather than one inferred from names. */
  readonly stated: boolean
  /** Report path → repository path. */
  readonly explains: ReadonlyMap<string, string>
}

/** Only the likeliest changes of prefix are weighed, so that the work stays linear in the report. */
const WEIGHED = 12
/** A name that so many files share says little about where the report was made. */
const COMMON_NAME = 64

/**
 * Tells where report paths lie by what explains the report as a whole. A path that two placements send to
 * different files goes with the one that explains all that the other does, and more; where neither does,
 * with one that is stated over one that is inferred; else it is ambiguous.
 * @param open the report's paths that nothing else has placed
 * @param points directories of the repository that relative paths may start from
 */
export function inferPlacements(
  open: readonly string[],
  points: readonly string[],
  paths: RepositoryPaths,
): (path: string) => Location {
  const relative = open.filter(path => !isAbsolutePath(path))
  const stated = points
    .map(to => placement('', to, true, relative, paths))
    .filter(each => each.explains.size > 0)
  const fully = stated.length > 0 && open.every(path => stated.some(each => each.explains.has(path)))
  const inferred = fully
    ? []
    : prefixChanges(open, paths).filter(each => each.explains.size * 2 > open.length)
  const all = [...stated, ...inferred]
  const [only] = all
  if (only && all.length === 1) {
    return path => {
      const target = only.explains.get(path)
      return target === undefined ? { kind: 'outside' } : { kind: 'found', path: target }
    }
  }
  const beaten = new Map(
    all.map(one => [one, new Set(all.filter(other => other !== one && beats(one, other)))]),
  )
  return path => decide(path, all, beaten)
}

function placement(
  from: string,
  to: string,
  stated: boolean,
  open: readonly string[],
  paths: RepositoryPaths,
): Placement {
  const explains = new Map<string, string>()
  for (const path of open) {
    const rest = below(from, path)
    const target = rest === null ? null : paths.find(joinPaths(to, rest))
    if (target !== null) explains.set(path, target)
  }
  return { from, to, stated, explains }
}

function decide(
  path: string,
  all: readonly Placement[],
  beaten: ReadonlyMap<Placement, ReadonlySet<Placement>>,
): Location {
  const fitting = all.filter(each => each.explains.has(path))
  const best = fitting.filter(each => !fitting.some(other => beaten.get(other)?.has(each)))
  const targets = [...new Set(best.map(each => each.explains.get(path) ?? ''))]
  if (targets.length === 0) return { kind: 'outside' }
  // A whole repository path at the end of the report's is a closer fit than one with another beginning.
  const whole = targets.filter(target => path.endsWith(`/${target}`))
  const [target] = whole.length === 1 ? whole : targets
  return targets.length === 1 || whole.length === 1
    ? { kind: 'found', path: target ?? '' }
    : { kind: 'ambiguous', paths: targets }
}

function beats(one: Placement, other: Placement): boolean {
  if (![...other.explains.keys()].every(path => one.explains.has(path))) return false
  return one.explains.size > other.explains.size || (one.stated && !other.stated)
}

/** Changes of prefix that the longest common endings of report and repository paths suggest, most suggested first. */
export function prefixChanges(open: readonly string[], paths: RepositoryPaths): readonly Placement[] {
  const votes = new Map<string, { from: string; to: string; votes: number; shared: number }>()
  for (const path of open) {
    const candidates = paths.named(fileNameOf(path))
    if (candidates.length > COMMON_NAME) continue
    for (const candidate of candidates) {
      const { from, to, shared } = commonEnding(path, candidate)
      const key = `${from}\0${to}`
      const vote = votes.get(key)
      if (vote) vote.votes += 1
      else votes.set(key, { from, to, votes: 1, shared })
    }
  }
  return [...votes.values()]
    .sort((a, b) => b.votes - a.votes)
    .slice(0, WEIGHED)
    .map(({ from, to, votes: count, shared }) => ({
      ...placement(from, to, false, open, paths),
      count,
      shared,
    }))
    .filter(each => each.to === '' || each.from === '' || each.count > 1 || each.shared > 1)
}

/** Splits both paths before their longest common ending; `shared` counts its parts. */
function commonEnding(path: string, candidate: string): { from: string; to: string; shared: number } {
  const left = path.split('/')
  const right = candidate.split('/')
  let shared = 0
  while (shared < left.length && shared < right.length) {
    if (fold(left.at(-1 - shared) ?? '') !== fold(right.at(-1 - shared) ?? '')) break
    shared += 1
  }
  const from = left.slice(0, left.length - shared).join('/')
  return {
    from: from === '' && path.startsWith('/') ? '/' : from,
    to: right.slice(0, right.length - shared).join('/'),
    shared,
  }
}
