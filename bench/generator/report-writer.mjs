// @ts-check
/** @import { Line } from './source.mjs' */
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coverageOf, lineTotals } from './file-coverage.mjs'
import { FORMATS } from './formats.mjs'

/**
 * Gathers every format side by side, and writes at the end: a head holds the totals.
 * @param {string} root Where the repository lies, as absolute paths in reports begin.
 */
export function reportWriter(root) {
  const totals = { total: 0, covered: 0 }
  const outputs = FORMATS.map(({ fileName, begin }) => ({ fileName, report: begin(root) }))
  return {
    /** Grows with every file. */
    totals,
    /** @param {string} path @param {readonly Line[]} source */
    add: (path, source) => {
      const file = coverageOf(path, source)
      const { total, covered } = lineTotals(file)
      totals.total += total
      totals.covered += covered
      for (const { report } of outputs) report.add(file)
    },
    /** @param {string} directory */
    write: directory => {
      for (const { fileName, report } of outputs) {
        const output = openSync(join(directory, fileName), 'w')
        for (const part of report.end(totals)) {
          writeFileSync(output, part) // writeSync may write a part only
        }
        closeSync(output)
      }
    },
  }
}
