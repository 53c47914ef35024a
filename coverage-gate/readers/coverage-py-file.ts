import type { ChangedLines } from '../changed-lines.ts'
import { LineRecorder } from '../line-states.ts'
import type { Branch, FileDetail, FunctionCoverage, LineStates } from '../model.ts'
import { quote } from './damage.ts'
import { isLine, isObject, type JsonObject, member } from './json-values.ts'

export type CoveragePyFile =
  | {
      readonly lines: LineStates
      /** `null` when it is no file of the change. */
      readonly detail: FileDetail | null
      /** Whether it was measured by branch, and whether it lists functions. */
      readonly branches: boolean
      readonly functions: boolean
    }
  | { readonly fault: string }

const recorder = new LineRecorder()

/** One member of "files". */
export function readCoveragePyFile(path: string, text: string, changed: ChangedLines | null): CoveragePyFile {
  try {
    const entry: unknown = JSON.parse(text)
    if (path === '') throw new TypeError('has no name')
    if (!isObject(entry)) throw new TypeError('is no object')
    const branches = isThere(entry, 'executed_branches') || isThere(entry, 'missing_branches')
    const functions = isThere(entry, 'functions')
    const lines = linesOf(entry)
    checkSummary(entry)
    const detail = changed && {
      scheme: 'coverage.py',
      placeholder: false,
      branches: branches ? branchesOf(entry) : null,
      functions: functions ? functionsOf(entry) : null,
      statements: null,
      checksums: null,
      excluded: numbers(entry, 'excluded_lines'),
    }
    return { lines, detail, branches, functions }
  } catch (error) {
    // What was marked of a damaged entry must not reach another report's.
    recorder.take()
    const why = error instanceof SyntaxError ? 'is no JSON' : error instanceof Error ? error.message : error
    return { fault: `the entry of ${quote(path)} ${why}` }
  }
}

function isThere(entry: JsonObject, key: string): boolean {
  return member(entry, key) !== undefined
}

/** Versions before 7.13.1 also list docstrings as executed, old ones the first lines of excluded code too. */
function linesOf(entry: JsonObject): LineStates {
  const excluded = new Set(numbers(entry, 'excluded_lines'))
  for (const [key, hit] of [
    ['executed_lines', true],
    ['missing_lines', false],
  ] as const) {
    if (!isThere(entry, key)) throw new TypeError(`has no "${key}"`)
    for (const line of numbers(entry, key)) if (!excluded.has(line)) recorder.mark(line, hit)
  }
  return recorder.take()
}

/**
 * Lists may hold more than the summary counts (docstrings), never less.
 * @throws TypeError
 */
function checkSummary(entry: JsonObject): void {
  const summary = member(entry, 'summary')
  if (!isObject(summary)) return
  const executed = numbers(entry, 'executed_lines').length
  const missing = numbers(entry, 'missing_lines').length
  for (const [key, listed] of [
    ['covered_lines', executed],
    ['missing_lines', missing],
    ['num_statements', executed + missing],
  ] as const) {
    const count = member(summary, key)
    if (typeof count === 'number' && count > listed)
      throw new TypeError(`has ${listed} lines where its summary has ${count} ${key}`)
  }
}

/** @throws TypeError when the member is there and no list of line numbers */
function numbers(entry: JsonObject, key: string): readonly number[] {
  const all = member(entry, key) ?? []
  if (!Array.isArray(all)) throw new TypeError(`has ${key} that are no list`)
  const wrong = all.findIndex(each => !isLine(each))
  if (wrong >= 0) throw new TypeError(`has ${JSON.stringify(all[wrong])} among its ${key}`)
  return all
}

/** Each is a pair of lines, from and to; a negative line to go to is the way out of the code object that begins there. */
function branchesOf(entry: JsonObject): readonly Branch[] {
  return [
    ...arcs(entry, 'executed_branches').map(arc => branchOf(arc, true)),
    ...arcs(entry, 'missing_branches').map(arc => branchOf(arc, false)),
  ]
}

type Arc = readonly [from: number, to: number]

function branchOf([from, to]: Arc, taken: boolean): Branch {
  return { key: `${from}->${to}`, line: from, pathLine: to > 0 ? to : null, range: null, taken }
}

function arcs(entry: JsonObject, key: string): readonly Arc[] {
  const all = member(entry, key) ?? []
  if (!Array.isArray(all)) throw new TypeError(`has ${key} that are no list`)
  const wrong = all.findIndex(each => !isArc(each))
  if (wrong >= 0) throw new TypeError(`has ${JSON.stringify(all[wrong])} among its ${key}`)
  return all
}

function isArc(value: unknown): value is Arc {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [from, to] = value
  return isLine(from) && typeof to === 'number' && isLine(Math.abs(to))
}

/** Functions by their qualified names; what lies outside of all of them has the name "". */
function functionsOf(entry: JsonObject): readonly FunctionCoverage[] {
  const all = member(entry, 'functions')
  if (!isObject(all)) throw new TypeError('has functions that are no object')
  return Object.entries(all).flatMap(([name, region]): FunctionCoverage | [] => {
    if (name === '') return []
    if (!isObject(region)) throw new TypeError(`has a function ${quote(name)} that is no object`)
    const executed = numbers(region, 'executed_lines')
    const lines = [...executed, ...numbers(region, 'missing_lines')].sort((a, b) => a - b)
    const [first] = lines
    // Its code is excluded, or nothing but a docstring: there is nothing to run.
    if (first === undefined) return []
    // Versions before 7.13.1 do not say where it begins: its body does.
    const start = member(region, 'start_line')
    const line = isLine(start) && start > 0 ? start : first
    return { name, line, endLine: lines.at(-1) ?? line, range: null, hit: executed.length > 0 }
  })
}
