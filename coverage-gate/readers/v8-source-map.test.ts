import { expect, test } from 'vitest'
import { offsetsOf, placeKey, placementsOf, sourceMapOf } from './v8-source-map.ts'

function mapOf(mappings: string, sources: readonly string[] = ['a.ts', 'b.ts']) {
  const map = sourceMapOf({ version: 3, sources, mappings, names: ['x'] })
  if (!map) throw new Error('no map')
  return map
}

/** A script of two lines, the second of which begins at offset 10. */
const lineStarts = [0, 10]

test('places of each source, with the offsets that they went to', () => {
  // Column 0 of line 1: a.ts 1:0; column 4: b.ts 1:2 (a name with it); column 3 of line 2: a.ts 2:1.
  const placements = placementsOf(mapOf('AAAA,ICAEA;GDCD'), lineStarts)
  expect(placements).toEqual([
    { keys: [placeKey(1, 0), placeKey(2, 1)], offsets: [0, 13] },
    { keys: [placeKey(1, 2)], offsets: [4] },
  ])
})

test('a place that is not mapped is where the next one before the end is; many offsets may stand for one', () => {
  const [placement] = placementsOf(mapOf('AAAA,EAAA,EAAK', ['a.ts']), lineStarts) ?? []
  if (!placement) throw new Error('no placement')
  expect(offsetsOf(placement, placeKey(1, 0), placeKey(1, 1))).toEqual([0, 2])
  expect(offsetsOf(placement, placeKey(1, 1), placeKey(1, 6))).toEqual([4])
  expect(offsetsOf(placement, placeKey(1, 1), placeKey(1, 5))).toEqual([])
  expect(offsetsOf(placement, placeKey(1, 6), placeKey(9, 0))).toEqual([])
})

test.each([
  ['a digit that is none', 'AA?A'],
  ['a number that is not ended', 'AAAg'],
  ['too few numbers', 'AA'],
  ['a column before the line', 'DAAA'],
  ['a line of the source before the first', 'AADA'],
  ['more lines than the script has', ';;AAAA'],
])('%s: the map is damaged', (_, mappings) => {
  expect(placementsOf(mapOf(mappings), lineStarts)).toBeNull()
})

test('a source that the list does not have is nobody’s', () => {
  expect(placementsOf(mapOf('AEAA,CFAA'), lineStarts)?.map(each => each.offsets)).toEqual([[1], []])
})

test('what is no source map', () => {
  for (const data of [null, [], 'x', {}, { mappings: '' }, { mappings: 1, sources: [] }, { sections: [] }])
    expect(sourceMapOf(data)).toBeNull()
  const map = sourceMapOf({ mappings: '', sources: ['a', 7], sourcesContent: [1, 'b'], sourceRoot: 'src' })
  expect(map).toEqual({ mappings: '', sources: ['src/a', null], contents: [null, 'b'] })
  expect(sourceMapOf({ mappings: '', sources: ['a'], sourceRoot: 'src/' })?.sources).toEqual(['src/a'])
})
