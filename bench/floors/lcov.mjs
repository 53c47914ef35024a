// @ts-check
/** @import { Tally } from './tally.mjs' */
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [NEWLINE, COMMA, ZERO, A, D, F, S] = [...'\n,0ADFS'].map(character => character.charCodeAt(0))

/**
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  scanPieces(report, 'end_of_record\n', (bytes, end) => {
    /** @type {ReadonlySet<number> | undefined} */
    let lines
    let total = 0
    let covered = 0
    for (let at = 0; at < end; ) {
      const first = bytes[at]
      const second = bytes[at + 1]
      if (first === D && second === A) {
        let line = 0
        for (at += 3; bytes[at] !== COMMA; at++) line = line * 10 + bytes[at] - ZERO
        const hit = bytes[at + 1] !== ZERO
        total++
        if (hit) covered++
        if (lines?.has(line)) countPatchLine(tally, hit)
        at += 2
      } else if (first === S && second === F) {
        const start = at + 3
        at = bytes.indexOf(NEWLINE, start)
        lines = changed.get(bytes.toString('utf8', start, at))
      }
      while (bytes[at] !== NEWLINE) at++
      at++
    }
    tally.project.total += total
    tally.project.covered += covered
  })
  return tally
}
