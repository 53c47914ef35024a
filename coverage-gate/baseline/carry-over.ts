import type { Hunk } from '../../core/change-set.ts'
import { COVERED, type LineStates, MISSED } from '../model.ts'

/** Beside the states of model.ts: the line was not there before, or said something else. */
export const CHANGED = 3

export interface CarriedOver {
  /** What was known before, by the line numbers of now. What lies behind its end was not measured before. */
  readonly before: Uint8Array
  /** Measured lines that are gone or were rewritten. */
  readonly deletedCovered: number
  readonly deletedMissed: number
}

/**
 * Moves what was known of a file's lines to where these lines are now.
 * @param hunks of a diff without context from then to now, ascending
 */
export function carryOver(then: LineStates, hunks: readonly Hunk[]): CarriedOver {
  if (hunks.length === 0) return { before: then, deletedCovered: 0, deletedMissed: 0 }
  const { old: oldEnd, now: newEnd } = ends(hunks.at(-1)!)
  const before = new Uint8Array(newEnd + Math.max(0, then.length - oldEnd))
  let [oldAt, newAt, deletedCovered, deletedMissed] = [1, 1, 0, 0]
  for (const hunk of hunks) {
    const { old, now } = ends(hunk)
    const oldFirst = old - hunk.oldLines
    const newFirst = now - hunk.newLines
    before.set(then.subarray(oldAt, oldFirst), newAt)
    for (let line = oldFirst; line < old && line < then.length; line += 1) {
      if (then[line] === COVERED) deletedCovered += 1
      else if (then[line] === MISSED) deletedMissed += 1
    }
    before.fill(CHANGED, newFirst, now)
    oldAt = old
    newAt = now
  }
  if (oldAt < then.length) before.set(then.subarray(oldAt), newAt)
  return { before, deletedCovered, deletedMissed }
}

/** The lines that follow a block. An empty side of it names the line before it. */
function ends({ oldStart, oldLines, newStart, newLines }: Hunk): {
  readonly old: number
  readonly now: number
} {
  return { old: oldStart + (oldLines || 1), now: newStart + (newLines || 1) }
}

/**
 * Missed lines of now that took the place of missed ones: of each block that replaced no covered line, as many as it
 * replaced. What is more than that was never there before.
 */
export function replacedMissed(
  then: LineStates,
  hunks: readonly Hunk[],
  isMissed: (line: number) => boolean,
): ReadonlySet<number> {
  const lines = new Set<number>()
  for (const { oldStart, oldLines, newStart, newLines } of hunks) {
    const old = then.subarray(oldStart, oldLines > 0 ? oldStart + oldLines : oldStart)
    if (old.includes(COVERED)) continue
    let left = old.reduce((count, state) => count + (state === MISSED ? 1 : 0), 0)
    for (let line = newStart; line < newStart + newLines && left > 0; line += 1) {
      if (!isMissed(line)) continue
      lines.add(line)
      left -= 1
    }
  }
  return lines
}
