import parseDiff, { type Chunk } from 'parse-diff'
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
  const [file] = parseDiff(plainLines(text))
  return file ? readChunks(file.chunks) : null
}

/**
 * The same for many files. parse-diff is called once for all of them: it makes its functions anew at each call, and
 * compiling these costs more than what they do.
 */
export function parseHunksOfAll(texts: readonly string[]): readonly (ParsedHunks | null)[] {
  const files = parseDiff(texts.map(text => `diff --git\n${plainLines(text)}`).join('\n'))
  const all = files.map(file => readChunks(file.chunks))
  // A block that does not add up may have taken lines of the next file: then each has to be read by itself.
  return all.length === texts.length && !all.includes(null) ? all : texts.map(parseHunks)
}

function plainLines(text: string): string {
  // What follows the last line break is no line; parse-diff would take it for an empty one.
  // Only a line feed ends a line: what follows a carriage return within one is its content.
  const plain = text.includes('\n\\') ? text.replace(/(?<=^|\n)\\[^\n]*(?:\n|$)/g, '') : text
  return plain.endsWith('\n') ? plain.slice(0, -1) : plain
}

function readChunks(chunks: readonly Chunk[]): ParsedHunks | null {
  const hunks: Hunk[] = []
  const addedLines: number[] = []
  for (const { oldStart, oldLines, newStart, newLines, changes } of chunks) {
    let removed = 0
    let added = 0
    for (const change of changes) {
      if (change.type !== 'add') removed += 1
      if (change.type !== 'del') added += 1
      if (change.type === 'add') addedLines.push(change.ln)
    }
    if (removed !== oldLines || added !== newLines) return null
    hunks.push({ oldStart, oldLines, newStart, newLines })
  }
  return hunks.length > 0 ? { hunks, addedLines } : null
}
