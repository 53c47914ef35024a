import { fileNameOf } from '../paths.ts'

/** The paths of a repository, asked in the ways that a report may spell them. */
export interface RepositoryPaths {
  /** The path as the repository spells it: exactly, or but for letter case and Unicode form if only one fits. */
  readonly find: (path: string) => string | null
  /** Every path with this file name, letter case aside. */
  readonly named: (name: string) => readonly string[]
}

export function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

export function repositoryPaths(all: readonly string[]): RepositoryPaths {
  const exact = new Set(all)
  const folded = lazily(() => groupBy(all, fold))
  const names = lazily(() => groupBy(all, path => fold(fileNameOf(path))))
  return {
    find: path => {
      if (exact.has(path)) return path
      const alike = folded().get(fold(path))
      return alike?.length === 1 ? (alike[0] ?? null) : null
    },
    named: name => names().get(fold(name)) ?? [],
  }
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
