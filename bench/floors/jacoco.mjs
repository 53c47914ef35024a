// @ts-check
/** @import { Tally } from './tally.mjs' */
import { JACOCO_ROOT } from '../generator/names.mjs'
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [SPACE, QUOTE, GREATER, ZERO, L, S] = Buffer.from(' ">0ls')
const PACKAGE = '<package name="'
const SOURCE = '<sourcefile name="'

/**
 * Needs `nr`, `mi`, `ci` first in a line, in this order, and no white space between elements. Classes and counters are
 * skipped. One root is known, below which all packages lie.
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  let directory = ''
  scanPieces(report, '</sourcefile>', (bytes, end) => {
    for (let at = 0; at < end; ) {
      if (bytes[at + 1] !== S) {
        // between two packages, or before the first
        const name = bytes.indexOf(PACKAGE, at, 'latin1') + PACKAGE.length
        const nameEnd = bytes.indexOf(QUOTE, name)
        directory = `${JACOCO_ROOT}/${bytes.toString('utf8', name, nameEnd)}/`
        at = bytes.indexOf(SOURCE, nameEnd, 'latin1')
      }
      at += SOURCE.length
      const nameEnd = bytes.indexOf(QUOTE, at)
      const lines = changed.get(directory + bytes.toString('utf8', at, nameEnd))
      at = nameEnd + '">'.length
      let total = 0
      let covered = 0
      while (bytes[at + 1] === L) {
        let line = 0
        for (at += '<line nr="'.length; bytes[at] !== QUOTE; at++) line = line * 10 + bytes[at] - ZERO
        at += '" mi="'.length
        while (bytes[at] !== SPACE) at++
        at += ' ci="'.length
        const hit = bytes[at] !== ZERO
        total++
        if (hit) covered++
        if (lines?.has(line)) countPatchLine(tally, hit)
        while (bytes[at] !== GREATER) at++
        at++
      }
      tally.project.total += total
      tally.project.covered += covered
      at = bytes.indexOf('</sourcefile>', at, 'latin1') + '</sourcefile>'.length
    }
  })
  return tally
}
