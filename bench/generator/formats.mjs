// @ts-check
/** @import { CoveredFile } from './file-coverage.mjs' */
import { clover } from './formats/clover.mjs'
import { cobertura } from './formats/cobertura.mjs'
import { goCover } from './formats/go-cover.mjs'
import { istanbul } from './formats/istanbul.mjs'
import { jacoco } from './formats/jacoco.mjs'
import { lcov } from './formats/lcov.mjs'

/** @typedef {{ total: number, covered: number }} Totals */

/**
 * One report format, in the layout of the tool that is best known for it.
 * @typedef {object} Format
 * @property {string} name
 * @property {string} fileName
 * @property {(root: string) => ReportText} begin `root`: where the repository lies.
 */
/**
 * A report that grows file by file. What it holds is kept as bytes: as a string it would take twice the memory.
 * @typedef {object} ReportText
 * @property {(file: CoveredFile) => void} add
 * @property {(totals: Totals) => Iterable<string | Buffer>} end Head, files and tail; the totals are those of all files.
 */

/** @type {readonly Format[]} */
export const FORMATS = [lcov, cobertura, istanbul, jacoco, clover, goCover]
