// @ts-check
/** @import { Tally } from './tally.mjs' */
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [LESS, SPACE, QUOTE, ZERO, F, L] = Buffer.from('< "0fl')

/**
 * Tells elements by their first letter: only `<file ` and `<line ` begin with these. Needs `num` and `count` first in a
 * line, and absolute paths.
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  const root = `${process.cwd()}/`
  scanPieces(report, '</file>', (bytes, end) => {
    /** @type {ReadonlySet<number> | undefined} */
    let lines
    let total = 0
    let covered = 0
    for (let at = 0; at < end; at++) {
      if (bytes[at] !== LESS) continue
      const initial = bytes[at + 1]
      if (initial === L) {
        let line = 0
        for (at += '<line num="'.length; bytes[at] !== QUOTE; at++) line = line * 10 + bytes[at] - ZERO
        at += '" count="'.length
        const hit = bytes[at] !== ZERO
        total++
        if (hit) covered++
        if (lines?.has(line)) countPatchLine(tally, hit)
      } else if (initial === F && bytes[at + 5] === SPACE) {
        const path = bytes.indexOf(' path="', at, 'latin1') + ' path="'.length + root.length
        at = bytes.indexOf(QUOTE, path)
        lines = changed.get(bytes.toString('utf8', path, at))
      }
    }
    tally.project.total += total
    tally.project.covered += covered
  })
  return tally
}
