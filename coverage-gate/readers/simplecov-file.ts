import type { ChangedLines } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import type { FileDetail, LineStates } from '../model.ts'
import { quote } from './damage.ts'
import { isObject, member } from './json-values.ts'
import { hitOf } from './simplecov-count.ts'
import { branchesOf, methodsOf } from './simplecov-detail.ts'

export type SimpleCovFile =
  | {
      readonly lines: LineStates
      /** `null` when it is no file of the change. */
      readonly detail: FileDetail | null
      readonly branches: boolean
      readonly functions: boolean
    }
  | { readonly fault: string }

const recorder = new LineRecorder()

/** One file: its counts by line, `null` for lines without code, perhaps with branches and methods beside them. */
export function readSimpleCovFile(path: string, text: string, changed: ChangedLines | null): SimpleCovFile {
  return reading(path, () => fileOf(path, JSON.parse(text), changed))
}

export type SimpleCovList =
  | {
      readonly files: readonly {
        readonly path: string
        readonly read: (changed: ChangedLines | null) => SimpleCovFile
      }[]
    }
  | { readonly fault: string }

/** The "files" of simplecov-json: each has a "filename" and its "coverage". */
export function readSimpleCovList(text: string): SimpleCovList {
  let all: unknown
  try {
    all = JSON.parse(text)
  } catch {
    return { fault: 'its "files" are no JSON' }
  }
  if (!Array.isArray(all)) return { fault: 'its "files" are no list' }
  const files = all.map(entry => {
    const path = isObject(entry) ? member(entry, 'filename') : undefined
    const coverage = isObject(entry) ? member(entry, 'coverage') : undefined
    return typeof path === 'string'
      ? { path, read: (changed: ChangedLines | null) => reading(path, () => fileOf(path, coverage, changed)) }
      : null
  })
  const named = files.filter(each => each !== null)
  return named.length < files.length ? { fault: 'one of its "files" has no "filename"' } : { files: named }
}

function reading(path: string, read: () => SimpleCovFile): SimpleCovFile {
  try {
    return read()
  } catch (error) {
    // What was marked of a damaged entry must not reach another report's.
    recorder.take()
    const why = error instanceof SyntaxError ? 'is no JSON' : error instanceof Error ? error.message : error
    return { fault: `the entry of ${quote(path)} ${why}` }
  }
}

/** @throws TypeError */
function fileOf(path: string, entry: unknown, changed: ChangedLines | null): SimpleCovFile {
  if (path === '') throw new TypeError('has no name')
  // Versions before 0.18 write the counts alone.
  const counts = Array.isArray(entry) ? entry : isObject(entry) ? member(entry, 'lines') : undefined
  if (!Array.isArray(counts)) throw new TypeError('has no "lines"')
  const branches = isObject(entry) ? member(entry, 'branches') : undefined
  const methods = isObject(entry) ? member(entry, 'methods') : undefined
  const lines = linesOf(counts)
  const detail = changed && {
    // A result set knows where conditions are, the formatter's branches only their lines.
    scheme: Array.isArray(branches) ? 'simplecov' : 'simplecov-resultset',
    placeholder: false,
    branches: branches === undefined ? null : branchesOf(branches),
    functions: methods === undefined ? null : methodsOf(methods),
    statements: null,
    checksums: null,
    lineCount: counts.length,
    excluded: counts.flatMap((count, index) => (count === 'ignored' ? [index + 1] : [])),
  }
  return { lines, detail, branches: branches !== undefined, functions: methods !== undefined }
}

function linesOf(counts: readonly unknown[]): LineStates {
  if (counts.length > MAX_LINE) throw new TypeError(`counts ${counts.length} lines`)
  for (const [index, count] of counts.entries()) {
    const hit = hitOf(count)
    if (hit !== null) recorder.mark(index + 1, hit)
  }
  return recorder.take()
}
