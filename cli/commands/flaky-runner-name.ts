import { gateError } from '../../core/errors.ts'
import { suggest } from '../../core/option-values.ts'

/**
 * The runner that `--runner` names.
 * @param known at least one
 * @throws GateError usage.bad-value
 */
export function knownRunner(given: string, known: readonly string[]): string {
  if (known.includes(given)) return given
  const near = suggest(given, known).trim()
  throw gateError('usage.bad-value', {
    source: '--runner',
    given,
    expected: `one of ${known.join(', ')}`,
    example: near === '' ? (known[0] ?? '') : `one of them: ${near}`,
  })
}
