import picomatch from 'picomatch'

/** The glob that the path, or a directory above it, matches; `null` when none does. */
export type Matcher = (path: string) => string | null

/**
 * Matches repository paths. A pattern that names a directory holds everything below it, so `src/gen`,
 * `src/gen/` and `src/gen/**` mean the same, and `src/gen/a.py` exactly that file.
 */
export function createMatcher(globs: readonly string[]): Matcher {
  if (globs.length === 0) return () => null
  const tests = globs.map(glob => {
    const pattern = glob.replace(/^\.\//, '').replace(/\/+$/, '')
    return { glob, regex: picomatch.makeRe(`${pattern}{,/**}`, { dot: true }) }
  })
  // Most paths match nothing: one look tells.
  const any = new RegExp(tests.map(({ regex }) => regex.source).join('|'))
  return path => (any.test(path) ? (tests.find(({ regex }) => regex.test(path))?.glob ?? null) : null)
}
