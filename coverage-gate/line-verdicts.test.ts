import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineVerdict, innermostStatement } from './line-verdicts.ts'
import type { MergedDetail } from './merge-details.ts'
import type { Statement } from './model.ts'

const none: MergedDetail = { branches: null, functions: null, statements: null }
const statement = (from: number, to: number, hit: boolean): Statement => ({
  range: { start: { line: from, column: 2 }, end: { line: to, column: 1 } },
  hit,
})

test('a line that a report lists is what the report says', () => {
  const verdict = createLineVerdict(Uint8Array.from([0, 1, 2, 0]), none)
  expect([1, 2, 3, 4].map(verdict)).toEqual(['missed', 'covered', 'unmeasured', 'unmeasured'])
})

test('the second line of a statement is what its innermost statement is', () => {
  // const f = () => {     1  hit
  //   return call(        2  missed
  //     1,                3
  //   )                   4
  // }                     5
  const detail = { ...none, statements: [statement(2, 4, false), statement(1, 5, true)] }
  const verdict = createLineVerdict(Uint8Array.from([0, 2, 1]), detail)
  expect([1, 2, 3, 4, 5, 6].map(verdict)).toEqual([
    'covered',
    'missed',
    'missed',
    'missed',
    'covered',
    'unmeasured',
  ])
})

test('a line that ran, but not every way, is partial', () => {
  const branches = [
    { key: 'a', line: 1, pathLine: null, range: null, taken: true },
    { key: 'b', line: 1, pathLine: null, range: null, taken: false },
    { key: 'c', line: 2, pathLine: null, range: null, taken: false },
  ]
  const verdict = createLineVerdict(Uint8Array.from([0, 2, 1]), { ...none, branches })
  expect([1, 2].map(verdict)).toEqual(['partial', 'missed'])
})

test('the innermost statement is the last to start of those that reach the line, however they overlap', () => {
  const any = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 8 }), fc.nat(5))
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), fc.integer({ min: 1, max: 20 }), (spans, line) => {
      const statements = spans.map(([from, more, column]) => ({
        range: { start: { line: from, column }, end: { line: from + more, column: 0 } },
        hit: true,
      }))
      const reach = statements.filter(({ range }) => range.start.line <= line && line <= range.end.line)
      const found = innermostStatement(statements)(line)
      expect(found === null).toBe(reach.length === 0)
      const later = reach.filter(
        ({ range: { start } }) =>
          found &&
          (start.line > found.range.start.line ||
            (start.line === found.range.start.line && start.column > found.range.start.column)),
      )
      expect(later).toEqual([])
      if (found) expect(reach).toContain(found)
    }),
  )
})
