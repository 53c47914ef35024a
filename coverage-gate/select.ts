import { defaultExcludes } from './default-excludes.ts'
import { createMatcher, type Matcher } from './globs.ts'

/** Tells why a path is not judged, or `null` when it is. */
export type Selection = (path: string) => string | null

/**
 * --exclude always wins; --include leaves out everything else and lifts the default excludes for what it
 * names; the default excludes come last.
 */
export function createSelection(include: readonly string[], exclude: readonly string[]): Selection {
  const excluded = createMatcher(exclude)
  const included = createMatcher(include)
  const usual = defaultExcludes.map(({ what, globs }): { what: string; matches: Matcher } => ({
    what,
    matches: createMatcher(globs),
  }))
  return path => {
    const glob = excluded(path)
    if (glob !== null) return `--exclude ${glob}`
    if (include.length > 0) return included(path) === null ? 'not in --include' : null
    for (const { what, matches } of usual) {
      const found = matches(path)
      if (found !== null) return `by default, ${what}: ${found}`
    }
    return null
  }
}
