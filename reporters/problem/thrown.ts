import { withoutAnsi } from '../../core/ansi.ts'
import { differenceOf } from './difference.ts'
import { codeOf, headOf, isAssertion, messageOf, notesOf, typeOf } from './headline.ts'
import { clipText, withoutRoot } from './plain-text.ts'
import { has, isObject, read, readList, readText } from './safe-read.ts'
import { firstFrame, noStack, type Place, placesOf, readStack, type Stack } from './stack.ts'
import { isValueInWords, propertiesOf, thrownValue } from './thrown-value.ts'
import { readJestStack, readNodeTestFailure } from './wrappers.ts'

/** One thrown value in one form, whoever threw it and whichever runner handed it over. All texts are without ANSI and root. */
export interface Thrown {
  /** The class's name; `''` for what is no error. */
  readonly type: string
  readonly code: string
  readonly message: string
  /** What the stack says before and between its frames beyond type and message. */
  readonly notes: string
  readonly difference: string
  /** Further properties, one a line. */
  readonly properties: string
  readonly stack: Stack
  /** Where the runner says that it happened. */
  readonly places: readonly Place[]
  /** The runner's own code frame. */
  readonly snippet: string
  readonly isAssertion: boolean
  readonly cause: Thrown | null
  /** Of an AggregateError, or of several errors in one. */
  readonly members: readonly Thrown[]
}

const MESSAGE = 24_000
const NOTES = 12_000
const MEMBERS = 20
const LEVELS = 8
/** Thrown values that are read for one problem, all causes and members together. */
const MOST = 60

interface Reading {
  readonly root: string
  readonly seen: Set<object>
  left: number
}

const nothing: Thrown = {
  type: '',
  code: '',
  message: '',
  notes: '',
  difference: '',
  properties: '',
  stack: noStack,
  places: [],
  snippet: '',
  isAssertion: false,
  cause: null,
  members: [],
}

export function readThrown(values: readonly unknown[], root: string): readonly Thrown[] {
  const reading: Reading = { root, seen: new Set(), left: MOST }
  return readList(values, MOST).flatMap(value => readOne(value, 0, reading))
}

/** One, or none where enough has been read. */
function readOne(value: unknown, level: number, reading: Reading): readonly Thrown[] {
  if (reading.left <= 0 || level > LEVELS) return []
  reading.left -= 1
  if (typeof value === 'string') return [readString(value, level, reading)]
  if (!isObject(value)) return [{ ...nothing, ...thrownValue(value) }]
  if (reading.seen.has(value)) return [{ ...nothing, message: '(the same error again)' }]
  reading.seen.add(value)
  return readNodeTest(value, level, reading) ?? [readObject(value, level, reading)]
}

/** Jest hands over stacks as text. */
function readString(text: string, level: number, reading: Reading): Thrown {
  const isStack = firstFrame(text.slice(0, 1_000_000), reading.root) >= 0
  if (isStack) return readObject({ stack: text }, level, reading)
  const message = plain(text, MESSAGE, reading.root)
  return { ...nothing, message, isAssertion: isAssertion(null, '', message) }
}

function readNodeTest(value: object, level: number, reading: Reading): readonly Thrown[] | null {
  const failure = readNodeTestFailure(value)
  if (!failure) return null
  const { isCode, message, cause } = failure
  if (message === null) {
    const inner = readOne(cause, level, reading)
    return inner.map(each => ({ ...each, isAssertion: isCode && each.isAssertion }))
  }
  const text = plain(message, MESSAGE, reading.root)
  const properties = propertiesOf(value, text)
  return [{ ...nothing, message: text, properties, isAssertion: isCode && isAssertion(null, '', text) }]
}

function readObject(value: object, level: number, reading: Reading): Thrown {
  const { root } = reading
  const jest = readJestStack(readText(value, 'stack'))
  const words = wordsOf(value, jest.own, root)
  const main: Thrown = {
    ...words,
    difference: withoutRoot(differenceOf(value, words.message), root),
    places: placesOf(value, root),
    snippet: snippetOf(value, root),
    isAssertion: isAssertion(value, words.type, words.message),
    cause: causesOf(value, jest.cause, level, reading)[0] ?? null,
    members: membersOf(value, jest.members, level, reading),
  }
  // Jest wraps what is no error, and tells its place in a cause of the same or no message.
  const { cause, message } = main
  if (!message.startsWith('thrown: ') || main.type !== 'Error') return main
  const isPlace = cause !== null && (cause.message === message || cause.message === '')
  return { ...(isPlace ? cause : main), type: '', message }
}

type Words = Pick<Thrown, 'type' | 'code' | 'message' | 'notes' | 'properties' | 'stack'>

/** Class, message and frames, wherever they stand: in properties of their own, in the stack, in the message. */
function wordsOf(value: object, stackText: string, root: string): Words {
  const given = messageOf(value)
  const { raw, stack } = partedOf(given, stackText, root)
  const head = headOf(withoutAnsi((raw === '' ? stack.header : raw).slice(0, MESSAGE)))
  const named = typeOf(value)
  // A serialised error may go by the name of Error although its stack knows the class.
  const inHead = named === '' || raw === '' ? head.type : ''
  const inStack = headOf(withoutAnsi(stack.header.slice(0, 500))).type
  const type = (named !== 'Error' && named) || inHead || inStack || typeInWords(raw || head.rest) || named
  // Playwright's message begins with the class.
  const message =
    raw === '' ? head.rest : named === '' && head.type !== '' ? headOf(withoutAnsi(raw)).rest : raw
  const isValue = type === '' && stack.frames.length === 0 && (message === '' || isValueInWords(message))
  const told = !isValue
    ? { message, notes: '' }
    : message === ''
      ? thrownValue(value)
      : { message: `thrown: ${message}`, notes: '' }
  const text = plain(told.message, MESSAGE, root)
  const notes = [told.notes, raw === '' ? '' : notesOf(stack.header, raw), stack.rest].filter(
    each => each !== '',
  )
  return {
    type,
    code: codeOf(value) || head.code,
    message: text.trim() === '' ? '' : text,
    notes: plain(notes.join('\n'), NOTES, root),
    properties: isValue ? '' : withoutRoot(propertiesOf(value, text), root),
    stack,
  }
}

/** Jest's message of a failed node:assert holds the frames, too. */
function partedOf(
  given: string,
  stackText: string,
  root: string,
): { readonly raw: string; readonly stack: Stack } {
  const stack = readStack(stackText, given, root)
  const split = stack.frames.length > 0 ? -1 : firstFrame(given.slice(0, 1_000_000), root)
  if (split < 0) return { raw: given, stack }
  const raw = given.slice(0, split).trimEnd()
  return { raw, stack: readStack(stackText || given.slice(split), raw, root) }
}

/** Jest tells a failed node:assert in its own words, without the class. */
function typeInWords(message: string): string {
  return /^assert(?:\.\w{1,40})?\(/.test(withoutAnsi(message.slice(0, 200))) ? 'AssertionError' : ''
}

function causesOf(value: object, jestText: string, level: number, reading: Reading): readonly Thrown[] {
  const cause = read(value, 'cause')
  if (has(value, 'cause') && cause !== undefined) return readOne(cause, level + 1, reading)
  return jestText === '' ? [] : readOne({ stack: jestText }, level + 1, reading)
}

/** `errors` of an AggregateError, `multiple` of mocha, both halves of a SuppressedError. */
function membersOf(
  value: object,
  jestTexts: readonly string[],
  level: number,
  reading: Reading,
): readonly Thrown[] {
  const lists = [...readList(read(value, 'errors'), MEMBERS), ...readList(read(value, 'multiple'), MEMBERS)]
  const suppressed = has(value, 'suppressed') ? [read(value, 'error'), read(value, 'suppressed')] : []
  const texts = lists.length > 0 ? [] : jestTexts.slice(0, MEMBERS).map(stack => ({ stack }))
  return [...lists, ...suppressed, ...texts].flatMap(each => readOne(each, level + 1, reading))
}

/** The runner's own code frame: Playwright's, Vitest's of a file that does not parse. */
function snippetOf(value: object, root: string): string {
  const found = ['snippet', 'codeFrame', 'frame'].map(key => readText(value, key)).find(each => each !== '')
  return found === undefined ? '' : plain(found, 4_000, root)
}

/** Without colours, carriage returns of Windows, and the machine's root. */
function plain(text: string, most: number, root: string): string {
  return withoutRoot(withoutAnsi(clipText(text, most)).replaceAll('\r\n', '\n'), root)
}
