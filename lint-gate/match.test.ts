import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangedFile } from '../core/change-set.ts'
import { reachesInto, standingOf, touchedLines } from './match.ts'

function changed(addedLines: readonly number[], kind: ChangedFile['kind'] = 'modified'): ChangedFile {
  return { path: 'a.ts', oldPath: null, kind, content: 'text', addedLines, hunks: [] }
}

const at = (line: number | null, endLine = line, fatal = false) => ({ line, endLine, fatal })

test('a finding is new when its range touches an added line, wherever it begins', () => {
  const change = changed([5, 6, 9])
  expect(standingOf(at(5), change)).toBe('new')
  expect(standingOf(at(3, 5), change)).toBe('new')
  expect(standingOf(at(6, 20), change)).toBe('new')
  expect(standingOf(at(7, 8), change)).toBe('old')
  expect(standingOf(at(4), change)).toBe('old')
  expect(standingOf(at(10, 12), change)).toBe('old')
  expect(standingOf(at(1, 30), change)).toBe('new')
})

test('an end that is missing, or before the start, is the start', () => {
  expect(standingOf({ line: 5, endLine: null, fatal: false }, changed([5]))).toBe('new')
  expect(standingOf(at(5, 2), changed([5]))).toBe('new')
  expect(standingOf(at(5, 2), changed([3]))).toBe('old')
})

test('what keeps the linter from reading a changed file is new wherever it is said to be', () => {
  expect(standingOf(at(1, 1, true), changed([9]))).toBe('new')
  expect(standingOf(at(null, null, true), changed([9]))).toBe('new')
  expect(standingOf(at(1, 1, true), null)).toBe('old')
})

test('what is about the file as a whole is new only where the file is', () => {
  expect(standingOf(at(null), changed([1], 'added'))).toBe('new')
  expect(standingOf(at(null), changed([1], 'copied'))).toBe('new')
  expect(standingOf(at(null), changed([1]))).toBe('old')
  expect(standingOf(at(null), changed([1], 'renamed'))).toBe('old')
})

test('in a file that the change does not touch, all is old', () => {
  expect(standingOf(at(1), null)).toBe('old')
})

test('touched lines are those that lie in the range, no more and no fewer', () => {
  const lines = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map(all => all.sort((a, b) => a - b))
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 60 }), fc.nat(20), (added, line, length) => {
      const endLine = line + length
      const slow = added.filter(each => each >= line && each <= endLine)
      expect(touchedLines({ line, endLine }, added)).toEqual(slow)
      expect(standingOf(at(line, endLine), changed(added))).toBe(slow.length > 0 ? 'new' : 'old')
    }),
  )
})

test('a finding reaches into changed lines where it begins before them', () => {
  const change = changed([5, 6])
  expect(reachesInto(at(4, 5), change)).toBe(true)
  expect(reachesInto(at(5, 6), change)).toBe(false)
  expect(reachesInto(at(1, 4), change)).toBe(false)
  expect(reachesInto(at(4, 5, true), change)).toBe(false)
  expect(reachesInto(at(4, 5), changed([5], 'added'))).toBe(false)
  expect(reachesInto(at(4, 5), null)).toBe(false)
})
