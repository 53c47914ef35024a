// @ts-check

/**
 * @typedef {object} Random A seeded source of numbers: the same seed gives the same sequence everywhere.
 * @property {(low: number, high: number) => number} int An integer from low to high, both included.
 * @property {(probability: number) => boolean} chance
 * @property {<T>(items: readonly T[]) => T} pick
 */

/**
 * mulberry32. `stream` keeps the numbers of one file apart from those of the next, so that a file
 * does not depend on how many were made before it.
 * @param {number} seed
 * @param {number} stream
 * @returns {Random}
 */
export function random(seed, stream) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: items => items[Math.floor(next() * items.length)],
  }
}

/**
 * Fisher-Yates, on a copy.
 * @template T
 * @param {readonly T[]} items
 * @param {Random} rng
 * @returns {T[]}
 */
export function shuffled(items, rng) {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = rng.int(0, last)
    const kept = copy[last]
    copy[last] = copy[other]
    copy[other] = kept
  }
  return copy
}
