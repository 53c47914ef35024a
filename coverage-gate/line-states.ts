import { COVERED, type LineStates, MISSED } from './model.ts'

/** No source file has more lines; a report that says so is broken, and believing it would cost gigabytes. */
export const MAX_LINE = 10_000_000

const NONE: LineStates = new Uint8Array(0)
const SLAB = 1 << 16

/** The greater state of each line: a line is missed only if every report that measures it missed it. */
export function mergeLines(a: LineStates, b: LineStates): LineStates {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b]
  const merged = longer.slice()
  for (let line = 0; line < shorter.length; line++) {
    if (shorter[line]! > merged[line]!) merged[line] = shorter[line]!
  }
  return merged
}

/** Takes the lines of one file after another; a class because this is the innermost loop of every reader. */
export class LineRecorder {
  #states = new Uint8Array(4096)
  #top = 0
  #slab = new Uint8Array(0)
  #used = 0

  /** Whether a line was marked since the last `take`. */
  get any(): boolean {
    return this.#top > 0
  }

  /**
   * A line marked twice is covered if it was covered once. Line 0, which some tools write for code
   * without a place, is no line.
   * @param line a whole number from 0 to MAX_LINE, which the caller has checked
   */
  mark(line: number, covered: boolean): void {
    if (line === 0) return
    if (line >= this.#states.length) this.#grow(line)
    const state = covered ? COVERED : MISSED
    if (this.#states[line]! < state) this.#states[line] = state
    if (line > this.#top) this.#top = line
  }

  /** The lines marked since the last call. */
  take(): LineStates {
    if (this.#top === 0) return NONE
    const end = this.#top + 1
    const taken = this.#room(end)
    taken.set(this.#states.subarray(0, end))
    this.#states.fill(0, 0, end)
    this.#top = 0
    return taken
  }

  /** Files are many and small: a buffer for each would cost more than what it holds. */
  #room(length: number): LineStates {
    if (length > SLAB >> 3) return new Uint8Array(length)
    if (this.#used + length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB)
      this.#used = 0
    }
    this.#used += length
    return this.#slab.subarray(this.#used - length, this.#used)
  }

  #grow(line: number): void {
    const larger = new Uint8Array(Math.max(line + 1, this.#states.length * 2))
    larger.set(this.#states)
    this.#states = larger
  }
}
