import { randomInt } from 'node:crypto'

/** ngircd's and RFC 2812's bound; other servers take more. */
const SHORTEST_BOUND = 9
const RANDOM_TRIES = 3
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** The nicks to try after one another: those that were named, then the first with random letters. */
export function* nicksToTry(named: readonly [string, ...string[]]): Generator<string> {
  yield* named
  for (let tries = 0; tries < RANDOM_TRIES; tries += 1) {
    const letters = Array.from({ length: 3 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    yield `${named[0].slice(0, SHORTEST_BOUND - 4)}-${letters}`
  }
}
