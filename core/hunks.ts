import parseDiff from 'parse-diff'
import type { Hunk } from './change-set.ts'

export interface ParsedHunks {
  readonly hunks: readonly Hunk[]
  /** Ascending line numbers in the new file. */
  readonly addedLines: readonly number[]
}

/**
 * Reads the `@@` blocks of one file.
 * @param text from the first `@@` line on; lines that begin with a backslash ("\ No newline at end of
 *   file", in whatever language) are remarks and must not move the count
 * @returns `null` when a block holds fewer or more lines than it announces: the diff was cut off or edited
 */
export function parseHunks(text: string): ParsedHunks | null {
  // What follows the last line break is no line; parse-diff would take it for an empty one.
  const plain = text.includes('\n\\') ? text.replace(/^\\.*\n?/gm, '') : text
  const content = plain.endsWith('\n') ? plain.slice(0, -1) : plain
  const hunks: Hunk[] = []
  const addedLines: number[] = []
  for (const chunk of parseDiff(content)[0]?.chunks ?? []) {
    const { oldStart, oldLines, newStart, newLines } = chunk
    let removed = 0
    let added = 0
    for (const change of chunk.changes) {
      if (change.type !== 'add') removed += 1
      if (change.type !== 'del') added += 1
      if (change.type === 'add') addedLines.push(change.ln)
    }
    if (removed !== oldLines || added !== newLines) return null
    hunks.push({ oldStart, oldLines, newStart, newLines })
  }
  return hunks.length > 0 ? { hunks, addedLines } : null
}
