import type { ChangedLines } from '../changed-lines.ts'
import type { Branch, FileDetail, FunctionCoverage } from '../model.ts'
import { isHit } from './hit-count.ts'

/** One file's branches and functions, from its LCOV records. */
export interface LcovRecord {
  /** Returns false when the record is not of its shape. */
  readonly take: (key: string, value: string) => boolean
  readonly checksum: (line: number, sum: string) => void
  readonly detail: () => FileDetail
}

interface Place {
  readonly line: number
  readonly endLine: number | null
}

/** @param changed branches of other lines are checked and not kept: merging never looks beyond a line */
export function createLcovRecord(changed: ChangedLines): LcovRecord {
  const branches = new Map<string, Branch>()
  const places = new Map<string, Place[]>()
  const counts = new Map<string, boolean[]>()
  const indexed = new Map<string, Place & { name: string | null; hit: boolean }>()
  const checksums = new Map<number, string>()
  let hasBranches = false
  let hasFunctions = false

  const takes: Readonly<Record<string, (value: string) => boolean>> = {
    BRDA: value => {
      // The expression of a branch may hold commas; the first two and the last one part the fields.
      const first = value.indexOf(',')
      const last = value.lastIndexOf(',')
      const line = value.slice(0, first)
      if (!isNumber(line, 0, line.length) || value.indexOf(',', first + 1) === last) return false
      const count = value.slice(last + 1)
      const taken = count === '-' ? false : isHit(count)
      if (taken === null) return false
      if (!changed.touch(Number(line), Number(line))) return true
      // A template's instances repeat its branches: taken in one is taken.
      const key = value.slice(0, last)
      if (taken || !branches.has(key))
        branches.set(key, { key, line: Number(line), pathLine: null, range: null, taken })
      return true
    },
    FN: value => {
      const first = value.indexOf(',')
      if (!isNumber(value, 0, first)) return false
      const second = value.indexOf(',', first + 1)
      const end = isNumber(value, first + 1, second) ? value.slice(first + 1, second) : undefined
      push(places, value.slice((end === undefined ? first : second) + 1), placeOf(value.slice(0, first), end))
      return true
    },
    FNDA: value => {
      const comma = value.indexOf(',')
      if (comma >= 0) push(counts, value.slice(comma + 1), Number(value.slice(0, comma)) > 0)
      return comma >= 0
    },
    FNL: value => {
      const match = /^(\d+),(\d+)(?:,(\d+))?$/.exec(value)
      if (match) indexed.set(match[1] ?? '', { ...placeOf(match[2], match[3]), name: null, hit: false })
      return match !== null
    },
    FNA: value => {
      // Several names of one index are aliases of one function: C++ templates and constructors.
      const match = /^(\d+),([^,]*),(.*)$/.exec(value)
      const known = indexed.get(match?.[1] ?? '')
      if (!match || !known) return false
      known.name ??= match[3] ?? ''
      known.hit ||= Number(match[2]) > 0
      return true
    },
  }

  /** Functions of one name are told apart by their order, where there are as many counts as places. */
  const named = (): readonly FunctionCoverage[] =>
    [...places].flatMap(([name, all]) => {
      const hits = counts.get(name) ?? []
      const hit = (index: number) => (hits.length === all.length ? hits[index] === true : hits.includes(true))
      return all.map((place, index) => ({ name, ...place, range: null, hit: hit(index) }))
    })

  const aliased = (): readonly FunctionCoverage[] =>
    Array.from(indexed.values(), each => ({ ...each, name: each.name ?? '', range: null }))

  return {
    take(key, value) {
      hasBranches ||= key.startsWith('BR')
      hasFunctions ||= key.startsWith('FN')
      return takes[key]?.(value) ?? true
    },
    checksum: (line, sum) => checksums.set(line, sum),
    detail: () => ({
      scheme: 'lcov',
      placeholder: false,
      branches: hasBranches ? [...branches.values()] : null,
      functions: hasFunctions ? [...named(), ...aliased()] : null,
      statements: null,
      checksums: checksums.size > 0 ? checksums : null,
    }),
  }
}

/** Whether the stretch is nothing but digits, and not empty. */
function isNumber(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return false
  }
  return from < to
}

function placeOf(line: string | undefined, endLine: string | undefined): Place {
  return { line: Number(line), endLine: endLine === undefined ? null : Number(endLine) }
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
