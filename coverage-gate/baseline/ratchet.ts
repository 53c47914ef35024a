import type { FileResult } from '../model.ts'
import type { ComparedFile } from './comparison.ts'

/**
 * Changed lines that are missed, and took the place of lines that were missed before, are no fault of the change: they
 * count on neither side. (A typo mended in a line that no test ever ran would else be 0 %.)
 */
export function applyRatchet(
  files: readonly FileResult[],
  compared: readonly ComparedFile[],
): readonly FileResult[] {
  const byPath = new Map(compared.map(each => [each.path, each.missedBefore]))
  return files.map(file => {
    const before = byPath.get(file.path)
    const excused = before ? file.lines.missed.filter(line => before.has(line)) : []
    if (excused.length === 0) return file
    const gone = new Set(excused)
    const missed = file.lines.missed.filter(line => !gone.has(line))
    const lines = { ...file.lines, missed, total: file.lines.total - excused.length }
    return { ...file, lines, missedBefore: excused }
  })
}
