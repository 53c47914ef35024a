import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { type LineRecorder, MAX_LINE } from '../line-states.ts'
import type { LineStates, Range } from '../model.ts'
import type { Span } from '../source/spans.ts'
import { decodeText, pattern, standsAt } from './bytes.ts'
import { CUT_OFF, skipString, skipValue } from './json-bytes.ts'

export interface ScannedEntry {
  readonly end: number
  readonly path: string
  readonly lines: LineStates
  /** `null` when it is no file of the change. */
  readonly changed: ChangedLines | null
  /** Where its statements and their counts stand. */
  readonly map: Span
  readonly counts: Span
}

const PATH = pattern('"path":"')
const STATEMENT_MAP = pattern('"statementMap":')
const COUNTS = pattern('"s":')
const WRAPPED = pattern('"data":')
const [QUOTE, COLON] = [34, 58]

/** Lines and columns of each statement's start and end, by its number. Used again for every entry. */
let places = new Float64Array(4 * 4096)
/** The number that `skipNumber` read last. */
let number = 0

/**
 * Reads the lines of one compact entry, `{"path":"…","statementMap":{…},…,"s":{…},…}`. A line is covered when any
 * statement that starts on it ran (istanbul-lib-coverage's getLineCoverage).
 * @returns `null` when the entry must be parsed whole: it is not of the shape that tools write, or cut off. The 0 behind
 *   the window's end fits no shape.
 */
export function scanEntry(
  window: Buffer,
  from: number,
  end: number,
  lines: LineRecorder,
  wanted: Wanted,
): ScannedEntry | null {
  const entry = scanMembers(window, from, end, lines, wanted)
  // What was marked of an entry that is read another way must not reach the next one.
  const marked = lines.take()
  return entry && { ...entry, lines: marked }
}

function scanMembers(
  window: Buffer,
  from: number,
  end: number,
  lines: LineRecorder,
  wanted: Wanted,
): Omit<ScannedEntry, 'lines'> | null {
  if (window[from] !== 123) return null
  let at = from + 1
  let path: string | null = null
  let changed: ChangedLines | null = null
  let map: Span | null = null
  let counts: Span | null = null
  for (;;) {
    const keyEnd = window[at] === 34 ? skipString(window, at, end) : CUT_OFF
    if (keyEnd === CUT_OFF || window[keyEnd] !== 58) return null
    const value = keyEnd + 1
    if (standsAt(window, at, PATH) && path === null) {
      at = skipString(window, value, end)
      if (at === CUT_OFF || window.subarray(value, at).includes(92)) return null
      path = decodeText(window, value + 1, at - 1)
      if (path === '') return null
      changed = wanted(path)
    } else if (standsAt(window, at, STATEMENT_MAP) && map === null) {
      at = scanStatements(window, value)
      map = { start: value, end: at }
    } else if (standsAt(window, at, COUNTS) && map !== null && counts === null) {
      at = scanCounts(window, value, lines)
      counts = { start: value, end: at }
    } else if (standsAt(window, at, COUNTS) || standsAt(window, at, WRAPPED)) return null
    else at = skipValue(window, value, end)
    if (at === CUT_OFF) return null
    if (window[at] === 125) return path && map && counts ? { end: at + 1, path, changed, map, counts } : null
    if (window[at] !== 44) return null
    at += 1
  }
}

/** How many statements `scanStatements` found. */
let scanned = 0

/**
 * Reads `{"0":{"start":{"line":1,"column":0},"end":{"line":1,"column":9}},…}` into `places`. Of the fixed words between
 * the numbers only some bytes are looked at, at their places: enough to tell any other shape, at a third of the time. No
 * look ahead is longer than the zeros behind the window.
 */
function scanStatements(window: Buffer, at: number): number {
  scanned = 0
  if (window[at] !== 123) return CUT_OFF
  if (window[at + 1] === 125) return at + 2
  do {
    if (window[at + 1] !== QUOTE) return CUT_OFF
    at = skipNumber(window, at + 2)
    // `":{"start":{"line":`
    if (number !== scanned || window[at] !== QUOTE || window[at + 2] !== 123 || window[at + 4] !== 115)
      return CUT_OFF
    if (window[at + 10] !== COLON || window[at + 13] !== 108 || window[at + 18] !== COLON) return CUT_OFF
    at = skipNumber(window, at + 19)
    if (number < 0 || number > MAX_LINE) return CUT_OFF
    const place = 4 * scanned
    if (place === places.length) places = doubled(places)
    places[place] = number
    scanned += 1
    at = skipColumn(window, at)
    places[place + 1] = number
    // `},"end":{"line":`
    if (window[at] !== 125 || window[at + 3] !== 101 || window[at + 7] !== COLON) return CUT_OFF
    if (window[at + 10] !== 108 || window[at + 15] !== COLON) return CUT_OFF
    at = skipNumber(window, at + 16)
    if (number > MAX_LINE) return CUT_OFF
    places[place + 2] = number
    at = skipColumn(window, at)
    places[place + 3] = number
    if (window[at] !== 125 || window[at + 1] !== 125) return CUT_OFF
    at += 2
  } while (window[at] === 44)
  return window[at] === 125 ? at + 1 : CUT_OFF
}

/** Reads `{"0":1,"1":0,…}`: a count for each statement, in order. */
function scanCounts(window: Buffer, at: number, lines: LineRecorder): number {
  const statements = scanned
  if (window[at] !== 123) return CUT_OFF
  if (window[at + 1] === 125) return statements === 0 ? at + 2 : CUT_OFF
  let index = 0
  do {
    at += 1
    if (window[at] !== 34) return CUT_OFF
    at = skipNumber(window, at + 1)
    if (number !== index || index >= statements || window[at] !== 34 || window[at + 1] !== 58) return CUT_OFF
    const next = skipNumber(window, at + 2)
    if (next === at + 2) return CUT_OFF
    lines.mark(places[4 * index]!, number > 0)
    index += 1
    at = next
  } while (window[at] === 44)
  return window[at] === 125 && index === statements ? at + 1 : CUT_OFF
}

/** Reads digits into `number`; without any it is -1 and nothing is skipped. */
function skipNumber(window: Buffer, at: number): number {
  let value = 0
  let byte = window[at]!
  if (byte < 48 || byte > 57) {
    number = -1
    return at
  }
  for (; byte >= 48 && byte <= 57; byte = window[++at]!) value = value * 10 + byte - 48
  number = value
  return at
}

/** Passes `,"column":9` or `,"column":null` (Istanbul's "to the end of the line"). */
function skipColumn(window: Buffer, at: number): number {
  if (window[at] !== 44 || window[at + 2] !== 99 || window[at + 9] !== COLON) return at
  if (window[at + 10] !== 110) return skipNumber(window, at + 10)
  number = -1
  return at + 14
}

/** How many statements the entry has that was scanned last. */
export function statementCount(): number {
  return scanned
}

/** One of them, if it touches a changed line. A column that is `null` begins or ends with its line. */
export function touchingStatement(index: number, changed: ChangedLines): Range | null {
  const at = 4 * index
  const line = places[at]!
  const endLine = places[at + 2]!
  if (!changed.touch(line, endLine)) return null
  const column = places[at + 1]!
  const endColumn = places[at + 3]!
  return {
    start: { line, column: column < 0 ? 0 : column },
    end: { line: endLine, column: endColumn < 0 ? Number.MAX_SAFE_INTEGER : endColumn },
  }
}

function doubled(all: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(all.length * 2)
  larger.set(all)
  return larger
}
