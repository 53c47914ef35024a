// @ts-check
/** @import { Bench } from '../generate.mjs' */
/** @import { Result } from './race.mjs' */

/** What cd-gate promises of its speed. CPU is user + system of the whole process tree. */
export const LIMITS = {
  /** Against the floor, on the large repository. */
  floorRatio: 1.5,
  peakMiB: 200,
  /** How much faster than the report the work above Node's start may grow. */
  growthRatio: 1.2,
  /** CPU seconds that a page may add. */
  pageSeconds: 0.5,
  /** Against `node -e 0`, on the small repository. */
  smallRatio: 2.5,
  /** `--help` against `node -e 0`. */
  helpRatio: 1.5,
}

/**
 * One figure that has a limit.
 * @typedef {object} Judged
 * @property {string} what
 * @property {number | null} value null: could not be measured here.
 * @property {number} limit
 */
/** @typedef {Record<string, Result>} Results By contender. */
/** @typedef {{ large: Record<string, Results>, medium: Record<string, Results>, small: Record<string, Results>, start: Results }} Measurements By format. */

/**
 * Everything that can be judged; nothing when the command line was not there to be measured.
 * @param {Measurements} measurements
 * @param {{ large: Bench, medium: Bench }} benches
 * @returns {Judged[]}
 */
export function judge({ large, medium, small, start }, benches) {
  const bare = start['node -e 0'].cpuSeconds
  /** @type {Judged[]} */
  const judged = []
  for (const [format, { floor, ours, 'ours with page': page }] of Object.entries(large)) {
    if (!ours) continue
    judged.push({
      what: `${format}: CPU / floor`,
      value: ours.cpuSeconds / floor.cpuSeconds,
      limit: LIMITS.floorRatio,
    })
    judged.push({ what: `${format}: peak MiB`, value: ours.peakMiB, limit: LIMITS.peakMiB })
    const growth = (ours.cpuSeconds - bare) / (medium[format].ours.cpuSeconds - bare)
    const bytes = benches.large.reports[format].bytes / benches.medium.reports[format].bytes
    judged.push({
      what: `${format}: growth / report's growth`,
      value: growth / bytes,
      limit: LIMITS.growthRatio,
    })
    const added = page.cpuSeconds - ours.cpuSeconds
    judged.push({ what: `${format}: seconds for a page`, value: added, limit: LIMITS.pageSeconds })
  }
  for (const [format, { ours, 'node -e 0': node }] of Object.entries(small)) {
    if (!ours) continue
    judged.push({
      what: `${format}: small / node -e 0`,
      value: ours.cpuSeconds / node.cpuSeconds,
      limit: LIMITS.smallRatio,
    })
  }
  if (start['--help']) {
    judged.push({
      what: '--help / node -e 0',
      value: start['--help'].cpuSeconds / bare,
      limit: LIMITS.helpRatio,
    })
  }
  return judged
}

/** @param {Judged} judged @returns {boolean} */
export const isWithin = ({ value, limit }) => value === null || value <= limit

/**
 * Whether the floors and cd-gate gave the right answer in every round. What others answer is shown, and no
 * more than that.
 * @param {Measurements} measurements
 * @returns {boolean}
 */
export function areRight({ large, medium, small, start }) {
  const all = [large, medium, small].flatMap(byFormat => Object.values(byFormat))
  return [...all, start].every(results =>
    Object.entries(results).every(([name, { wrong }]) => wrong === null || name === 'diff-cover'),
  )
}
