// @ts-check
/** @import { Random } from './prng.mjs' */
/** @import { Line } from './source.mjs' */
import { Draft } from './source.mjs'

const HUNKS = 4

/**
 * Edits a file in four places, one in each quarter, so that no two of them run together. New lines are
 * unique, so every diff algorithm finds exactly them.
 * @param {readonly Line[]} before
 * @param {Random} rng
 * @param {string} tag
 * @returns {{ lines: Line[], changed: number[] }} `changed`: the 1-based numbers of the new lines.
 */
export function edited(before, rng, tag) {
  const draft = new Draft(rng, tag)
  /** @type {Line[]} */
  const lines = []
  /** @type {number[]} */
  const changed = []
  let copied = 0
  for (let hunk = 0; hunk < HUNKS; hunk++) {
    const place = editablePlace(before, rng, hunk)
    const removed = rng.chance(0.6) ? editableRun(before, place, rng.int(1, 3)) : 0
    for (; copied < place; copied++) lines.push(before[copied])
    draft.lines = []
    write(draft, before[place])
    for (const line of draft.lines) {
      lines.push(line)
      changed.push(lines.length)
    }
    copied += removed
  }
  for (; copied < before.length; copied++) lines.push(before[copied])
  return { lines, changed }
}

/**
 * New code runs as often as the code it stands in; a tenth of it was not thought of by any test.
 * @param {Draft} draft @param {Line} at
 */
function write(draft, at) {
  const { rng } = draft
  const indent = /^ */.exec(at.text)?.[0] ?? ''
  const hits = at.hits === null || rng.chance(0.1) ? 0 : at.hits
  for (let count = rng.int(1, 3); count > 0; count--) {
    if (at.hits === null || rng.chance(0.2)) draft.addComment(indent)
    else draft.addStatement(indent, hits)
  }
  if (at.hits !== null && rng.chance(0.25)) draft.addDecision(indent, hits, false)
}

/** @param {readonly Line[]} lines @param {Random} rng @param {number} hunk @returns {number} */
function editablePlace(lines, rng, hunk) {
  const size = Math.floor(lines.length / HUNKS)
  const places = []
  for (let index = hunk * size + 1; index < (hunk + 1) * size - 3; index++) {
    if (lines[index].editable) places.push(index)
  }
  if (places.length === 0) throw new Error('the file is too short to be edited in four places')
  return rng.pick(places)
}

/** @param {readonly Line[]} lines @param {number} place @param {number} most @returns {number} */
function editableRun(lines, place, most) {
  let length = 0
  while (length < most && lines[place + length]?.editable) length++
  return length
}
