import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangedFile } from '../core/change-set.ts'
import { countOf, fingerprint, standingsBeside } from './baseline.ts'
import { standingOf } from './match.ts'

const found = (line: number | null, rule: string | null = 'r', message = 'm') => ({ line, rule, message })
const texts =
  (...lines: readonly string[]) =>
  (_: string, line: number) =>
    lines[line - 1] ?? null

test('a fingerprint knows the file, the rule and the words of the line, and no number', () => {
  const here = fingerprint('a.ts', 'eslint', found(2), texts('x', '  let a  =\t1'))
  expect(fingerprint('a.ts', 'ESLint', found(1), texts('let a = 1 '))).toBe(here)
  expect(fingerprint('a.ts', 'eslint', found(2, 'r', 'other'), texts('x', 'let a = 1'))).toBe(here)
  expect(fingerprint('b.ts', 'eslint', found(1), texts('let a = 1'))).not.toBe(here)
  expect(fingerprint('a.ts', 'eslint', found(1, 'q'), texts('let a = 1'))).not.toBe(here)
  expect(fingerprint('a.ts', 'eslint', found(1), texts('let a = 2'))).not.toBe(here)
  expect(fingerprint('a.ts', 'tsc', found(1), texts('let a = 1'))).not.toBe(here)
})

test('where a linter names no rule, its message stands for one', () => {
  const one = fingerprint('a.c', 'gcc', found(1, null, 'unused x'), texts('int x;'))
  expect(fingerprint('a.c', 'gcc', found(1, null, 'unused y'), texts('int x;'))).not.toBe(one)
  expect(fingerprint('a.c', 'gcc', found(1, 'unused x'), texts('int x;'))).not.toBe(one)
})

test('of a file as a whole, and of a line that is not there, the words are none', () => {
  expect(fingerprint('a.c', 't', found(null), texts('x'))).toBe(fingerprint('a.c', 't', found(9), texts('x')))
})

const standings = (now: readonly ('new' | 'old')[], before: number) =>
  standingsBeside(
    now.map(standing => ({ standing })),
    now.map(() => 'k'),
    new Map([['k', before]]),
  )

test('of equal findings as many are caused as there are more than before, those on changed lines first', () => {
  expect(standings(['old'], 1)).toEqual(['old'])
  expect(standings(['old'], 0)).toEqual(['caused'])
  expect(standings(['new', 'old'], 1)).toEqual(['new', 'old'])
  expect(standings(['old', 'new'], 0)).toEqual(['caused', 'new'])
  expect(standings(['old', 'old', 'old'], 2)).toEqual(['old', 'old', 'caused'])
  expect(standings(['new', 'new', 'old'], 1)).toEqual(['new', 'new', 'old'])
  expect(standings(['old'], 5)).toEqual(['old'])
})

test('what stands on changed lines stays new, however many there were before', () => {
  expect(standings(['new', 'old'], 2)).toEqual(['new', 'old'])
})

test('what begins before the changed lines is old where the baseline has it, and takes the surplus before the rest', () => {
  const reaching = { standing: 'new', reaches: true } as const
  const beside = (now: readonly { standing: 'new' | 'old'; reaches?: boolean }[], before: number) =>
    standingsBeside(
      now,
      now.map(() => 'k'),
      new Map([['k', before]]),
    )
  expect(beside([reaching], 1)).toEqual(['old'])
  expect(beside([reaching], 0)).toEqual(['new'])
  expect(beside([reaching, { standing: 'old' }], 1)).toEqual(['new', 'old'])
  expect(beside([{ standing: 'new' }, reaching], 1)).toEqual(['new', 'old'])
  expect(standingsBeside([reaching], [null], new Map())).toEqual(['new'])
})

test('of what the baseline cannot speak of, nothing is caused', () => {
  expect(standingsBeside([{ standing: 'old' }, { standing: 'new' }], [null, null], new Map())).toEqual([
    'old',
    'new',
  ])
})

test('there are never more caused ones than the surplus, and all of it is placed', () => {
  const one = fc.record({ standing: fc.constantFrom('new', 'old'), key: fc.constantFrom('a', 'b', null) })
  fc.assert(
    fc.property(fc.array(one), fc.nat(6), fc.nat(6), (now, a, b) => {
      const before = new Map([
        ['a', a],
        ['b', b],
      ])
      const result = standingsBeside(
        now,
        now.map(each => each.key),
        before,
      )
      for (const key of ['a', 'b']) {
        const own = now.flatMap((each, index) => (each.key === key ? [result[index]] : []))
        const fresh = now.filter(each => each.key === key && each.standing === 'new').length
        const caused = own.filter(each => each === 'caused').length
        const surplus = own.length - (before.get(key) ?? 0)
        expect(caused).toBe(Math.max(0, Math.min(own.length - fresh, surplus - fresh)))
      }
      for (const [index, each] of now.entries()) {
        if (each.standing === 'new') expect(result[index]).toBe('new')
        if (each.key === null) expect(result[index]).toBe(each.standing)
      }
    }),
  )
})

interface Line {
  readonly text: string
  readonly before: boolean
  readonly now: boolean
}

/** A file's lines after random edits: kept, dropped or added, each with what the linter said of it before and says now. */
const edited = fc.array(
  fc.record({
    edit: fc.constantFrom('keep', 'keep', 'keep', 'drop', 'add'),
    before: fc.boolean(),
    now: fc.boolean(),
    indent: fc.constantFrom('', '  ', '\t'),
  }),
  { minLength: 1, maxLength: 40 },
)

test('random edits with a known truth: moved lines keep their findings, added lines have new ones, the rest is caused', () => {
  fc.assert(
    fc.property(edited, plan => {
      const line = (index: number): Line => ({
        text: `statement ${index}`,
        before: plan[index]?.before ?? false,
        now: plan[index]?.now ?? false,
      })
      const oldLines = plan.flatMap((each, index) => (each.edit === 'add' ? [] : [line(index)]))
      const kept = plan.flatMap((each, index) =>
        each.edit === 'drop' ? [] : [{ ...line(index), added: each.edit === 'add', indent: each.indent }],
      )
      const addedLines = kept.flatMap((each, index) => (each.added ? [index + 1] : []))
      const change: ChangedFile = {
        path: 'new.ts',
        oldPath: 'old.ts',
        kind: 'renamed',
        content: 'text',
        addedLines,
        hunks: [],
      }
      const before = countOf(
        oldLines.flatMap((each, index) =>
          each.before
            ? [fingerprint('new.ts', 't', found(index + 1), texts(...oldLines.map(all => all.text)))]
            : [],
        ),
      )
      const now = kept.flatMap((each, index) => (each.now ? [{ each, line: index + 1 }] : []))
      const findings = now.map(({ line: at }) => ({
        standing: standingOf({ line: at, endLine: at, fatal: false }, change),
      }))
      // Indentation that a formatter changed is no part of a line's words.
      const textOf = texts(...kept.map(each => each.indent + each.text))
      const keys = now.map(({ line: at }) => fingerprint('new.ts', 't', found(at), textOf))
      const truth = now.map(({ each }) => (each.added ? 'new' : each.before ? 'old' : 'caused'))
      expect(standingsBeside(findings, keys, before)).toEqual(truth)
    }),
  )
})
