import { gateError } from '../../core/errors.ts'
import { COVERED, type LineStates, MISSED } from '../model.ts'

/** As file-collector.ts counts them, but noticed before the memory is taken. */
const MAX_TOTAL_LINES = 300_000_000

/** The files of a report that comes back to each of them several times, in any order. */
export interface ScatteredFiles {
  /** The one with this path, which is made when it is asked for first. */
  readonly of: (path: string) => ScatteredLines
  readonly all: () => Iterable<ScatteredLines>
}

/** @throws GateError report.hostile, also from what its files are told */
export function scatteredFiles(format: string, name: string): ScatteredFiles {
  const files = new Map<string, ScatteredLines>()
  let total = 0
  const grow = (lines: number): void => {
    total += lines
    if (total <= MAX_TOTAL_LINES) return
    throw gateError('report.hostile', { format, file: name, why: `it names ${total} lines` })
  }
  return {
    of(path) {
      let file = files.get(path)
      if (!file) {
        file = new ScatteredLines(path, grow)
        files.set(path, file)
      }
      return file
    },
    all: () => files.values(),
  }
}

/** The lines of one file; a class because this is the innermost loop of its readers. */
export class ScatteredLines {
  readonly path: string
  readonly #grew: (lines: number) => void
  #states = new Uint8Array(1024)
  #top = 0

  /** @param grew is told how many lines it knows more, and may throw */
  constructor(path: string, grew: (lines: number) => void) {
    this.path = path
    this.#grew = grew
  }

  /**
   * Marks lines, both ends included. One that is marked twice is covered if it was covered once; line 0 is no line.
   * @param last at most MAX_LINE, which the caller has checked
   */
  mark(first: number, last: number, covered: boolean): void {
    const state = covered ? COVERED : MISSED
    if (last > this.#top) this.#reach(last)
    for (let line = first === 0 ? 1 : first; line <= last; line += 1) {
      if (this.#states[line]! < state) this.#states[line] = state
    }
  }

  states(): LineStates {
    return this.#top === 0 ? new Uint8Array(0) : this.#states.subarray(0, this.#top + 1)
  }

  #reach(last: number): void {
    this.#grew(last - this.#top)
    this.#top = last
    if (last < this.#states.length) return
    const larger = new Uint8Array(Math.max(last + 1, this.#states.length * 2))
    larger.set(this.#states)
    this.#states = larger
  }
}
