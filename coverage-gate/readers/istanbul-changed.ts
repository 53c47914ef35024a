import type { ChangedLines, Wanted } from '../changed-lines.ts'
import type { FileDetail, Statement } from '../model.ts'
import { decodeText } from './bytes.ts'
import { readEntry } from './istanbul-entry.ts'
import { type ScannedEntry, statementCount, touchingStatement } from './istanbul-scan.ts'

const NUMBER = '(?:0|[1-9]\\d*)'
const PLACE = `\\{"line":${NUMBER},"column":(?:${NUMBER}|null)\\}`
/** Scanning looks at some bytes of each statement; of a changed file all of them must be right. */
const STATEMENTS = new RegExp(`^\\{(?:"${NUMBER}":\\{"start":${PLACE},"end":${PLACE}\\},?)*\\}$`)
const EMPTY = Buffer.from('{}')

/**
 * What is to be known of a changed file whose entry was scanned just now. Its statements are two thirds of it: of them only
 * those that touch a changed line are made into objects. All else is parsed and checked as any entry is.
 * @param key the entry's key, with its quotes
 * @returns `null` when the entry must be parsed whole: it is damaged, or not of the shape that tools write
 */
export function readScanned(
  window: Buffer,
  key: string,
  from: number,
  { end, map, counts }: ScannedEntry,
  changed: ChangedLines,
  wanted: Wanted,
): { readonly path: string; readonly detail: FileDetail } | null {
  if (!STATEMENTS.test(window.toString('latin1', map.start, map.end))) return null
  const rest = [window.subarray(from, map.start), EMPTY, window.subarray(map.end, counts.start), EMPTY]
  const others = Buffer.concat([...rest, window.subarray(counts.end, end)])
  const entry = readEntry(key, decodeText(others, 0, others.length), wanted)
  if ('fault' in entry || !entry.detail || entry.lines.length > 0) return null
  const hits: Readonly<Record<number, number>> = JSON.parse(
    window.toString('latin1', counts.start, counts.end),
  )
  const statements: Statement[] = []
  for (let index = 0; index < statementCount(); index += 1) {
    const range = touchingStatement(index, changed)
    if (range) statements.push({ range, hit: hits[index]! > 0 })
  }
  return { path: entry.path, detail: { ...entry.detail, statements } }
}
