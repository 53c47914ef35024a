// @ts-check
/** @import { Tally } from './tally.mjs' */
import { GO_MODULE } from '../generator/names.mjs'
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [NEWLINE, SPACE, DOT, COLON, ZERO] = Buffer.from('\n .:0')

/**
 * Needs blocks of one line each, none of them twice. A path is compared with the one before, which finds its end too: the
 * blocks of a file stand side by side.
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  let total = 0
  let covered = 0
  scanPieces(report, '\n', (bytes, end) => {
    /** @type {ReadonlySet<number> | undefined} */
    let lines
    let known = 0
    let knownEnd = 0
    for (let at = 0; at < end; at++) {
      const start = at
      for (let same = known; same < knownEnd && bytes[at] === bytes[same]; same++) at++
      if (bytes[at] !== COLON || at - start !== knownEnd - known) {
        at = bytes.indexOf(COLON, start)
        lines = changed.get(bytes.toString('utf8', start + GO_MODULE.length + 1, at))
        known = start
        knownEnd = at
        if (bytes[at + 1] === SPACE) {
          at = bytes.indexOf(NEWLINE, at) // the head: mode: count
          continue
        }
      }
      let line = 0
      for (at++; bytes[at] !== DOT; at++) line = line * 10 + bytes[at] - ZERO
      while (bytes[at] !== SPACE) at++
      for (at++; bytes[at] !== SPACE; at++);
      const hit = bytes[at + 1] !== ZERO
      total++
      if (hit) covered++
      if (lines?.has(line)) countPatchLine(tally, hit)
      while (bytes[at] !== NEWLINE) at++
    }
  })
  tally.project.total = total
  tally.project.covered = covered
  return tally
}
