import { createRequire } from 'node:module'
import type picomatch from 'picomatch'

const require = createRequire(import.meta.url)

/** The glob that the path, or a directory above it, matches; `null` when none does. */
export type Matcher = (path: string) => string | null

/**
 * Matches repository paths. A pattern that names a directory holds everything below it, so `src/gen`,
 * `src/gen/` and `src/gen/**` mean the same, and `src/gen/a.py` exactly that file.
 */
export function createMatcher(globs: readonly string[]): Matcher {
  if (globs.length === 0) return () => null
  // Loaded when a glob has to be read: most runs have none.
  const { makeRe }: typeof picomatch = require('picomatch')
  const tests = globs.map(glob => {
    const pattern = glob.replace(/^\.\//, '').replace(/\/+$/, '')
    return { glob, regex: makeRe(`${pattern}{,/**}`, { dot: true }) }
  })
  // Most paths match nothing: one look tells.
  const any = new RegExp(tests.map(({ regex }) => regex.source).join('|'))
  return path => (any.test(path) ? (tests.find(({ regex }) => regex.test(path))?.glob ?? null) : null)
}
