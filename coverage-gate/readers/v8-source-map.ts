import { lastNotAbove } from './v8-counts.ts'
import { isRecord } from './v8-dump.ts'

/** A source map, checked as far as it is used: https://tc39.es/ecma426/. */
export interface SourceMap {
  /** Relative to the script, or absolute, as the map has them; `null` where it names none. */
  readonly sources: readonly (string | null)[]
  readonly contents: readonly (string | null)[]
  readonly mappings: string
}

/** Where the code of one source stands in the script: places of the source, ascending, and for each an offset of the script. */
export interface Placement {
  /** As `placeKey` spells them. */
  readonly keys: readonly number[]
  readonly offsets: readonly number[]
}

/** `null` when it is no source map, or one in sections. */
export function sourceMapOf(data: unknown): SourceMap | null {
  if (!isRecord(data) || typeof data.mappings !== 'string' || !Array.isArray(data.sources)) return null
  const root =
    typeof data.sourceRoot === 'string' && data.sourceRoot !== ''
      ? `${data.sourceRoot.replace(/\/$/, '')}/`
      : ''
  const contents: readonly unknown[] = Array.isArray(data.sourcesContent) ? data.sourcesContent : []
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    sources: data.sources.map(source => (typeof source === 'string' ? root + source : null)),
    contents: data.sources.map((_, index) => text(contents[index])),
    mappings: data.mappings,
  }
}

const WIDEST = 2 ** 22

/** A place of the source as one number; a line with more columns than this is no source. */
export function placeKey(line: number, column: number): number {
  return line * WIDEST + Math.min(column, WIDEST - 1)
}

/**
 * @param lineStarts the offset at which each line of the script begins
 * @returns one placement for each source; `null` when the mappings are damaged or are of another script
 */
export function placementsOf(
  { mappings, sources }: SourceMap,
  lineStarts: readonly number[],
): readonly Placement[] | null {
  const found: { key: number; offset: number }[][] = sources.map(() => [])
  const fields = [0, 0, 0, 0, 0]
  for (const [line, text] of mappings.split(';').entries()) {
    if (text === '') continue
    const start = lineStarts[line]
    if (start === undefined) return null
    fields[0] = 0
    for (const segment of text.split(',')) {
      const deltas = decodeVlq(segment)
      if (deltas === null) return null
      for (const [index, delta] of deltas.entries()) fields[index]! += delta
      if (deltas.length < 4) continue
      const [column = 0, source = 0, sourceLine = 0, sourceColumn = 0] = fields
      if (column < 0 || sourceLine < 0 || sourceColumn < 0) return null
      found[source]?.push({ key: placeKey(sourceLine + 1, sourceColumn), offset: start + column })
    }
  }
  return found.map(places => {
    places.sort((a, b) => a.key - b.key || a.offset - b.offset)
    return { keys: places.map(place => place.key), offsets: places.map(place => place.offset) }
  })
}

/**
 * The offsets of the script for a place of the source: those that are mapped to it, or else to the first place behind it
 * that lies before `end`. None: nothing was made of that code.
 */
export function offsetsOf({ keys, offsets }: Placement, from: number, end: number): readonly number[] {
  const first = lastNotAbove(keys, from - 1) + 1
  const key = keys[first]
  if (key === undefined || (key !== from && key >= end)) return []
  return offsets.slice(first, lastNotAbove(keys, key) + 1)
}

const digits = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (digit, value) => [
    digit,
    value,
  ]),
)

/** A segment's 1, 4 or 5 numbers, in Base64 digits of 5 bits, the least first; `null` when it is none. */
function decodeVlq(segment: string): readonly number[] | null {
  const numbers: number[] = []
  let value = 0
  let scale = 1
  for (const digit of segment) {
    const bits = digits.get(digit)
    if (bits === undefined) return null
    value += (bits & 31) * scale
    scale *= 32
    if (bits & 32) continue
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2)
    value = 0
    scale = 1
  }
  return scale === 1 && [1, 4, 5].includes(numbers.length) ? numbers : null
}
