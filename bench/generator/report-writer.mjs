// @ts-check
/** @import { Line } from './source.mjs' */
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { coverageOf, lineTotals } from './file-coverage.mjs'
import { FORMATS } from './formats.mjs'

/**
 * Gathers every format side by side: bodies file by file, heads last, because a head holds the totals.
 * @param {string} root Where the repository lies, as absolute paths in reports begin.
 */
export function reportWriter(root) {
  const totals = { total: 0, covered: 0 }
  const outputs = FORMATS.map(format => ({ format, chunks: /** @type {Buffer[]} */ ([]) }))
  return {
    /** Grows with every file. */
    totals,
    /** @param {string} path @param {readonly Line[]} source */
    add: (path, source) => {
      const file = coverageOf(path, source)
      const { total, covered } = lineTotals(file)
      totals.total += total
      totals.covered += covered
      for (const { format, chunks } of outputs) {
        chunks.push(Buffer.from(format.file(file, root, chunks.length === 0)))
      }
    },
    /** @param {string} directory */
    write: directory => {
      for (const { format, chunks } of outputs) {
        const output = openSync(join(directory, format.fileName), 'w')
        writeSync(output, format.head(root, totals))
        for (const chunk of chunks) writeSync(output, chunk)
        writeSync(output, format.tail)
        closeSync(output)
      }
    },
  }
}
