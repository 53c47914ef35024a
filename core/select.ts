import { askedPath, defaultExcludes, mayBeExcluded } from './default-excludes.ts'
import { createMatcher, type Matcher } from './globs.ts'

/** Tells why a path is not judged, or `null` when it is. */
export type Selection = (path: string) => string | null

/**
 * --exclude always wins; --include leaves out everything else and lifts the default excludes for what it
 * names; the default excludes come last.
 * @param defaults `false`: without the default excludes, which are of files that nobody measures but anybody may lint
 */
export function createSelection(
  include: readonly string[],
  exclude: readonly string[],
  defaults = true,
): Selection {
  const excluded = createMatcher(exclude)
  const included = createMatcher(include)
  let usual: readonly { readonly what: string; readonly matches: Matcher }[] | null = null
  return path => {
    const glob = excluded(path)
    if (glob !== null) return `--exclude ${glob}`
    if (include.length > 0) return included(path) === null ? 'not in --include' : null
    if (!defaults || !mayBeExcluded.test(path)) return null
    usual ??= defaultExcludes.map(({ what, globs }) => ({ what, matches: createMatcher(globs) }))
    for (const { what, matches } of usual) {
      const found = matches(askedPath(path))
      if (found !== null) return `by default, ${what}: ${found}`
    }
    return null
  }
}
