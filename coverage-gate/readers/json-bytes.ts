/** "The window ends before this does": come again with more. */
export const CUT_OFF = -1

const ORDINARY = 0
const QUOTE = 1
const OPEN = 2
const CLOSE = 3
const END = 4

/** What each byte means to the nesting of JSON. The 0 behind a window's end stops every loop. */
const meaning = new Uint8Array(256)
meaning[0] = END
meaning[34] = QUOTE
for (const open of '[{') meaning[open.charCodeAt(0)] = OPEN
for (const close of ']}') meaning[close.charCodeAt(0)] = CLOSE

export function skipSpace(window: Buffer, at: number): number {
  for (;;) {
    const byte = window[at]
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return at
    at += 1
  }
}

/** What follows the string whose quote is at `at`. */
export function skipString(window: Buffer, at: number, end: number): number {
  for (at += 1; ; at += 1) {
    const byte = window[at]
    if (byte === 34) return at < end ? at + 1 : CUT_OFF
    if (byte === 92) at += 1
    if (at >= end) return CUT_OFF
  }
}

/** What follows the value at `at`, by its braces and strings alone: nothing inside is checked. */
export function skipValue(window: Buffer, at: number, end: number): number {
  let depth = 0
  for (;;) {
    let kind = meaning[window[at]!]
    while (kind === ORDINARY) {
      if (depth === 0 && isEnd(window[at]!)) return at < end ? at : CUT_OFF
      at += 1
      kind = meaning[window[at]!]
    }
    if (kind === QUOTE) {
      at = skipString(window, at, end)
      if (at === CUT_OFF) return CUT_OFF
      if (depth === 0) return at
    } else if (kind === OPEN) {
      depth += 1
      at += 1
    } else if (kind === CLOSE) {
      if (depth === 0) return at < end ? at : CUT_OFF
      depth -= 1
      at += 1
      if (depth === 0) return at <= end ? at : CUT_OFF
    } else {
      if (at >= end) return CUT_OFF
      at += 1
    }
  }
}

/** A number or word at the top level ends at a comma or white space. */
function isEnd(byte: number): boolean {
  return byte === 44 || byte === 32 || byte === 10 || byte === 13 || byte === 9
}
