import type { ChangedLines } from '../changed-lines.ts'
import { type LineRecorder, MAX_LINE } from '../line-states.ts'
import { skipBlank } from './xml-tags.ts'

const ZERO = 48
const QUOTE = 34

/**
 * Takes each `<line num="7" count="0" type="stmt"/>` that stands at `at`, `type` before `count` too, and Istanbul's
 * `type="cond" truecount="1" falsecount="0"`: nine of ten tags of a report. Of the fixed words only some bytes are
 * looked at, enough to tell any other element, attribute or type; no look ahead is longer than the zeros behind the window.
 * @param carries is told of branches
 * @param changed changed lines that have branches are left to the general way
 * @returns what follows the last; 0 when there is none
 */
export function plainLines(
  window: Buffer,
  at: number,
  lines: LineRecorder,
  carries: { branches: boolean },
  changed: ChangedLines | null,
): number {
  let done = 0
  for (let from = at; ; from = skipBlank(window, done)) {
    // `<line num="`
    if (window[from] !== 60 || window[from + 1] !== 108 || window[from + 4] !== 101) break
    if (window[from + 5] !== 32 || window[from + 6] !== 110 || window[from + 8] !== 109) break
    if (window[from + 9] !== 61 || window[from + 10] !== QUOTE) break
    let p = from + 11
    let number = 0
    let digit = window[p]! - ZERO
    for (; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) number = number * 10 + digit
    if (p === from + 11 || number > MAX_LINE) break
    let count = p
    let branches = false
    if (window[p + 2] === 116) {
      count = statementEnd(window, p)
      if (count < 0) break
      p = countEnd(window, count)
    } else {
      p = countEnd(window, p)
      if (p < 0) break
      const statement = statementEnd(window, p)
      branches = statement < 0
      p = branches ? conditionEnd(window, p) : statement
    }
    if (p < 0 || window[p] !== QUOTE || window[p + 1] !== 47 || window[p + 2] !== 62) break
    if (branches && changed?.touch(number, number)) break
    if (branches) carries.branches = true
    lines.mark(number, isAbove0(window, count + 9))
    done = p + 3
  }
  return done
}

/** Where the value of ` count="…"` behind the quote at `at` ends; -1 when something else stands there. */
function countEnd(window: Buffer, at: number): number {
  if (window[at] !== QUOTE || window[at + 1] !== 32 || window[at + 2] !== 99) return -1
  if (window[at + 3] !== 111 || window[at + 6] !== 116 || window[at + 7] !== 61) return -1
  return window[at + 8] === QUOTE ? digitsEnd(window, at + 9) : -1
}

/** The same of ` type="stmt"`. */
function statementEnd(window: Buffer, at: number): number {
  if (window[at] !== QUOTE || window[at + 1] !== 32 || window[at + 2] !== 116) return -1
  if (window[at + 5] !== 101 || window[at + 6] !== 61 || window[at + 7] !== QUOTE) return -1
  return window[at + 8] === 115 && window[at + 11] === 116 && window[at + 12] === QUOTE ? at + 12 : -1
}

/** The same of ` type="cond" truecount="…" falsecount="…"`. */
function conditionEnd(window: Buffer, at: number): number {
  if (window[at] !== QUOTE || window[at + 1] !== 32 || window[at + 2] !== 116) return -1
  if (window[at + 5] !== 101 || window[at + 6] !== 61 || window[at + 7] !== QUOTE) return -1
  if (window[at + 8] !== 99 || window[at + 11] !== 100 || window[at + 12] !== QUOTE) return -1
  if (window[at + 13] !== 32 || window[at + 14] !== 116 || window[at + 18] !== 99) return -1
  if (window[at + 22] !== 116 || window[at + 23] !== 61 || window[at + 24] !== QUOTE) return -1
  const p = digitsEnd(window, at + 25)
  if (p < 0 || window[p] !== QUOTE || window[p + 1] !== 32 || window[p + 2] !== 102) return -1
  if (window[p + 7] !== 99 || window[p + 11] !== 116 || window[p + 12] !== 61) return -1
  return window[p + 13] === QUOTE ? digitsEnd(window, p + 14) : -1
}

/** Where the digits at `at` end; -1 when there are none. */
function digitsEnd(window: Buffer, at: number): number {
  let p = at
  for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO);
  return p === at ? -1 : p
}

/** Whether the digits at `at`, which were read already, say more than 0. */
function isAbove0(window: Buffer, at: number): boolean {
  for (let p = at; window[p] !== QUOTE; p += 1) if (window[p] !== ZERO) return true
  return false
}
