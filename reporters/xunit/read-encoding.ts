import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

/** Turns the pieces of a document into text. Ends with `null` for the last, which may still complete a character. */
export type Decoder = (piece: Uint8Array | null) => string

/** The bytes are not what the document says they are, or it names an encoding that nobody knows. */
export class EncodingFault extends Error {}

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  // Without a mark: how `<?` begins.
  ['utf-16le', [0x3c, 0x00, 0x3f, 0x00]],
  ['utf-16be', [0x00, 0x3c, 0x00, 0x3f]],
]

/**
 * The encoding by the document's first bytes: a mark, or what its XML declaration names; UTF-8 where nothing says
 * otherwise (XML 1.0, appendix F).
 */
function encodingOf(head: Uint8Array): string {
  const marked = marks.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))
  if (marked) return marked[0]
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]?.toLowerCase() ?? 'utf-8'
}

/** @throws EncodingFault, the decoder too */
export function createDecoder(head: Uint8Array): Decoder {
  const encoding = encodingOf(head)
  // A UTF-16 document that is really one shows by its first bytes; a declaration in single bytes cannot be true.
  if (/^(utf-?8|us-ascii|ascii|utf-?16)$/.test(encoding)) return decodeUtf8()
  if (/^(iso-8859-1|latin-?1)$/.test(encoding)) {
    return piece =>
      piece === null ? '' : Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1')
  }
  const decoder = decoderFor(encoding)
  return piece => {
    try {
      return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch (error) {
      throw new EncodingFault(`its bytes are not ${encoding}`, { cause: error })
    }
  }
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch (error) {
    throw new EncodingFault(`its encoding "${encoding}" is not known`, { cause: error })
  }
}

/** Several times as fast as TextDecoder on a stream. */
function decodeUtf8(): Decoder {
  let rest: Buffer = Buffer.alloc(0)
  let first = true
  return piece => {
    if (piece === null) {
      if (rest.length > 0) throw new EncodingFault('its bytes are not UTF-8')
      return ''
    }
    const given = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    const bytes = rest.length > 0 ? Buffer.concat([rest, given]) : given
    const end = wholeCharacters(bytes)
    const whole = bytes.subarray(0, end)
    rest = Buffer.from(bytes.subarray(end))
    if (isAscii(whole)) return whole.toString('latin1')
    if (!isUtf8(whole)) throw new EncodingFault('its bytes are not UTF-8')
    const text = whole.toString('utf8')
    const isFirst = first
    first = false
    return isFirst && text.startsWith('\ufeff') ? text.slice(1) : text
  }
}

/** Where the last character that is cut off begins. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needed > back ? bytes.length - back : bytes.length
    }
    if (byte < 0x80) break
  }
  return bytes.length
}
