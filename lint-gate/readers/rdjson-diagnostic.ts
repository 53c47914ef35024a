import type { Severity } from '../../core/verdict.ts'
import type { LintFinding } from '../model.ts'
import type { Damage } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { isRecord, jsonShape } from './json-shape.ts'
import { isSyntaxError } from './syntax-errors.ts'

/** By name, and by number, as the format's schema has them. Unknown is what a linter without severities leaves: an error. */
const severities: ReadonlyMap<unknown, Severity> = new Map<unknown, Severity>([
  ['ERROR', 'error'],
  ['WARNING', 'warning'],
  ['INFO', 'note'],
  ['UNKNOWN_SEVERITY', 'error'],
  [0, 'error'],
  [1, 'error'],
  [2, 'warning'],
  [3, 'note'],
])

/**
 * One diagnostic of reviewdog's format. Its positions are 1-based, the end exclusive.
 * @param inherited the severity of the whole report, which a diagnostic of none has
 * @throws the damage's error
 */
export function rdjsonFinding(value: unknown, inherited: unknown, damage: Damage): LintFinding {
  const shape = jsonShape(damage)
  const diagnostic = shape.record(value, 'a diagnostic')
  const location = shape.record(diagnostic.location, 'location')
  const range = shape.optionalRecord(location.range, 'range')
  const start = shape.optionalRecord(range.start, 'start')
  const end = shape.optionalRecord(range.end, 'end')
  const code = isRecord(diagnostic.code)
    ? shape.optionalString(diagnostic.code.value, 'code')
    : shape.optionalString(diagnostic.code, 'code')
  const given = diagnostic.severity ?? inherited ?? 'UNKNOWN_SEVERITY'
  const severity = severities.get(given)
  if (severity === undefined) throw damage(`the severity of a diagnostic is ${JSON.stringify(given)}`)
  const message = shape.string(diagnostic.message, 'message')
  const fatal = isSyntaxError(code, message)
  const number = (from: Readonly<Record<string, unknown>>, field: string) =>
    shape.optionalNumber(from[field], field)
  return {
    path: shape.string(location.path, 'path'),
    ...placeOf(
      {
        line: number(start, 'line'),
        column: number(start, 'column'),
        endLine: number(end, 'line'),
        endColumn: number(end, 'column'),
      },
      damage,
    ),
    rule: code || null,
    severity: fatal ? 'error' : severity,
    message,
    fatal,
  }
}
