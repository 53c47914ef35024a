import type { ChangedFile } from '../core/change-set.ts'
import { fold } from '../core/locate/repository-paths.ts'
import { fileNameOf, normalizePath } from '../core/paths.ts'

/** The lines of a file for which the change asks. What a report says of others need not be kept. */
export interface ChangedLines {
  /** Whether one of them lies between these two, both included. */
  readonly touch: (first: number, last: number) => boolean
}

/** Of a report's file the lines that the change may ask for; `null` when it is no file of the change. */
export type Wanted = (path: string) => ChangedLines | null

/** Every line of every file: for a rendering of all that the reports say. */
export const everyLine: Wanted = () => ({ touch: () => true })

/** Files are told apart by their names alone: where a report's path leads is known only when all were read. */
export function wantedLines(changed: readonly ChangedFile[]): Wanted {
  const byName = new Map<string, number[]>()
  for (const { path, addedLines } of changed) {
    const name = fold(fileNameOf(path))
    const lines = byName.get(name) ?? []
    for (const line of addedLines) lines.push(line)
    byName.set(name, lines)
  }
  const made = new Map<string, ChangedLines>()
  return path => {
    const name = fold(fileNameOf(normalizePath(path)))
    const lines = byName.get(name)
    if (!lines) return null
    let known = made.get(name)
    if (!known) {
      known = changedLines(lines)
      made.set(name, known)
    }
    return known
  }
}

function changedLines(lines: readonly number[]): ChangedLines {
  const sorted = Uint32Array.from(lines).sort()
  return { touch: (first, last) => (sorted[indexOfFirst(sorted, first)] ?? Number.POSITIVE_INFINITY) <= last }
}

/** The index of the first number that is not below `least`. */
function indexOfFirst(sorted: Uint32Array, least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
