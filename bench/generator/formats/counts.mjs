// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
import { lineTotals } from '../file-coverage.mjs'

/** What formats give as figures of a file, a package or a whole report. */
export class Counts {
  files = 0
  lines = { total: 0, covered: 0 }
  /** Ways out of a decision. */
  arms = { total: 0, covered: 0 }
  functions = { total: 0, covered: 0 }

  /** @param {CoveredFile} file @returns {Counts} */
  static of(file) {
    const counts = new Counts()
    counts.add(file)
    return counts
  }

  /** @param {CoveredFile} file */
  add(file) {
    const { total, covered } = lineTotals(file)
    this.files++
    this.lines.total += total
    this.lines.covered += covered
    for (const { arms } of file.branches) {
      this.arms.total += 2
      this.arms.covered += takenOf(arms)
    }
    for (const { hits } of file.functions) {
      this.functions.total++
      if (hits > 0) this.functions.covered++
    }
  }
}

/** @param {readonly [number, number]} arms @returns {number} How many of the two ways were taken. */
export const takenOf = arms => Number(arms[0] > 0) + Number(arms[1] > 0)
