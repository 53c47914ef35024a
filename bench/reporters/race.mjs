// @ts-check
/** @import { Contender } from './contenders.mjs' */
/** @import { Cost } from './limits.mjs' */
/** @import { Measured } from '../measure/meter.mjs' */
import { existsSync, rmSync, statSync } from 'node:fs'
import { measure, median } from '../measure/meter.mjs'

/**
 * Runs the contenders in turn, round after round, and takes the differences to the first of them within each round: a busy
 * minute hits all of a round alike.
 * @param {readonly Contender[]} contenders the first does nothing
 * @param {number} rounds
 * @returns {Promise<Record<string, { own: Cost, over: Cost }>>}
 * @throws Error for a run that failed or left no report
 */
export async function race(contenders, rounds) {
  /** @type {Measured[][]} */
  const lanes = contenders.map(() => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [lane, contender] of contenders.entries()) lanes[lane].push(await runOf(contender))
  return Object.fromEntries(
    contenders.map(({ name }, lane) => [
      name,
      { own: costOf(lanes[lane]), over: costOver(lanes[lane], lanes[0]) },
    ]),
  )
}

/** @param {Contender} contender */
async function runOf({ name, run, report }) {
  if (report) rmSync(report, { force: true })
  const measured = await measure(run)
  // The suite has failures: exit code 0 means that nothing ran.
  const ran =
    measured.status !== 0 && (report === null || (existsSync(report) && statSync(report).size > 1_000_000))
  if (!ran)
    throw new Error(`${name} did not run (exit code ${measured.status}): ${measured.stderr.slice(0, 500)}`)
  return measured
}

/** @param {readonly Measured[]} runs @returns {Cost} */
function costOf(runs) {
  return {
    cpuSeconds: median(runs.map(each => each.cpuSeconds)),
    peakMiB: median(runs.map(each => each.peakMiB ?? 0)),
  }
}

/** @param {readonly Measured[]} runs @param {readonly Measured[]} others @returns {Cost} */
function costOver(runs, others) {
  return {
    cpuSeconds: median(runs.map((each, round) => each.cpuSeconds - others[round].cpuSeconds)),
    peakMiB: median(runs.map((each, round) => (each.peakMiB ?? 0) - (others[round].peakMiB ?? 0))),
  }
}
