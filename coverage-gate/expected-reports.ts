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

/** Each name needs a report of its own, whose path has it as a part or as a word within one: `unit` in `cov-unit/lcov.info`. */
function unmatched(wanted: readonly string[], names: readonly string[]): readonly string[] {
  const left = names.map(name => normalizePath(name).toLowerCase())
  // The longest first: `unit` must not take the report of `unit-slow`.
  const missing = [...wanted]
    .sort((a, b) => b.length - a.length)
    .filter(name => {
      const word = new RegExp(
        `(?:^|[^a-z0-9])${name.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![a-z0-9])`,
      )
      const at = left.findIndex(path => word.test(path))
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  return wanted.filter(name => missing.includes(name))
}
