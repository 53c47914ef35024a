import { isError, isObject, read, readText } from './safe-read.ts'
import { valueText } from './value-text.ts'

/** Jest's text of an error: its stack, then those of its causes and members. */
export interface JestStack {
  readonly own: string
  readonly cause: string
  readonly members: readonly string[]
}

/** Longer texts are not taken apart. */
const LONGEST = 2_000_000

export function readJestStack(text: string): JestStack {
  if (text.length > LONGEST) return { own: text, cause: '', members: [] }
  const [own = '', ...sections] = text.split(/\n\n(?=\[(?:cause|errors)\]: )/)
  const after = (label: string): readonly string[] =>
    sections.filter(section => section.startsWith(label)).map(section => section.slice(label.length))
  return { own, cause: after('[cause]: ')[0] ?? '', members: after('[errors]: ') }
}

/** node:test's wrapper around what was thrown. */
export interface NodeTestFailure {
  /** Whether the test's own code failed, and not a hook, a time limit, a parent. */
  readonly isCode: boolean
  /** The wrapper's message where it says all that is known. */
  readonly message: string | null
  readonly cause: unknown
}

/** `null` for everything that node:test did not wrap. */
export function readNodeTestFailure(value: object): NodeTestFailure | null {
  const failure = readText(value, 'failureType')
  if (failure === '') return null
  const cause = read(value, 'cause')
  const message = readText(value, 'message')
  // What structured cloning could not carry over arrives as an object without properties.
  const isLost = isObject(cause) && !isError(cause) && message !== '{}' && valueText(cause) === '{}'
  const isTold = typeof cause === 'string' || (isLost && message !== '')
  return { isCode: failure === 'testCodeFailure', message: isTold ? message || String(cause) : null, cause }
}
