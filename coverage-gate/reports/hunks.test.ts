import { expect, test } from 'vitest'
import type { SourceText } from '../../core/source-file.ts'
import { sampleFile } from '../../test/sample-verdicts.ts'
import { changedHunks, countUncovered, type Hunk, uncoveredHunks, worstFirst } from './hunks.ts'

const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`)
const source: SourceText = () => ({ lineCount: lines.length, lines: () => lines })
const numbers = (hunks: readonly Hunk[]) => hunks.map(hunk => [hunk[0]?.number, hunk.at(-1)?.number])

test('lines near one another share a hunk, with the context around them', () => {
  const file = sampleFile('a.ts', 'measured', { missed: [1, 6, 20], partial: [29], ran: [12] })
  expect(numbers(uncoveredHunks(file, source, 2))).toEqual([
    [1, 8],
    [18, 22],
    [27, 30],
  ])
  expect(countUncovered(file, 2)).toBe(3)
  expect(numbers(changedHunks(file, source, 0))).toEqual([
    [1, 1],
    [6, 6],
    [12, 12],
    [20, 20],
    [29, 29],
  ])
})

test('every line says what it is', () => {
  const file = sampleFile('a.ts', 'measured', { missed: [2], partial: [3], ran: [4], changed: [5] })
  const [hunk] = changedHunks(file, source, 1)
  expect(hunk?.map(({ mark }) => mark)).toEqual([
    'context',
    'missed',
    'partial',
    'covered',
    'changed',
    'context',
  ])
})

test('without the text the numbers are still shown, and none beyond its end is lost', () => {
  const file = sampleFile('a.ts', 'measured', { missed: [3, 40] })
  expect(uncoveredHunks(file, () => null, 2).flat()).toEqual([
    { number: 3, text: '', mark: 'missed' },
    { number: 40, text: '', mark: 'missed' },
  ])
  expect(numbers(uncoveredHunks(file, source, 1))).toEqual([
    [2, 4],
    [40, 40],
  ])
})

test('the worst file is first, whatever the order was; what is unclear comes before what is covered', () => {
  const files = [
    sampleFile('d.ts', 'measured', { ran: [1] }),
    sampleFile('c.ts', 'stale'),
    sampleFile('b.ts', 'measured', { missed: [1] }),
    sampleFile('a.ts', 'measured', { missed: [1, 2] }),
    sampleFile('e.ts', 'measured', { partial: [1] }),
  ]
  const order = 'a.ts b.ts e.ts c.ts d.ts'.split(' ')
  expect(worstFirst(files).map(({ path }) => path)).toEqual(order)
  expect(worstFirst(files.toReversed()).map(({ path }) => path)).toEqual(order)
})
