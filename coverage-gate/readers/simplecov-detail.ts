import type { Branch, FunctionCoverage, Range } from '../model.ts'
import { isLine, isObject, type JsonObject, member } from './json-values.ts'
import { hitOf } from './simplecov-count.ts'

/** A place as Ruby's Coverage writes it: `[:then, 1, 10, 4, 10, 35]`, which is a kind, a number, and start and end. */
const PLACE = /^\[(?::(\w+)|"(\w+)"), \d+, (\d+), (\d+), (\d+), (\d+)\]$/
/** `["Cart", :add, 9, 2, 14, 5]`: the class, the method, start and end. */
const METHOD = /^\[(.+), (?::(.+)|"(.+)"), (\d+), (\d+), (\d+), (\d+)\]$/

/**
 * Branches of a result set, `{ condition: { branch: count } }`, or of the formatter, a list.
 * @throws TypeError
 */
export function branchesOf(branches: unknown): readonly Branch[] {
  if (Array.isArray(branches)) return listedBranches(branches)
  if (!isObject(branches)) throw new TypeError('has branches that are no object')
  return Object.entries(branches).flatMap(([written, ways]) => {
    const condition = placeOf(written)
    if (!isObject(ways)) throw new TypeError(`has a condition ${written} that is no object`)
    return Object.entries(ways).flatMap(([way, count]): Branch | [] => {
      const hit = hitOf(count)
      if (hit === null) return []
      const { range, name } = placeOf(way)
      const key = `${condition.name} ${spell(condition.range)} ${name} ${spell(range)}`
      return { key, line: condition.range.start.line, pathLine: range.start.line, range, taken: hit }
    })
  })
}

/** A branch has the lines of its code, and in newer versions the line that SimpleCov reports it at: its condition's. */
function listedBranches(branches: readonly unknown[]): readonly Branch[] {
  const alike = new Map<string, number>()
  return branches.flatMap((branch): Branch | [] => {
    if (!isObject(branch)) throw new TypeError('has a branch that is no object')
    const start = lineOf(branch, 'start_line')
    const written = `${member(branch, 'type')} ${start}-${lineOf(branch, 'end_line')}`
    const before = alike.get(written) ?? 0
    alike.set(written, before + 1)
    const hit = hitOf(member(branch, 'coverage'))
    if (hit === null) return []
    const line = member(branch, 'report_line') === undefined ? start : lineOf(branch, 'report_line')
    return { key: `${written} ${before}`, line, pathLine: start, range: null, taken: hit }
  })
}

/**
 * Methods of a result set, `{ method: count }`, or of the formatter, a list.
 * @throws TypeError
 */
export function methodsOf(methods: unknown): readonly FunctionCoverage[] {
  if (Array.isArray(methods)) return methods.flatMap(listedMethod)
  if (!isObject(methods)) throw new TypeError('has methods that are no object')
  return Object.entries(methods).flatMap(([written, count]): FunctionCoverage | [] => {
    const [, owner = '', symbol, text, ...numbers] = METHOD.exec(written) ?? []
    const hit = hitOf(count)
    const name = symbol ?? text
    if (name === undefined) throw new TypeError(`has a method ${written}`)
    if (hit === null) return []
    const range = rangeOf(numbers)
    const { line } = range.start
    return { name: `${owner.replaceAll('"', '')}#${name}`, line, endLine: range.end.line, range, hit }
  })
}

function listedMethod(method: unknown): FunctionCoverage | [] {
  const name = isObject(method) ? member(method, 'name') : undefined
  if (!isObject(method) || typeof name !== 'string') throw new TypeError('has a method without a name')
  const hit = hitOf(member(method, 'coverage'))
  if (hit === null) return []
  const line = lineOf(method, 'start_line')
  return { name, line, endLine: lineOf(method, 'end_line'), range: null, hit }
}

function lineOf(object: JsonObject, key: string): number {
  const line = member(object, key)
  if (!isLine(line)) throw new TypeError(`has ${JSON.stringify(line)} for a ${key}`)
  return line
}

function placeOf(written: string): { readonly name: string; readonly range: Range } {
  const [, symbol, text, ...numbers] = PLACE.exec(written) ?? []
  const name = symbol ?? text
  if (name === undefined) throw new TypeError(`has a branch ${written}`)
  return { name, range: rangeOf(numbers) }
}

/** Ruby's columns are 0-based, its ends exclusive. */
function rangeOf(numbers: readonly string[]): Range {
  const [line = 0, column = 0, endLine = 0, endColumn = 0] = numbers.map(Number)
  if (!isLine(line) || !isLine(endLine)) throw new TypeError(`has line ${Math.max(line, endLine)}`)
  return { start: { line, column }, end: { line: endLine, column: endColumn } }
}

function spell({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}
