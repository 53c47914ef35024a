import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countsOf, type V8Range } from './v8-counts.ts'

function range(startOffset: number, endOffset: number, count: number): V8Range {
  return { startOffset, endOffset, count }
}

function countsUpTo(ranges: readonly V8Range[], end: number): readonly number[] {
  const countAt = countsOf(ranges)
  return Array.from({ length: end }, (_, offset) => countAt(offset))
}

test('the innermost range speaks, and outside of all nothing ran', () => {
  const ranges = [range(1, 9, 2), range(3, 6, 0), range(4, 5, 7)]
  expect(countsUpTo(ranges, 11)).toEqual([0, 2, 2, 0, 7, 0, 2, 2, 2, 0, 0])
})

test('of two equal ranges the later speaks, an empty one says nothing, and what sticks out is cut off', () => {
  expect(countsUpTo([range(0, 3, 1), range(0, 3, 0)], 3)).toEqual([0, 0, 0])
  expect(countsUpTo([range(0, 3, 1), range(1, 1, 0)], 3)).toEqual([1, 1, 1])
  expect(countsUpTo([range(0, 4, 1), range(1, 3, 2), range(2, 9, 3)], 6)).toEqual([1, 2, 3, 1, 0, 0])
})

test('counts beyond 32 bits are counts', () => {
  expect(countsOf([range(0, 2, 2 ** 32)])(1)).toBe(2 ** 32)
})

/** Ranges within one another, as V8 makes them. */
const nested = fc.memo(depth =>
  fc
    .tuple(
      fc.nat(3),
      fc.nat(3),
      fc.nat(2),
      fc.array(depth > 1 ? nested() : fc.constant([]), { maxLength: 3 }),
    )
    .map(([before, after, count, inner]): readonly V8Range[] => {
      let at = before
      const moved = inner.flatMap(ranges => {
        const start = at
        at += ranges[0]?.endOffset ?? 0
        return ranges.map(each => range(each.startOffset + start, each.endOffset + start, each.count))
      })
      return [range(0, at + after, count), ...moved]
    }),
) as (depth?: number) => fc.Arbitrary<readonly V8Range[]>

test('property: as if each range were painted over those around it', () => {
  fc.assert(
    fc.property(nested(4), ranges => {
      const end = (ranges[0]?.endOffset ?? 0) + 2
      const painted = new Array<number>(end).fill(0)
      for (const { startOffset, endOffset, count } of ranges) painted.fill(count, startOffset, endOffset)
      expect(countsUpTo(ranges, end)).toEqual(painted)
    }),
  )
})
