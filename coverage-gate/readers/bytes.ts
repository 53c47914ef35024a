import { TextDecoder } from 'node:util'

/**
 * Reads what it can of `window[0 … end)` and returns how many bytes it is done with; the rest comes
 * again, with more behind it. From `end` on there are GUARD zeros, so that a loop which stops at 0 needs no bounds
 * check, and one that looks ahead by less than GUARD meets nothing of an earlier window. In the `last` call nothing follows: what
 * is unfinished then must be an error.
 */
export type Scan = (window: Buffer, end: number, last: boolean) => number

/** How many zeros stand behind a window. What lies further is left over from earlier windows and means nothing. */
export const GUARD = 64

/** Feeds a report to `scan` as UTF-8 without a byte order mark, holding only one piece and an unfinished rest. */
export function scanBytes(pieces: Iterable<Uint8Array>, scan: Scan): void {
  let window: Buffer = Buffer.alloc(GUARD)
  let end = 0
  let enough = 0
  for (const piece of asUtf8(pieces)) {
    window = withRoom(window, end, piece.length + GUARD)
    window.set(piece, end)
    end += piece.length
    window.fill(0, end, end + GUARD)
    // Something long and unfinished is looked at again only when twice as much is there: linear in all.
    if (end < enough) continue
    const done = scan(window, end, false)
    window.copyWithin(0, done, end)
    end -= done
    window.fill(0, end, end + GUARD)
    enough = 2 * end
  }
  scan(window, end, true)
}

function withRoom(window: Buffer, used: number, more: number): Buffer {
  if (used + more <= window.length) return window
  const larger = Buffer.allocUnsafeSlow(used + more + (used >> 1) + 4096)
  window.copy(larger, 0, 0, used)
  return larger
}

const encodings: readonly { readonly mark: readonly number[]; readonly name: string | null }[] = [
  { mark: [0xef, 0xbb, 0xbf], name: null },
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
]

/** UTF-16 is what `>` in Windows PowerShell writes. */
function markOf(head: Uint8Array): { readonly length: number; readonly decoder: TextDecoder | null } {
  const found = encodings.find(({ mark }) => mark.every((byte, index) => head[index] === byte))
  return {
    length: found?.mark.length ?? 0,
    decoder: found?.name ? new TextDecoder(found.name, { ignoreBOM: true }) : null,
  }
}

function* asUtf8(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array(0)
  let decoder: TextDecoder | null = null
  const start = (begin: Uint8Array): Uint8Array => {
    const mark = markOf(begin)
    decoder = mark.decoder
    return begin.subarray(mark.length)
  }
  const decode = (piece: Uint8Array): Uint8Array =>
    decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece
  for (const piece of pieces) {
    if (head === null) yield decode(piece)
    else {
      head = Buffer.concat([head, piece])
      if (head.length < 3) continue
      yield decode(start(head))
      head = null
    }
  }
  if (head !== null) yield decode(start(head))
  if (decoder !== null) yield Buffer.from((decoder as TextDecoder).decode())
}

/** The start of a report as readers' `detect` wants it: UTF-8 bytes as Latin-1, without a byte order mark. */
export function reportHead(start: Uint8Array): string {
  const { length, decoder } = markOf(start)
  const text = start.subarray(length)
  return (decoder ? Buffer.from(decoder.decode(text)) : Buffer.from(text)).toString('latin1')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 where it is valid, else Latin-1: what file names in reports are written in. */
export function decodeText(window: Buffer, from: number, to: number): string {
  let at = from
  while (at < to && window[at]! < 0x80) at++
  if (at === to) return window.toString('latin1', from, to)
  try {
    return utf8.decode(window.subarray(from, to))
  } catch {
    return window.toString('latin1', from, to)
  }
}

/** Text to look for, as `standsAt` takes it: comparing bytes is several times faster than characters of a string. */
export function pattern(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0))
}

/** Whether the pattern stands at `at`. It holds no 0, so that it never reaches behind the window's end. */
export function standsAt(window: Buffer, at: number, bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (window[at + index] !== bytes[index]) return false
  }
  return true
}
