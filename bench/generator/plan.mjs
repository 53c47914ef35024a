// @ts-check
import { random, shuffled } from './prng.mjs'

/**
 * What the feature branch does to the files of the base, in the proportions of a large pull request:
 * of 5,000 files 500 are edited (20 of them renamed too), 10 deleted, and 30 are new.
 * @typedef {object} Plan
 * @property {ReadonlySet<number>} edited
 * @property {ReadonlySet<number>} renamed A subset of `edited`.
 * @property {ReadonlySet<number>} deleted
 * @property {number} added New files: their numbers follow those of the base.
 */

/** @param {number} seed @param {number} files @returns {Plan} */
export function planOf(seed, files) {
  /** @param {number} of5000 */
  const share = of5000 => Math.max(1, Math.round((files * of5000) / 5000))
  const order = shuffled([...Array(files).keys()], random(seed, -2))
  const edits = share(500)
  return {
    edited: new Set(order.slice(0, edits)),
    renamed: new Set(order.slice(0, share(20))),
    deleted: new Set(order.slice(edits, edits + share(10))),
    added: share(30),
  }
}

const FILES_PER_PACKAGE = 100

/** @param {number} index @param {boolean} [moved] @returns {string} */
export function pathOf(index, moved = false) {
  const folder = String(Math.floor(index / FILES_PER_PACKAGE)).padStart(2, '0')
  return `packages/area-${folder}/src/${moved ? 'moved/' : ''}module-${String(index).padStart(4, '0')}.js`
}
