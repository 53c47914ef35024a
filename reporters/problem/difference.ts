import { withoutAnsi } from '../../core/ansi.ts'
import { lineDiff } from './line-diff.ts'
import { has, isObject, read, readText } from './safe-read.ts'
import { valueText } from './value-text.ts'

const HEADER = '- Expected\n+ Received'

/**
 * What was expected and what was received, as a unified diff; `''` where the error does not know, where both look the same,
 * and where the message shows it already.
 */
export function differenceOf(value: unknown, message: string): string {
  if (!isObject(value) || showsDifference(message)) return ''
  const given = runnersDifference(value, message)
  if (given !== '') return given
  const source = [value, read(value, 'matcherResult')].find(each => has(each, 'actual'))
  if (source === undefined || read(value, 'showDiff') === false) return ''
  // uvu has its own word.
  const [expected, actual] = [
    read(source, has(source, 'expected') ? 'expected' : 'expects'),
    read(source, 'actual'),
  ]
  // assert.ok() compares with true, assert.throws() and rejects() with nothing.
  if (
    expected === undefined ||
    (read(value, 'operator') === '==' && (expected === true || expected === 'true'))
  )
    return ''
  const [a, b] = textsOf(expected, actual)
  if (a === b)
    return /^ {1,100}…$/m.test(a) ? 'Expected and received are equal as far as they were compared.' : ''
  if (isTold(a, b, message)) return ''
  return `${HEADER}\n\n${lineDiff(a, b)}`
}

/** Vitest has made one, which knows its asymmetric matchers. Two words need none where the message has both. */
function runnersDifference(value: object, message: string): string {
  const given = readText(value, 'diff')
  if (!given.includes('\n') || given.length > 50_000) return ''
  const plain = withoutAnsi(given).trim()
  const [, expected = '', actual = ''] = /^- Expected\n\+ Received\n\n- (.*)\n\+ (.*)$/.exec(plain) ?? []
  return isTold(expected, actual, message) ? '' : plain
}

function isTold(expected: string, actual: string, message: string): boolean {
  return isWord(expected) && isWord(actual) && message.includes(expected) && message.includes(actual)
}

function textsOf(expected: unknown, actual: unknown): readonly [string, string] {
  if (typeof expected === 'string' && typeof actual === 'string') {
    return [withoutAnsi(expected), withoutAnsi(actual)]
  }
  return [valueText(expected), valueText(actual)]
}

function isWord(text: string): boolean {
  return text.length <= 80 && text !== '' && !text.includes('\n')
}

/** A diff of node:assert, Jest, Vitest's spies, unexpected; or Jest's "Expected: 1" over "Received: 2". */
function showsDifference(message: string): boolean {
  const shows = (...lines: readonly RegExp[]): boolean => lines.every(line => line.test(message))
  return (
    shows(/^\+ ?actual -? ?expected/m) ||
    shows(/^ {0,20}Expected.{0,40}:/m, /^ {0,20}Received/m) ||
    shows(/^Actual:$/m, /^Expected:$/m) ||
    shows(/^ {0,20}(?:\/\/ )?-/m, /^ {0,20}(?:\/\/ )?\+/m)
  )
}
