// @ts-check
import { closeSync, openSync, readSync } from 'node:fs'

const PIECE_BYTES = 2 ** 20

/**
 * Reads a report in pieces that end where a record of it ends, through one buffer.
 * @param {string} path
 * @param {string} terminator What every record ends with.
 * @param {(bytes: Buffer, end: number) => void} scan Sees whole records only: `bytes` up to `end`.
 */
export function scanPieces(path, terminator, scan) {
  const file = openSync(path, 'r')
  let buffer = Buffer.allocUnsafeSlow(PIECE_BYTES)
  let held = 0
  for (;;) {
    const read = readSync(file, buffer, held, buffer.length - held, null)
    if (read === 0) break
    held += read
    const last = buffer.subarray(0, held).lastIndexOf(terminator, undefined, 'latin1')
    if (last >= 0) {
      const end = last + terminator.length
      scan(buffer, end)
      buffer.copyWithin(0, end, held)
      held -= end
    } else if (held === buffer.length) {
      const larger = Buffer.allocUnsafeSlow(buffer.length * 2)
      buffer.copy(larger)
      buffer = larger
    }
  }
  closeSync(file)
}
