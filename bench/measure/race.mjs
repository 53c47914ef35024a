// @ts-check
/** @import { Truth } from '../generate.mjs' */
/** @import { Contender } from './contenders.mjs' */
/** @import { Measured } from './meter.mjs' */
import { wrongIn } from './check.mjs'
import { measure, median } from './meter.mjs'

/** A gate that says no has an answer too. */
const FAILED_GATE = 1

/** Medians over all rounds. `wrong`: what was wrong with the answer of any round, null when all were right. */
/** @typedef {{ cpuSeconds: number, peakMiB: number | null, wrong: string | null }} Result */

/**
 * Runs the contenders in turn, round after round, so that a noisy minute hits all of them alike. Every
 * answer of every round is checked.
 * @param {readonly Contender[]} contenders
 * @param {Truth} truth
 * @param {number} rounds
 * @returns {Promise<Record<string, Result>>} By the contender's name.
 */
export async function race(contenders, truth, rounds) {
  const lanes = contenders.map(contender => ({
    contender,
    runs: /** @type {Measured[]} */ ([]),
    wrong: /** @type {string | null} */ (null),
  }))
  for (let round = 0; round < rounds; round++) {
    for (const lane of lanes) {
      if (round >= (lane.contender.rounds ?? rounds)) continue
      const run = await measure(lane.contender.run)
      lane.runs.push(run)
      lane.wrong ??= wrongInRun(lane.contender, run, truth)
    }
  }
  return Object.fromEntries(
    lanes.map(({ contender, runs, wrong }) => [contender.name, { ...medians(runs), wrong }]),
  )
}

/** @param {Contender} contender @param {Measured} run @param {Truth} truth @returns {string | null} */
function wrongInRun(contender, run, truth) {
  const most = contender.answer ? FAILED_GATE : 0
  if (run.status > most) return `exit code ${run.status}: ${run.stderr.trim().slice(0, 500)}`
  if (!contender.answer) return null
  try {
    return wrongIn(contender.answer(run.stdout), truth)
  } catch (error) {
    return `no answer (${error}): ${run.stderr.trim().slice(0, 500)}`
  }
}

/** @param {readonly Measured[]} runs @returns {{ cpuSeconds: number, peakMiB: number | null }} */
function medians(runs) {
  const peaks = runs.flatMap(({ peakMiB }) => peakMiB ?? [])
  return {
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: peaks.length > 0 ? median(peaks) : null,
  }
}
