import type { ChangedLines } from '../changed-lines.ts'
import { MAX_LINE } from '../line-states.ts'
import type { ScatteredLines } from './scattered-lines.ts'

const [LF, CR, SPACE, COMMA, DOT, COLON, ZERO] = [10, 13, 32, 44, 46, 58, 48]
/** A number has fewer digits: what is longer is left to the general way. */
const MAX_DIGITS = 9

/**
 * What ends by this column, in a line below its first, is no statement: it is a closing brace, which a block reaches to. The
 * shortest statement, `f()`, ends in column 5 behind one tab.
 */
export const BRACE_COLUMN = 4

/**
 * Passes the plain blocks of the file that is open, most of a report: all have its path, and no others touch its changed
 * lines. No loop runs past the zeros behind the window, because a path holds none.
 * @returns the start of the first line that is something else
 */
export function passPlain(
  window: Buffer,
  at: number,
  limit: number,
  {
    path,
    lines,
    changed,
  }: { readonly path: Uint8Array; readonly lines: ScatteredLines; readonly changed: ChangedLines | null },
  seen: { line: number },
): number {
  const { length } = path
  const view = new DataView(window.buffer, window.byteOffset, window.length)
  const written = new DataView(path.buffer, path.byteOffset, length)
  while (at < limit) {
    if (window[at + length] !== COLON || !samePath(view, at, written)) return at
    let from = at + length + 1
    let p = from
    let line = 0
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO)
      line = line * 10 + digit
    if (window[p] !== DOT || p === from || p - from > MAX_DIGITS) return at
    from = p + 1
    p = digitsEnd(window, from)
    if (window[p] !== COMMA || p === from) return at
    from = p + 1
    p = from
    let endLine = 0
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO)
      endLine = endLine * 10 + digit
    if (window[p] !== DOT || p === from || p - from > MAX_DIGITS) return at
    from = p + 1
    p = digitsEnd(window, from)
    if (window[p] !== SPACE || p === from) return at
    const short = p - from === 1 && window[from]! - ZERO <= BRACE_COLUMN
    from = p + 1
    let bits = 0
    p = from
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) bits |= digit
    if (window[p] !== SPACE || p === from) return at
    const measures = bits !== 0
    from = p + 1
    bits = 0
    p = from
    for (let digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) bits |= digit
    if (p === from) return at
    if (window[p] === CR) p += 1
    if (window[p] !== LF || endLine < line || endLine > MAX_LINE) return at
    if (measures) {
      if (changed?.touch(line, endLine)) return at
      lines.mark(line, short && endLine > line ? endLine - 1 : endLine, bits !== 0)
    }
    seen.line += 1
    at = p + 1
  }
  return at
}

// Small functions for the loops: they are soon compiled.

/** Four bytes at a time: the path is most of a line. */
function samePath(window: DataView, at: number, path: DataView): boolean {
  const length = path.byteLength
  let index = 0
  for (; index + 4 <= length; index += 4) {
    if (window.getInt32(at + index) !== path.getInt32(index)) return false
  }
  for (; index < length; index += 1) if (window.getInt8(at + index) !== path.getInt8(index)) return false
  return true
}

function digitsEnd(window: Buffer, at: number): number {
  let p = at
  while (window[p]! >= ZERO && window[p]! <= ZERO + 9) p += 1
  return p
}
