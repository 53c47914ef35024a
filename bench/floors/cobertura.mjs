// @ts-check
/** @import { Tally } from './tally.mjs' */
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [LESS, SLASH, SPACE, QUOTE, ZERO, C, L, M, S] = Buffer.from('</ "0clms')

/**
 * Tells elements by two letters of their names: `<line `, `<methods>`, `</methods>`, `<class ` are the only
 * ones of this DTD that fit. Needs `number` and `hits` first in a line. The lines of methods are listed a
 * second time in the class, and counted there.
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  scanPieces(report, '</class>', (bytes, end) => {
    /** @type {ReadonlySet<number> | undefined} */
    let lines
    let inMethods = false
    let total = 0
    let covered = 0
    for (let at = 0; at < end; at++) {
      if (bytes[at] !== LESS) continue
      const initial = bytes[at + 1]
      if (initial === L && bytes[at + 5] === SPACE) {
        if (inMethods) continue
        let line = 0
        for (at += '<line number="'.length; bytes[at] !== QUOTE; at++) line = line * 10 + bytes[at] - ZERO
        at += '" hits="'.length
        const hit = bytes[at] !== ZERO
        total++
        if (hit) covered++
        if (lines?.has(line)) countPatchLine(tally, hit)
      } else if (initial === M && bytes[at + 7] === S) {
        inMethods = true
      } else if (initial === SLASH && bytes[at + 2] === M && bytes[at + 8] === S) {
        inMethods = false
      } else if (initial === C && bytes[at + 6] === SPACE) {
        const start = bytes.indexOf(' filename="', at, 'latin1') + ' filename="'.length
        lines = changed.get(bytes.toString('utf8', start, bytes.indexOf(QUOTE, start)))
      }
    }
    tally.project.total += total
    tally.project.covered += covered
  })
  return tally
}
