// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
/** @import { Format, Totals } from '../formats.mjs' */

/**
 * A format in which every file stands by itself, in any order.
 * @typedef {object} Layout
 * @property {(root: string, totals: Totals) => string} head
 * @property {(file: CoveredFile, root: string, first: boolean) => string} file
 * @property {string} tail
 */

/** @param {string} name @param {string} fileName @param {Layout} layout @returns {Format} */
export function fileByFile(name, fileName, { head, file: textOf, tail }) {
  return {
    name,
    fileName,
    begin: root => {
      /** @type {Buffer[]} */
      const bodies = []
      return {
        add: file => {
          bodies.push(Buffer.from(textOf(file, root, bodies.length === 0)))
        },
        end: totals => [head(root, totals), ...bodies, tail],
      }
    },
  }
}
