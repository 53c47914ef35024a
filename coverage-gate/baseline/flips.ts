import type { Hunk } from '../../core/change-set.ts'
import { mergeLines } from '../line-states.ts'
import { COVERED, type LineStates } from '../model.ts'
import { carryOver } from './carry-over.ts'
import { unstableLines } from './categories.ts'

type Runs = ReadonlyMap<string, readonly LineStates[]>

/** What several runs of one code say of single lines. */
export interface Flips {
  /** The lines of now that flip, of a file that was there under the old path; `null`: none does. */
  readonly in: (oldPath: string, path: string, hunks: readonly Hunk[]) => ReadonlySet<number> | null
  /** `null`: the runs may differ by flips alone. */
  readonly disagreement: { readonly lines: number; readonly covered: number } | null
}

/** Where more lines differ, and more than this share of those that are covered, these are no flips of single lines. */
const MOST_LINES = 20
const MOST_SHARE = 0.05

/**
 * Lines that were missed in one run and covered in another: among the baseline's runs, and among the head's. Shards that
 * were kept one by one differ, too, and so does a run that broke off; whole files would pass for flips then, and nothing
 * of them could be lost any more. Such runs are not believed.
 */
export function flipsOf(baseline: Runs, alike: Runs, now: ReadonlyMap<string, LineStates>): Flips {
  const before = flipping(baseline)
  const head = flipping(new Map([...alike].map(([path, runs]) => [path, withNow(runs, now.get(path))])))
  return {
    in: (oldPath, path, hunks) => {
      const moved = before.lines.get(oldPath)
      const lines = [...(moved ? carriedLines(moved, hunks) : []), ...(head.lines.get(path) ?? [])]
      return lines.length > 0 ? new Set(lines) : null
    },
    disagreement: before.disagreement ?? head.disagreement,
  }
}

function withNow(runs: readonly LineStates[], now: LineStates | undefined): readonly LineStates[] {
  return now ? [...runs, now] : runs
}

interface Flipping {
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>
  readonly disagreement: Flips['disagreement']
}

function flipping(files: Runs): Flipping {
  const lines = new Map<string, ReadonlySet<number>>()
  let [differing, covered] = [0, 0]
  for (const [path, runs] of files) {
    if (runs.length < 2) continue
    const own = unstableLines(runs)
    if (own.size > 0) lines.set(path, own)
    differing += own.size
    covered += coveredLines(runs)
  }
  if (differing <= Math.max(MOST_LINES, covered * MOST_SHARE)) return { lines, disagreement: null }
  return { lines: new Map(), disagreement: { lines: differing, covered } }
}

function coveredLines(runs: readonly LineStates[]): number {
  let count = 0
  for (const state of runs.reduce(mergeLines)) if (state === COVERED) count += 1
  return count
}

/** Where these lines of then are now. */
function carriedLines(lines: ReadonlySet<number>, hunks: readonly Hunk[]): readonly number[] {
  const marked = new Uint8Array(Math.max(...lines) + 1)
  for (const line of lines) marked[line] = COVERED
  const { before } = carryOver(marked, hunks)
  return [...before.keys()].filter(line => before[line] === COVERED)
}
