import { createHash } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { COVERED, type LineStates } from '../model.ts'
import type { CoverageRecord } from './record.ts'

/**
 * A record's bytes: 8 of a mark and its version, 16 of a SHA-256 of the rest, then Brotli. Inside, a line of JSON (commit,
 * tree, time, formats, paths with their numbers of lines), then two bits a line, four lines a byte, file after file.
 */
const MARK = Buffer.from('CDGCOV1\n', 'latin1')
const DIGEST = 16
/** A record that unpacks to more is no record. */
const MAX_BYTES = 1 << 30

interface Header {
  readonly commit: string
  readonly tree: string
  readonly at: number
  readonly formats: readonly string[]
  readonly files: readonly (readonly [path: string, length: number])[]
}

export function encodeRecord({ commit, tree, at, formats, files }: CoverageRecord): Uint8Array {
  const named = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const header: Header = {
    commit,
    tree,
    at,
    formats,
    files: named.map(([path, lines]) => [path, lines.length]),
  }
  const head = Buffer.from(`${JSON.stringify(header)}\n`)
  const body = Buffer.concat([head, ...named.map(([, lines]) => pack(lines))])
  const packed = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  })
  return Buffer.concat([MARK, digestOf(packed), packed])
}

/** `fault` says in a clause why it cannot be trusted. */
export function decodeRecord(bytes: Uint8Array): CoverageRecord | { readonly fault: string } {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!all.subarray(0, MARK.length).equals(MARK)) return { fault: 'it is no coverage record of this version' }
  const packed = all.subarray(MARK.length + DIGEST)
  if (!all.subarray(MARK.length, MARK.length + DIGEST).equals(digestOf(packed)))
    return { fault: 'its checksum does not fit: it is damaged' }
  try {
    const body = brotliDecompressSync(packed, { maxOutputLength: MAX_BYTES })
    const end = body.indexOf(10)
    const header = JSON.parse(body.toString('utf8', 0, end)) as Header
    return { ...header, files: unpackFiles(header, body, end + 1) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

function unpackFiles({ files }: Header, body: Buffer, start: number): ReadonlyMap<string, LineStates> {
  const unpacked = new Map<string, LineStates>()
  const all = new Uint8Array(files.reduce((sum, [, length]) => sum + length, 0))
  let [at, first] = [start, 0]
  for (const [path, length] of files) {
    const end = at + Math.ceil(length / 4)
    if (end > body.length) throw new RangeError('it holds fewer lines than it names')
    const lines = all.subarray(first, first + length)
    unpack(body, at, lines)
    unpacked.set(path, lines)
    first += length
    at = end
  }
  return unpacked
}

function pack(lines: LineStates): Uint8Array {
  const packed = new Uint8Array(Math.ceil(lines.length / 4))
  for (let line = 0; line < lines.length; line += 1) packed[line >> 2]! |= lines[line]! << ((line & 3) << 1)
  return packed
}

function unpack(body: Buffer, at: number, lines: Uint8Array): void {
  for (let line = 0; line < lines.length; line += 1) {
    const state = (body[at + (line >> 2)]! >> ((line & 3) << 1)) & 3
    if (state > COVERED) throw new RangeError('it holds a state that no line has')
    lines[line] = state
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, DIGEST)
}
