// @ts-check
/** @import { Bench } from './generate.mjs' */
/** @import { Contender } from './measure/contenders.mjs' */
/** @import { Measurements, Results } from './measure/limits.mjs' */
import { parseArgs } from 'node:util'
import { prepare } from './generate.mjs'
import { FORMATS } from './generator/formats.mjs'
import {
  bareNode,
  diffCover,
  diffCoverVersion,
  floor,
  isBuilt,
  isQuadratic,
  ours,
  oursHelp,
  oursWithPage,
} from './measure/contenders.mjs'
import { areRight, isWithin, judge } from './measure/limits.mjs'
import { METER } from './measure/meter.mjs'
import { race } from './measure/race.mjs'
import { contenderTable, limitTable, startTable } from './measure/table.mjs'

const SEED = 1
const LARGE = { files: 5000, lines: 400, seed: SEED }
const MEDIUM = { files: 1000, lines: 400, seed: SEED }
const SMALL = { files: 200, lines: 100, seed: SEED }
/** Short runs differ more from one another: they get more rounds. */
const SHORT_RUN_ROUNDS = 3

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    format: { type: 'string', multiple: true, default: FORMATS.map(({ name }) => name) },
    json: { type: 'boolean', default: false },
    /** diff-cover on JaCoCo and Clover, large: minutes. */
    'slow-peer': { type: 'boolean', default: false },
  },
})
const rounds = Number(values.runs)
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--runs takes a number from 1 on, not ${values.runs}`)
for (const format of values.format) {
  if (!FORMATS.some(({ name }) => name === format)) throw new Error(`unknown format: ${format}`)
}

/** @param {string} text */
const log = text => process.stderr.write(`${text}\n`)

/**
 * @param {Bench} bench
 * @param {number} times
 * @param {(format: string) => readonly (Contender | null | false)[]} contendersOf
 * @returns {Promise<Record<string, Results>>}
 */
async function raceEveryFormat(bench, times, contendersOf) {
  /** @type {Record<string, Results>} */
  const byFormat = {}
  for (const format of values.format) {
    log(`${bench.truth.changedFiles} changed files, ${format}`)
    const contenders = contendersOf(format).filter(contender => !!contender)
    byFormat[format] = await race(contenders, bench.truth, times)
  }
  return byFormat
}

log('the repositories')
const benches = { large: await prepare(LARGE), medium: await prepare(MEDIUM), small: await prepare(SMALL) }
const { large, medium, small } = benches

/** @type {Measurements} */
const measurements = {
  large: await raceEveryFormat(large, rounds, format => [
    floor(large, format),
    isBuilt && ours(large, format),
    isBuilt && oursWithPage(large, format),
    (values['slow-peer'] || !isQuadratic(format)) && diffCover(large, format),
  ]),
  medium: await raceEveryFormat(medium, rounds, format => [
    floor(medium, format),
    isBuilt && ours(medium, format),
    diffCover(medium, format),
  ]),
  small: await raceEveryFormat(small, rounds * SHORT_RUN_ROUNDS, format => [
    bareNode(small),
    floor(small, format),
    isBuilt && ours(small, format),
    diffCover(small, format),
  ]),
  start: await race(
    [bareNode(small), isBuilt && oursHelp(small)].filter(contender => !!contender),
    small.truth,
    rounds * SHORT_RUN_ROUNDS,
  ),
}
const limits = judge(measurements, benches)

if (values.json) {
  const sizes = { large: LARGE, medium: MEDIUM, small: SMALL }
  console.log(
    JSON.stringify({
      node: process.version,
      meter: METER,
      diffCoverVersion,
      rounds,
      sizes,
      measurements,
      limits,
    }),
  )
} else {
  const about = `Node ${process.version}; ${diffCoverVersion ?? 'no diff-cover here'}`
  console.log(`Medians of ${rounds} rounds (short runs: ${rounds * SHORT_RUN_ROUNDS}); ${METER}; ${about}\n`)
  for (const size of /** @type {const} */ (['large', 'medium', 'small'])) {
    const { changedFiles, patch, project } = benches[size].truth
    console.log(`${size}: ${changedFiles} changed files, ${patch.total} of ${project.total} measured lines\n`)
    console.log(`${contenderTable(benches[size], measurements[size])}\n`)
  }
  console.log(`${startTable(measurements.start)}\n`)
  console.log(
    isBuilt ? limitTable(limits) : 'cd-gate itself was not measured: it is not built (npm run build)',
  )
}

process.exitCode = exitCode()

/** As the gate's own: fail before unknown before pass. */
function exitCode() {
  if (!areRight(measurements) || !limits.every(isWithin)) return 1
  return isBuilt ? 0 : 3
}
