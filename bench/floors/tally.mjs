// @ts-check

/**
 * What a scan adds up. Lines are given as counted: `total` of all, `patch` of the changed ones.
 * @typedef {object} Tally
 * @property {{ total: number, covered: number }} project
 * @property {{ total: number, covered: number }} patch
 */

/** @returns {Tally} */
export const emptyTally = () => ({ project: { total: 0, covered: 0 }, patch: { total: 0, covered: 0 } })

/**
 * @param {Tally} tally
 * @param {boolean} hit
 */
export function countPatchLine({ patch }, hit) {
  patch.total++
  if (hit) patch.covered++
}
