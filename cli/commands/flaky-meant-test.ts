import { gateError } from '../../core/errors.ts'
import { flagName } from '../../core/options.ts'
import { nearest, visible } from '../../core/text.ts'
import { findTests } from '../../flaky/find-test.ts'
import { flakyOptions } from '../../flaky/options.ts'

const EXAMPLES = 5
const LONGEST = 80

/** Words need no quotes: `explain adds two numbers`. @throws GateError usage.missing-value */
export function wordsOf(test: readonly string[]): string {
  const words = test.join(' ').trim()
  if (words !== '') return words
  const { expected, example } = flakyOptions.test.type
  throw gateError('usage.missing-value', { source: 'the argument', expected, example })
}

/**
 * The one test that is meant.
 * @param where for the error: "the record …"
 * @throws GateError flaky.unknown-test, flaky.ambiguous-test
 */
export function meantTest<
  T extends {
    readonly id: string
    readonly name: string
    readonly classname: string
    readonly file: string | null
  },
>(tests: readonly T[], words: string, where: string): T {
  const found = findTests(tests, words)
  const distinct = [...new Map(found.map(each => [each.id, each])).values()]
  const [only, ...others] = distinct
  if (!only) {
    const near = nearest(
      words,
      tests.map(({ name }) => name).filter(name => name.length <= LONGEST),
    )
    const hint = near === null ? '' : `did you mean "${visible(near)}"? `
    throw gateError('flaky.unknown-test', { given: short(words), where, nearest: hint })
  }
  if (others.length === 0) return only
  const examples = distinct.slice(0, EXAMPLES).map(({ id, name }) => `${id} (${short(name)})`)
  throw gateError('flaky.ambiguous-test', {
    given: short(words),
    count: distinct.length,
    examples: distinct.length > EXAMPLES ? `${examples.join(', ')} …` : examples.join(', '),
  })
}

function short(text: string): string {
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
}

/** @throws GateError usage.missing-value */
export function needed<Name extends 'owner' | 'reason' | 'expires'>(
  name: Name,
  value: string | null,
): string {
  if (value !== null) return value
  const { expected, example } = flakyOptions[name].type
  throw gateError('usage.missing-value', { source: flagName(name), expected, example })
}
