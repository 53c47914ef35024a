// @ts-check
/** @import { Line } from './source.mjs' */

/**
 * What a test run saw of one file, free of any format. Lines are 1-based, columns 0-based.
 * @typedef {object} CoveredFile
 * @property {string} path From the top of the repository.
 * @property {readonly { line: number, hits: number, columns: readonly number[], width: number }[]} lines
 * @property {readonly { name: string, hits: number, line: number, endLine: number }[]} functions
 * @property {readonly { line: number, arms: readonly [number, number], width: number }[]} branches
 */

/** @param {string} path @param {readonly Line[]} source @returns {CoveredFile} */
export function coverageOf(path, source) {
  const lines = []
  const functions = []
  const branches = []
  /** @type {{ name: string, hits: number, line: number, endLine: number } | null} */
  let open = null
  for (const [index, { text, hits, columns, arms, opens, closes }] of source.entries()) {
    const line = index + 1
    if (hits !== null) lines.push({ line, hits, columns, width: text.length })
    if (arms) branches.push({ line, arms, width: text.length })
    if (opens) {
      open = { ...opens, line, endLine: line }
      functions.push(open)
    }
    if (closes && open) open.endLine = line
  }
  return { path, lines, functions, branches }
}

/** @param {CoveredFile} file @returns {{ total: number, covered: number }} */
export function lineTotals(file) {
  let covered = 0
  for (const { hits } of file.lines) if (hits > 0) covered++
  return { total: file.lines.length, covered }
}
