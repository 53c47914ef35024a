import { expect, test } from 'vitest'
import { columnsOf, cutEnd, cutPath, padColumns, wrap } from './columns.ts'

test.each([
  ['plain', 5],
  ['', 0],
  ['試験', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['😀', 2],
  ['ｆ', 2],
  ['✗ ~ ✓', 5],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns)
})

test('what is too long is cut between characters, never through one', () => {
  expect(cutEnd('abcdef', 6)).toBe('abcdef')
  expect(cutEnd('abcdef', 4)).toBe('abc…')
  expect(cutEnd('試験試験', 6)).toBe('試験…')
  expect(cutEnd('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
  expect(columnsOf(cutEnd('x'.repeat(1_000_000), 80))).toBe(80)
})

test('a path loses its middle and keeps its file name while there is room for it', () => {
  const path = 'packages/billing/src/documents/invoice-with-a-name.ts'
  expect(cutPath(path, 80)).toBe(path)
  expect(cutPath(path, 40)).toBe('packages/billin…s/invoice-with-a-name.ts')
  expect(cutPath(path, 25)).toBe('p…/invoice-with-a-name.ts')
  expect(cutPath(path, 10)).toBe('…a-name.ts')
  expect(columnsOf(cutPath('深い/場所/にある/ファイル.ts', 12))).toBeLessThanOrEqual(12)
})

test('columns are filled up by what is seen', () => {
  expect(padColumns('試験', 6)).toBe('試験  ')
  expect(padColumns('abc', 2)).toBe('abc')
})

test('sentences break at spaces, and a figure keeps its percent sign', () => {
  expect(wrap('one two three', 9, '', '  ')).toEqual(['one two', '  three'])
  expect(wrap('covered 88.88 % of it', 14, '', '')).toEqual(['covered', '88.88 % of it'])
  expect(wrap('x'.repeat(20), 10, '> ', '  ')).toEqual([`> ${'x'.repeat(20)}`])
  expect(wrap('', 10, '> ', '  ')).toEqual(['> '])
})
