import type { Wanted } from '../changed-lines.ts'
import { type LineRecorder, MAX_LINE } from '../line-states.ts'
import type { LineStates } from '../model.ts'
import { decodeText, pattern, standsAt } from './bytes.ts'
import { CUT_OFF, skipString, skipValue } from './json-bytes.ts'

export interface ScannedEntry {
  readonly end: number
  readonly path: string
  readonly lines: LineStates
}

const PATH = pattern('"path":"')
const STATEMENT_MAP = pattern('"statementMap":')
const COUNTS = pattern('"s":')
const WRAPPED = pattern('"data":')
const [QUOTE, COLON] = [34, 58]

/** Start line of each statement, by its number. Used again for every entry. */
let starts = new Uint32Array(4096)
/** The number that `skipNumber` read last. */
let number = 0

/**
 * Reads the lines of one compact entry, `{"path":"…","statementMap":{…},…,"s":{…},…}`. A line is covered when any
 * statement that starts on it ran (istanbul-lib-coverage's getLineCoverage).
 * @returns `null` when the entry must be parsed whole: it is wanted, not of the shape that tools write, or cut off. The
 *   0 behind the window's end fits no shape.
 */
export function scanEntry(
  window: Buffer,
  from: number,
  end: number,
  lines: LineRecorder,
  wanted: Wanted,
): ScannedEntry | null {
  const path = scanMembers(window, from, end, lines, wanted)
  // What was marked of an entry that is read another way must not reach the next one.
  const marked = lines.take()
  return path === null ? null : { ...path, lines: marked }
}

function scanMembers(
  window: Buffer,
  from: number,
  end: number,
  lines: LineRecorder,
  wanted: Wanted,
): { readonly end: number; readonly path: string } | null {
  if (window[from] !== 123) return null
  let at = from + 1
  let path: string | null = null
  let statements = -1
  let counted = false
  for (;;) {
    const keyEnd = window[at] === 34 ? skipString(window, at, end) : CUT_OFF
    if (keyEnd === CUT_OFF || window[keyEnd] !== 58) return null
    const value = keyEnd + 1
    if (standsAt(window, at, PATH) && path === null) {
      at = skipString(window, value, end)
      if (at === CUT_OFF || window.subarray(value, at).includes(92)) return null
      path = decodeText(window, value + 1, at - 1)
      if (path === '' || wanted(path)) return null
    } else if (standsAt(window, at, STATEMENT_MAP) && statements < 0) {
      at = scanStatements(window, value)
      statements = scanned
    } else if (standsAt(window, at, COUNTS) && statements >= 0 && !counted) {
      at = scanCounts(window, value, statements, lines)
      counted = true
    } else if (standsAt(window, at, COUNTS) || standsAt(window, at, WRAPPED)) return null
    else at = skipValue(window, value, end)
    if (at === CUT_OFF) return null
    if (window[at] === 125) return path !== null && counted ? { end: at + 1, path } : null
    if (window[at] !== 44) return null
    at += 1
  }
}

/** How many statements `scanStatements` found. */
let scanned = 0

/**
 * Reads `{"0":{"start":{"line":1,"column":0},"end":{"line":1,"column":9}},…}` into `starts`. Of the fixed words between
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
    if (scanned === starts.length) starts = doubled(starts)
    starts[scanned] = number
    scanned += 1
    at = skipColumn(window, at)
    // `},"end":{"line":`
    if (window[at] !== 125 || window[at + 3] !== 101 || window[at + 7] !== COLON) return CUT_OFF
    if (window[at + 10] !== 108 || window[at + 15] !== COLON) return CUT_OFF
    at = skipColumn(window, skipNumber(window, at + 16))
    if (window[at] !== 125 || window[at + 1] !== 125) return CUT_OFF
    at += 2
  } while (window[at] === 44)
  return window[at] === 125 ? at + 1 : CUT_OFF
}

/** Reads `{"0":1,"1":0,…}`: a count for each statement, in order. */
function scanCounts(window: Buffer, at: number, statements: number, lines: LineRecorder): number {
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
    lines.mark(starts[index]!, number > 0)
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
  return window[at + 10] === 110 ? at + 14 : skipNumber(window, at + 10)
}

function doubled(all: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(all.length * 2)
  larger.set(all)
  return larger
}
