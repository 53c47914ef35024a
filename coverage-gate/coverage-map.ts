import type { Location } from '../core/locate/location.ts'
import type { Count } from '../core/ratio.ts'
import { mergeLines } from './line-states.ts'
import { COVERED, type FileCoverage, type LineStates, MISSED, type Report } from './model.ts'

/** All reports as one: files by their repository path, or as written where they lie elsewhere. */
export interface CoverageMap {
  readonly files: ReadonlyMap<string, FileCoverage>
  /** Repository paths that a report may mean without it being certain, with what it says. */
  readonly ambiguous: ReadonlyMap<string, Ambiguity>
}

export interface Ambiguity {
  readonly report: string
  readonly written: string
  readonly candidates: readonly string[]
}

/** Exact, and in any order and grouping the same: a line is missed only if every report that measures it missed it. */
export function mergeFiles(one: FileCoverage, other: FileCoverage): FileCoverage {
  return {
    path: one.path,
    lines: mergeLines(one.lines, other.lines),
    details: [...one.details, ...other.details],
  }
}

/** @param located each report with the locations of its files, in their order */
export function mergeReports(
  located: readonly { readonly report: Report; readonly locations: readonly Location[] }[],
): CoverageMap {
  const files = new Map<string, FileCoverage>()
  const ambiguous = new Map<string, Ambiguity>()
  for (const { report, locations } of located) {
    for (const [index, file] of report.files.entries()) {
      const location = locations[index]
      if (location?.kind === 'ambiguous') {
        const found = { report: report.name, written: file.path, candidates: location.paths }
        for (const path of location.paths) ambiguous.set(path, found)
      }
      // A NUL cannot be part of a path, so that what lies elsewhere never meets a repository path.
      const key = location?.kind === 'found' ? location.path : `\0${report.name}\0${file.path}`
      const known = files.get(key)
      files.set(key, known ? mergeFiles(known, file) : file)
    }
  }
  return { files, ambiguous }
}

/** Measured and covered lines of everything that the reports hold. */
export function projectLines(map: CoverageMap): Count {
  const sum = { total: 0, covered: 0 }
  for (const { lines } of map.files.values()) addLines(lines, sum)
  return sum
}

/** A function of its own: small, it is compiled once and early. */
function addLines(lines: LineStates, sum: { total: number; covered: number }): void {
  let total = 0
  let covered = 0
  for (let line = 0; line < lines.length; line += 1) {
    const state = lines[line]!
    if (state >= MISSED) total += 1
    if (state === COVERED) covered += 1
  }
  sum.total += total
  sum.covered += covered
}
