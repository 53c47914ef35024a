import { fileNameOf } from '../paths.ts'

/** The paths of a repository, asked in the ways that a report may spell them. */
export interface RepositoryPaths {
  /** The path as the repository spells it: exactly, or but for letter case and Unicode form if only one fits. */
  readonly find: (path: string) => string | null
  /** Every path with this file name, letter case aside. */
  readonly named: (name: string) => readonly string[]
  /** Every path that ends in these whole parts: exactly, or where none does but for letter case and Unicode form. */
  readonly ending: (path: string) => readonly string[]
}

/** So many files of one name are looked through one by one. */
const FEW = 16

export function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

export function repositoryPaths(all: readonly string[]): RepositoryPaths {
  const exact = new Set(all)
  const folded = lazily(() => groupBy(all, fold))
  const names = lazily(() => groupBy(all, path => fold(fileNameOf(path))))
  const endings = new Map<string, ReadonlyMap<string, readonly string[]>>()
  const named = (name: string): readonly string[] => names().get(fold(name)) ?? []
  /** Of the paths with this path's file name those that may end like it. */
  const alike = (path: string): readonly string[] => {
    const all = named(fileNameOf(path))
    if (all.length <= FEW) return all
    const depth = path.split('/').length
    const key = `${depth} ${fold(fileNameOf(path))}`
    let group = endings.get(key)
    if (!group) {
      group = groupBy(all, each => fold(each.split('/').slice(-depth).join('/')))
      endings.set(key, group)
    }
    return group.get(fold(path)) ?? []
  }
  return {
    find: path => {
      if (exact.has(path)) return path
      const folds = folded().get(fold(path))
      return folds?.length === 1 ? (folds[0] ?? null) : null
    },
    named,
    ending: path => {
      const near = alike(path)
      const exactly = near.filter(each => endsIn(each, path))
      return exactly.length > 0 ? exactly : near.filter(each => endsIn(fold(each), fold(path)))
    },
  }
}

function endsIn(path: string, ending: string): boolean {
  return path.endsWith(ending) && (path.length === ending.length || path.at(-ending.length - 1) === '/')
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function groupBy(
  all: readonly string[],
  key: (path: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const path of all) {
    const group = groups.get(key(path))
    if (group) group.push(path)
    else groups.set(key(path), [path])
  }
  return groups
}
