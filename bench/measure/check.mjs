// @ts-check
/** @import { Count, Truth } from '../generate.mjs' */
/** @import { Answer } from './contenders.mjs' */

/**
 * Holds an answer against the truth, file by file where the contender names files.
 * @param {Answer} answer
 * @param {Truth} truth
 * @returns {string | null} What is wrong, in a few words; null: nothing.
 */
export function wrongIn(answer, truth) {
  if (!same(answer.patch, truth.patch)) return `patch ${said(answer.patch)}, truth ${said(truth.patch)}`
  if (answer.project && !same(answer.project, truth.project)) {
    return `project ${said(answer.project)}, truth ${said(truth.project)}`
  }
  if (!answer.files) return null
  for (const [path, { measured, missed }] of Object.entries(truth.files)) {
    const file = answer.files.get(path) ?? { total: 0, missed: [] }
    if (file.total !== measured || file.missed.join() !== missed.join()) {
      return `${path}: ${file.missed.length} of ${file.total} missed, truth ${missed.length} of ${measured}`
    }
  }
  return null
}

/** @param {Count} one @param {Count} other @returns {boolean} */
const same = (one, other) => one.total === other.total && one.covered === other.covered

/** @param {Count} count @returns {string} */
const said = ({ total, covered }) => `${covered} of ${total}`
