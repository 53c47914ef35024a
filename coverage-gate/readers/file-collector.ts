import { gateError } from '../../core/errors.ts'
import { mergeLines } from '../line-states.ts'
import type { FileCoverage, FileDetail, LineStates } from '../model.ts'

/** All the lines of all the files of a report: beyond it the line numbers are invented to exhaust memory. */
const MAX_TOTAL_LINES = 300_000_000

export interface FileCollector {
  /** `detail` is `null` for a file that was not read in depth. */
  readonly add: (path: string, lines: LineStates, detail: FileDetail | null) => void
  /**
   * @param carries which metrics the report carries at all: a file with none of their records then
   *   has an empty list, which is "nothing to cover", not `null`, which is "not known".
   * @throws GateError report.empty when no line at all was measured
   */
  readonly finish: (carries: {
    readonly branches: boolean
    readonly functions: boolean
  }) => readonly FileCoverage[]
}

/** Gathers the files of one report; one that is listed several times becomes one. */
export function collectFiles(format: string, name: string): FileCollector {
  const files = new Map<string, { lines: LineStates; readonly details: FileDetail[] }>()
  let total = 0
  return {
    add(path, lines, detail) {
      const known = files.get(path)
      const merged = known ? mergeLines(known.lines, lines) : lines
      total += merged.length - (known?.lines.length ?? 0)
      if (total > MAX_TOTAL_LINES) {
        throw gateError('report.hostile', { format, file: name, why: `it names ${total} lines` })
      }
      if (known) known.lines = merged
      else files.set(path, { lines, details: [] })
      if (detail) files.get(path)!.details.push(detail)
    },
    finish(carries) {
      if (files.size === 0) throw gateError('report.empty', { file: name, why: 'it lists none' })
      if (![...files.values()].some(file => file.lines.length > 0)) {
        throw gateError('report.empty', { file: name, why: `${files.size} files, none with a measured line` })
      }
      const complete = (detail: FileDetail): FileDetail => ({
        ...detail,
        branches: detail.branches ?? (carries.branches ? [] : null),
        functions: detail.functions ?? (carries.functions ? [] : null),
      })
      return Array.from(files, ([path, file]) => ({
        path,
        lines: file.lines,
        details: file.details.map(complete),
      }))
    },
  }
}
