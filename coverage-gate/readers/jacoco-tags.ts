import type { ChangedLines } from '../changed-lines.ts'
import { type LineRecorder, MAX_LINE } from '../line-states.ts'
import { skipBlank } from './xml-tags.ts'

const ZERO = 48
const QUOTE = 34

/**
 * Takes each `<line nr="7" mi="0" ci="3" mb="0" cb="0"/>` that stands at `at`: most of what a report has beside
 * counters. Of the fixed words only some bytes are looked at, enough to tell any other element or attribute; no look
 * ahead is longer than the zeros behind the window.
 * @param changed changed lines that have branches are left to the general way
 * @returns what follows the last; 0 when there is none
 */
export function plainLines(
  window: Buffer,
  at: number,
  lines: LineRecorder,
  changed: ChangedLines | null,
): number {
  let done = 0
  for (let from = at; ; from = skipBlank(window, done)) {
    // `<line nr="`
    if (window[from] !== 60 || window[from + 1] !== 108 || window[from + 2] !== 105) break
    if (window[from + 4] !== 101 || window[from + 5] !== 32 || window[from + 6] !== 110) break
    if (window[from + 7] !== 114 || window[from + 8] !== 61 || window[from + 9] !== QUOTE) break
    let p = from + 10
    let number = 0
    let digit = window[p]! - ZERO
    for (; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) number = number * 10 + digit
    if (p === from + 10 || number > MAX_LINE) break
    // `" mi="`
    let start = p + 6
    if (window[p] !== QUOTE || window[p + 2] !== 109 || window[p + 3] !== 105) break
    if (window[p + 1] !== 32 || window[p + 5] !== QUOTE) break
    let missed = 0
    p = start
    for (digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) missed |= digit
    if (p === start) break
    // `" ci="`
    start = p + 6
    if (window[p] !== QUOTE || window[p + 2] !== 99 || window[p + 3] !== 105) break
    if (window[p + 1] !== 32 || window[p + 5] !== QUOTE) break
    let covered = 0
    p = start
    for (digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) covered |= digit
    if (p === start) break
    // `" mb="`
    start = p + 6
    if (window[p] !== QUOTE || window[p + 2] !== 109 || window[p + 3] !== 98) break
    if (window[p + 1] !== 32 || window[p + 5] !== QUOTE) break
    let branches = 0
    p = start
    for (digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) branches |= digit
    if (p === start) break
    // `" cb="`
    start = p + 6
    if (window[p] !== QUOTE || window[p + 2] !== 99 || window[p + 3] !== 98) break
    if (window[p + 1] !== 32 || window[p + 5] !== QUOTE) break
    p = start
    for (digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) branches |= digit
    if (p === start || window[p] !== QUOTE) break
    const close = window[p + 1] === 32 ? p + 2 : p + 1
    if (window[close] !== 47 || window[close + 1] !== 62) break
    if (branches !== 0 && changed?.touch(number, number)) break
    if ((missed | covered) !== 0) lines.mark(number, covered !== 0)
    done = close + 2
  }
  return done
}

/** What a counter of lines says: how many there are. */
export interface LineTotal {
  lines: number
}

/**
 * Takes each `<counter type="LINE" missed="0" covered="7"/>` that stands at `at`. The figures of a report are counted from
 * its lines; that of its lines tells whether all are there.
 * @param total takes it; `null`: nobody asks
 * @returns what follows the last; 0 when there is none
 */
export function plainCounters(window: Buffer, at: number, total: LineTotal | null): number {
  let done = 0
  for (let from = at; ; from = skipBlank(window, done)) {
    // `<counter type="`
    if (window[from] !== 60 || window[from + 1] !== 99 || window[from + 2] !== 111) break
    if (window[from + 3] !== 117 || window[from + 8] !== 32 || window[from + 9] !== 116) break
    if (window[from + 13] !== 61 || window[from + 14] !== QUOTE) break
    let p = from + 15
    for (let byte = window[p]!; byte >= 65 && byte <= 90; byte = window[++p]!);
    // `" missed="`
    if (window[p] !== QUOTE || window[p + 1] !== 32 || window[p + 2] !== 109 || window[p + 8] !== 61) break
    if (window[p + 7] !== 100 || window[p + 9] !== QUOTE) break
    p += 10
    let count = 0
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO)
      count = count * 10 + digit
    // `" covered="`
    if (window[p] !== QUOTE || window[p + 1] !== 32 || window[p + 2] !== 99 || window[p + 9] !== 61) break
    if (window[p + 8] !== 100 || window[p + 10] !== QUOTE) break
    p += 11
    let covered = 0
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO)
      covered = covered * 10 + digit
    const close = window[p + 1] === 32 ? p + 2 : p + 1
    if (window[p] !== QUOTE || window[close] !== 47 || window[close + 1] !== 62) break
    // `LINE"`
    if (total && window[from + 15] === 76 && window[from + 19] === QUOTE) total.lines = count + covered
    done = close + 2
  }
  return done
}
