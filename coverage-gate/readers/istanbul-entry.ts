import type {
  BranchMapping,
  FileCoverage,
  FileCoverageData,
  FunctionMapping,
  Range as LocationRange,
} from 'istanbul-lib-coverage'
import coverage from 'istanbul-lib-coverage'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import type { Branch, FileDetail, FunctionCoverage, LineStates, Range, Statement } from '../model.ts'

export type ParsedEntry =
  | { readonly path: string; readonly lines: LineStates; readonly detail: FileDetail | null }
  | { readonly fault: string }

/**
 * One entry, parsed whole and checked by istanbul-lib-coverage.
 * @param key the entry's key, with its quotes
 */
export function readEntry(key: string, text: string, wanted: Wanted): ParsedEntry {
  let name: string
  let entry: FileCoverage
  try {
    name = JSON.parse(key)
    const value = JSON.parse(text)
    // Some tools write the library's own object, which wraps the data.
    const data = value?.data?.statementMap ? value.data : value
    entry = coverage.createFileCoverage(data.path ? data : { ...data, path: name })
  } catch (error) {
    return {
      fault: `an entry is no file coverage: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    }
  }
  const { path } = entry
  try {
    checkCounts(entry)
    const changed = wanted(path) ?? wanted(name)
    const detail = changed && detailOf(entry.data, changed)
    return { path, lines: linesOf(entry), detail }
  } catch (error) {
    return {
      fault: `the entry of ${path} does not add up: ${error instanceof Error ? error.message : error}`,
    }
  }
}

/** @throws when a statement has no count, or a count is neither a number nor null (which is NaN, before JSON) */
function checkCounts({ statementMap, s, f, b }: FileCoverage): void {
  const unplaced = Object.keys(statementMap).find(id => !Object.hasOwn(s, id))
  if (unplaced !== undefined) throw new RangeError(`statement ${unplaced} has no count`)
  // The library looks these up in the map all the same, and so on `Object` itself.
  for (const id of Object.keys(s)) if (!Object.hasOwn(statementMap, id)) delete s[id]
  for (const counts of [s, f, ...Object.values(b)]) checkNumbers(Object.values(counts))
}

function checkNumbers(counts: readonly unknown[]): void {
  for (const count of counts) {
    if (typeof count !== 'number' && count !== null)
      throw new RangeError(`${JSON.stringify(count)} is no count`)
  }
}

const recorder = new LineRecorder()

/** As the library's getLineCoverage, which makes a map of all the lines: one is covered when any statement that starts on it ran. */
function linesOf({ statementMap, s }: FileCoverage): LineStates {
  for (const id of Object.keys(s)) {
    const place = statementMap[id]
    if (!place) continue
    const line: unknown = place.start.line
    recorder.mark(lineNumber(typeof line === 'number' ? line : Number(String(line))), (s[id] ?? 0) > 0)
  }
  return recorder.take()
}

/** @throws when it is no line number: the map is damaged */
function lineNumber(line: unknown): number {
  if (typeof line !== 'number' || !Number.isInteger(line) || line < 0 || line > MAX_LINE) {
    throw new RangeError(`${line} is no line number`)
  }
  return line
}

/**
 * Statements that touch no changed line are checked and not kept: one that does is only ever compared with one around
 * it. Branches are all kept: an arm may lie apart from the changed line that decides it.
 */
function detailOf(data: FileCoverageData & { readonly all?: unknown }, changed: ChangedLines): FileDetail {
  const { branchMap, fnMap, statementMap, b, f, s } = data
  return {
    scheme: 'istanbul',
    placeholder: data.all === true,
    branches: Object.keys(branchMap).flatMap(id => branchesOf(branchMap[id]!, b[id] ?? [])),
    functions: Object.keys(fnMap).map(id => functionOf(fnMap[id]!, f[id] ?? 0)),
    statements: Object.keys(statementMap).flatMap((id): Statement | [] => {
      const range = rangeOf(statementMap[id]!)
      return changed.touch(range.start.line, range.end.line) ? { range, hit: (s[id] ?? 0) > 0 } : []
    }),
    checksums: null,
  }
}

/** `end.column` is null (Infinity, before JSON) where a range goes to the end of its line. */
function rangeOf(range: LocationRange): Range {
  const { start, end } = range
  lineNumber(start.line)
  lineNumber(end.line)
  if (typeof start.column === 'number' && typeof end.column === 'number') return range
  return {
    start: { line: start.line, column: start.column ?? 0 },
    end: { line: end.line, column: end.column ?? Number.MAX_SAFE_INTEGER },
  }
}

/** A missing `else` has a place in the list, but none in the file: `{}`, or `{"start":{},"end":{}}`. */
function branchesOf(branch: BranchMapping, counts: readonly number[]): readonly Branch[] {
  const line = lineNumber(branch.loc?.start?.line ?? branch.line)
  const decision = branch.loc?.end ? spell(rangeOf(branch.loc)) : `${line}`
  return counts.map((taken, index): Branch => {
    const place = branch.locations[index]
    const known = typeof place?.start?.line === 'number' && typeof place.end?.line === 'number'
    const range = known && place ? rangeOf(place) : null
    const key = `${branch.type}|${decision}|${index}|${range ? spell(range) : 'none'}`
    return { key, line, pathLine: range?.start.line ?? null, range, taken: taken > 0 }
  })
}

function spell({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}

function functionOf(
  { name, decl, loc, line }: FunctionMapping & { readonly line?: number },
  count: number,
): FunctionCoverage {
  const range = loc ? rangeOf(loc) : null
  const first = lineNumber(decl?.start?.line ?? range?.start.line ?? line)
  return { name, line: first, endLine: range?.end.line ?? null, range, hit: count > 0 }
}
