import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeFiles } from './coverage-map.ts'
import { mergeDetails } from './merge-details.ts'
import type { Branch, FileCoverage, FileDetail, Range } from './model.ts'

const range = (from: number, to: number): Range => ({
  start: { line: from, column: 0 },
  end: { line: to, column: 0 },
})
const detail = (given: Partial<FileDetail>): FileDetail => ({
  scheme: 'istanbul',
  placeholder: false,
  branches: null,
  functions: null,
  statements: null,
  checksums: null,
  ...given,
})
const branch = (key: string, line: number, taken: boolean, at: Range | null = null): Branch => ({
  key,
  line,
  pathLine: null,
  range: at,
  taken,
})

test('a branch is taken if any report took it', () => {
  const one = detail({ branches: [branch('a', 1, true), branch('b', 1, false)] })
  const two = detail({ branches: [branch('a', 1, false), branch('b', 1, true)] })
  expect(mergeDetails([one, two]).branches?.map(each => each.taken)).toEqual([true, true])
})

test('a block that one report leaves out ran as often as what surrounds it', () => {
  const whole = branch('w', 1, true, range(1, 9))
  const missed = detail({ branches: [whole, branch('inner', 4, false, range(4, 6))] })
  const ran = detail({ branches: [whole] })
  expect(mergeDetails([missed, ran]).branches?.every(each => each.taken)).toBe(true)
  const notRun = detail({ branches: [branch('w', 1, false, range(1, 9))] })
  expect(
    mergeDetails([missed, notRun])
      .branches?.filter(each => !each.taken)
      .map(each => each.key),
  ).toEqual(['inner'])
})

test('a file that a tool only listed gives way to one that ran', () => {
  const listed = detail({ placeholder: true, statements: [{ range: range(1, 2), hit: false }] })
  const ran = detail({ statements: [{ range: range(5, 6), hit: true }] })
  expect(mergeDetails([listed, ran]).statements).toEqual([{ range: range(5, 6), hit: true }])
  expect(mergeDetails([listed]).statements).toHaveLength(1)
})

test('two ways of counting one line are not added up', () => {
  const istanbul = detail({ branches: [branch('i0', 3, true), branch('i1', 3, false)] })
  const lcov = detail({ scheme: 'lcov', branches: [branch('3:0:0', 3, true), branch('3:0:1', 3, true)] })
  expect(mergeDetails([istanbul, lcov]).branches?.map(each => each.key)).toEqual(['3:0:0', '3:0:1'])
})

test('a metric that no report carries is null, not zero', () => {
  expect(mergeDetails([detail({ branches: [] })])).toMatchObject({
    branches: [],
    functions: null,
    statements: null,
  })
  expect(mergeDetails([])).toEqual({ branches: null, functions: null, statements: null })
})

const ranges = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 4 }))
  .map(([from, more]) => range(from, from + more))
const items = fc.uniqueArray(fc.record({ range: ranges, hit: fc.boolean() }), {
  maxLength: 6,
  selector: ({ range: { start, end } }) => `${start.line}-${end.line}`,
})
const details = fc
  .record({ scheme: fc.constantFrom('istanbul', 'lcov'), placeholder: fc.boolean(), items })
  .map(({ scheme, placeholder, items: some }) =>
    detail({
      scheme,
      placeholder,
      statements: scheme === 'istanbul' ? some : null,
      branches: some.map(({ range: at, hit }) =>
        branch(`${at.start.line}-${at.end.line}`, at.start.line, hit, at),
      ),
    }),
  )
const files: fc.Arbitrary<FileCoverage> = fc.record({
  path: fc.constant('a.js'),
  lines: fc.array(fc.constantFrom(0, 1, 2), { maxLength: 8 }).map(states => Uint8Array.from(states)),
  details: details.map(one => [one]),
})

test('merging is commutative and associative', () => {
  const shown = (file: FileCoverage) => {
    const { branches, statements } = mergeDetails(file.details)
    const plain = [...file.lines, ...Array<number>(9).fill(0)].slice(0, 9)
    return {
      lines: plain,
      branches: branches?.map(each => [each.key, each.line, each.taken]).sort(),
      statements,
    }
  }
  fc.assert(
    fc.property(files, files, files, (a, b, c) => {
      const left = shown(mergeFiles(mergeFiles(a, b), c))
      expect(shown(mergeFiles(a, mergeFiles(b, c)))).toEqual(left)
      expect(shown(mergeFiles(c, mergeFiles(b, a)))).toEqual(left)
    }),
  )
})
