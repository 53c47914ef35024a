import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { TestRef } from './model.ts'

/**
 * The names of a build's tests, in chunks by file, so that a commit that adds a test makes one new chunk and not a new
 * list of everything. Chunks and the list of them are named by their content: the same names are kept once.
 */
export interface Dictionary {
  readonly key: string
  /** Of each chunk, in order; `''` for one without tests. */
  readonly chunks: readonly string[]
  /** How many tests each chunk holds. */
  readonly sizes: readonly number[]
}

export interface Chunk {
  readonly tests: readonly TestRef[]
}

const chunkCount = 64
const format = 1

export interface BuiltDictionary {
  readonly dictionary: Dictionary
  readonly segments: ReadonlyMap<string, Uint8Array>
  /** Each test's place, by its id. */
  readonly places: ReadonlyMap<string, number>
  readonly files: readonly string[]
}

export function buildDictionary(tests: Iterable<TestRef>): BuiltDictionary {
  const byChunk: Map<string, TestRef>[] = Array.from({ length: chunkCount }, () => new Map())
  for (const test of tests) byChunk[chunkOf(test)]?.set(test.id, test)
  const segments = new Map<string, Uint8Array>()
  const places = new Map<string, number>()
  const files: string[] = []
  const chunks: string[] = []
  const sizes: number[] = []
  for (const chunk of byChunk) {
    const sorted = [...chunk.values()].sort((one, other) => compare(one.id, other.id))
    for (const test of sorted) places.set(test.id, places.size)
    files.push(...filesOf(sorted))
    sizes.push(sorted.length)
    if (sorted.length === 0) chunks.push('')
    else chunks.push(keep(segments, [format, 'chunk', sorted.map(rowOf)]))
  }
  const key = keep(segments, [format, 'index', chunks.map(each => each.slice('names/'.length)), sizes])
  return { dictionary: { key, chunks, sizes }, segments, places, files }
}

function keep(segments: Map<string, Uint8Array>, data: unknown): string {
  const text = JSON.stringify(data)
  const key = `names/${hash('sha256', text).slice(0, 24)}`
  segments.set(key, deflateRawSync(text))
  return key
}

/** `null` when it is damaged. */
export function readDictionary(key: string, bytes: Uint8Array): Dictionary | null {
  const data = parse(bytes, 'index')
  const [, , names, sizes] = data ?? []
  if (!Array.isArray(names) || !Array.isArray(sizes) || names.length !== sizes.length) return null
  return { key, chunks: names.map(name => (name === '' ? '' : `names/${name}`)), sizes: sizes as number[] }
}

export function readChunk(bytes: Uint8Array): Chunk | null {
  const rows = parse(bytes, 'chunk')?.[2]
  if (!Array.isArray(rows)) return null
  const tests = (rows as Row[]).map(
    (row): TestRef => ({ id: row[0], name: row[1], classname: row[2], file: row[3], project: row[4] }),
  )
  return { tests }
}

function parse(bytes: Uint8Array, kind: string): readonly unknown[] | null {
  try {
    const data: unknown = JSON.parse(inflateRawSync(bytes, { maxOutputLength: 1 << 28 }).toString())
    return Array.isArray(data) && data[0] === format && data[1] === kind ? data : null
  } catch {
    return null
  }
}

type Row = readonly [id: string, name: string, classname: string, file: string | null, project: string]

function rowOf({ id, name, classname, file, project }: TestRef): Row {
  return [id, name, classname, file, project]
}

/** By the file, so that a test is in the same chunk of every build; `''` stands for the tests without one. */
export function chunkOf({ file, classname }: Pick<TestRef, 'file' | 'classname'>): number {
  return Number.parseInt(hash('sha256', file ?? classname).slice(0, 8), 16) % chunkCount
}

function filesOf(tests: readonly TestRef[]): readonly string[] {
  return [...new Set(tests.map(each => each.file ?? ''))].sort(compare)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
