import { gateError } from '../core/errors.ts'
import { normalizePath } from '../core/paths.ts'
import type { Expectation } from './option-types.ts'

/**
 * A shard whose report is not there leaves lines that it ran looking missed, or files unknown.
 * @param names of the reports that were found, as the user knows them
 * @throws GateError report.fewer
 */
export function requireReports(names: readonly string[], expectation: Expectation | null): void {
  if (expectation === null) return
  const found = String(names.length)
  if ('count' in expectation) {
    if (names.length < expectation.count)
      throw gateError('report.fewer', { expected: String(expectation.count), found, missing: '' })
    return
  }
  const missing = unmatched(expectation.names, names)
  if (missing.length === 0) return
  const expected = String(expectation.names.length)
  throw gateError('report.fewer', { expected, found, missing: `; none for ${missing.join(', ')}` })
}

/**
 * Each name needs a report of its own, whose path has it as a part or as a word within one: `unit` in `cov-unit/lcov.info`.
 * Where a report fits several names, it goes to whichever leaves the fewest without one.
 */
function unmatched(wanted: readonly string[], names: readonly string[]): readonly string[] {
  const paths = names.map(fold)
  const taker = new Map<number, string>()
  /** Gives the name a report, and those who have to make room for it another. */
  const take = (name: string, tried: Set<number>): boolean => {
    const word = wordOf(name)
    return paths.some((path, index) => {
      if (tried.has(index) || !word.test(path)) return false
      tried.add(index)
      const other = taker.get(index)
      if (other !== undefined && !take(other, tried)) return false
      taker.set(index, name)
      return true
    })
  }
  // The longest first, so that of `unit` and `unit-slow` it is `unit` that is missing where only the other is there.
  const longestFirst = [...wanted].sort((a, b) => b.length - a.length)
  const missing = new Set(longestFirst.filter(name => !take(name, new Set())))
  return wanted.filter(name => missing.has(name))
}

function fold(name: string): string {
  return normalizePath(name).toLowerCase()
}

function wordOf(name: string): RegExp {
  const literal = fold(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u')
}
