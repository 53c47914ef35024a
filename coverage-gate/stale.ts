import type { SourceFile } from '../core/source-file.ts'
import type { FileCoverage } from './model.ts'
import { misplaced } from './source/misplaced.ts'

/**
 * Why a report cannot be of this text, or `null`. Times are no evidence: artifacts are older than a checkout.
 * @param source `null` when it cannot be read: then nothing can be held against the report
 */
export async function staleReason(coverage: FileCoverage, source: SourceFile | null): Promise<string | null> {
  if (source === null) return null
  const last = coverage.lines.findLastIndex(state => state !== 0)
  if (last > source.lineCount) {
    const count = source.lines().at(-1) === '' ? source.lineCount - 1 : source.lineCount
    return `the report measures line ${last}, but the file has ${count} lines`
  }
  const other = await otherText(coverage, source)
  if (other !== null) return other
  return misplaced(coverage, source.lines())
}

/** By the checksums of lines that the report carries. */
async function otherText({ details }: FileCoverage, source: SourceFile): Promise<string | null> {
  const checksums = details.flatMap(detail => [...(detail.checksums ?? [])])
  if (checksums.length === 0) return null
  const lines = source.lines()
  const { createHash } = await import('node:crypto')
  // LCOV: base64 of the MD5 of the line, without its padding (geninfo --checksum).
  const sum = (text: string) => createHash('md5').update(text).digest('base64').replace(/=+$/, '')
  const other = checksums.find(([line, checksum]) => {
    const text = lines[line - 1]
    return text !== undefined && sum(text) !== checksum.replace(/=+$/, '')
  })
  return other ? `line ${other[0]} is not the text that was measured` : null
}
