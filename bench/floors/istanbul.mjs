// @ts-check
/** @import { Tally } from './tally.mjs' */
import { scanPieces } from './pieces.mjs'
import { countPatchLine, emptyTally } from './tally.mjs'

const [ZERO, COMMA, COLON, OPEN, CLOSE, QUOTE] = Buffer.from('0,:{}"')

/**
 * Needs what JSON.stringify makes of an instrumenter's data: no spaces within a file's object, `start`
 * before `end`, and the statements of a line side by side. Function and branch maps are skipped.
 * @param {string} report
 * @param {ReadonlyMap<string, ReadonlySet<number>>} changed
 * @returns {Tally}
 */
export function scan(report, changed) {
  const tally = emptyTally()
  const root = `${process.cwd()}/`
  /** @type {number[]} */
  const starts = []
  scanPieces(report, '}}\n', (bytes, end) => {
    for (let at = 0; at < end; ) {
      const path = bytes.indexOf('"path":"', at, 'latin1') + '"path":"'.length
      const pathEnd = bytes.indexOf(QUOTE, path)
      const lines = changed.get(bytes.toString('utf8', path + root.length, pathEnd))

      at = pathEnd + '","statementMap":{'.length
      let count = 0
      do {
        while (bytes[at] !== OPEN) at++
        let line = 0
        for (at += '{"start":{"line":'.length; bytes[at] !== COMMA; at++) line = line * 10 + bytes[at] - ZERO
        starts[count++] = line
        while (bytes[at] !== CLOSE || bytes[at + 1] !== CLOSE) at++
        at += 2
      } while (bytes[at] === COMMA)
      starts[count] = 0

      at = bytes.indexOf('"s":{', at, 'latin1') + '"s":{'.length
      let total = 0
      let covered = 0
      let hit = false
      for (let index = 0; index < count; index++) {
        while (bytes[at] !== COLON) at++
        at++
        if (bytes[at] !== ZERO) hit = true
        const line = starts[index]
        if (line === starts[index + 1]) continue
        total++
        if (hit) covered++
        if (lines?.has(line)) countPatchLine(tally, hit)
        hit = false
      }
      tally.project.total += total
      tally.project.covered += covered
      at = bytes.indexOf('}}\n', at, 'latin1') + '}}\n'.length
    }
  })
  return tally
}
