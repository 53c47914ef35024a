import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChangedFile, Hunk } from '../core/change-set.ts'
import { headPaths, linesAfter, touchedFile } from './blame-touched.ts'

const hunk = (oldStart: number, oldLines: number, newStart: number, newLines: number): Hunk => ({
  oldStart,
  oldLines,
  newStart,
  newLines,
})

test.each<readonly [string, readonly number[], readonly Hunk[], readonly number[]]>([
  ['nothing changed', [1, 2, 9], [], [1, 2, 9]],
  ['lines put in above', [1, 5], [hunk(2, 0, 3, 4)], [1, 9]],
  ['put in right behind a line', [2, 3], [hunk(2, 0, 3, 1)], [2, 4]],
  ['put in at the top', [1], [hunk(0, 0, 1, 2)], [3]],
  ['altered', [4, 5, 6], [hunk(5, 1, 5, 1)], [4, 6]],
  ['taken away', [4, 5, 6, 7], [hunk(5, 2, 4, 0)], [4, 5]],
  ['several', [1, 10, 20, 30], [hunk(5, 1, 5, 3), hunk(20, 5, 22, 0), hunk(25, 0, 22, 1)], [1, 12, 28]],
])('lines after a change: %s', (_, lines, hunks, expected) => {
  expect(linesAfter(lines, hunks)).toEqual(expected)
})

test('a line that is followed is the same line: checked against the texts themselves', () => {
  const edit = fc.record({ skip: fc.nat(3), remove: fc.nat(3), add: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(5), (edits, tail) => {
      const [before, after, hunks]: [string[], string[], Hunk[]] = [[], [], []]
      let fresh = 0
      const keep = (count: number) => {
        for (let each = 0; each < count; each += 1) {
          before.push(`kept ${before.length}`)
          after.push(before.at(-1) ?? '')
        }
      }
      for (const { skip, remove, add } of edits) {
        keep(skip + 1)
        if (remove + add === 0) continue
        hunks.push(hunk(before.length + (remove > 0 ? 1 : 0), remove, after.length + (add > 0 ? 1 : 0), add))
        for (let each = 0; each < remove; each += 1) before.push(`gone ${before.length}`)
        for (let each = 0; each < add; each += 1) after.push(`new ${fresh++}`)
      }
      keep(tail)
      const all = before.map((_, index) => index + 1)
      const kept = before.filter(line => line.startsWith('kept'))
      expect(linesAfter(all, hunks).map(line => after[line - 1])).toEqual(kept)
    }),
  )
})

const file = (change: Partial<ChangedFile>): ChangedFile => ({
  path: 'a.ts',
  oldPath: null,
  kind: 'modified',
  content: 'text',
  addedLines: [],
  hunks: [],
  ...change,
})

test('lines taken away are told by the lines beside them', () => {
  const taken = file({ addedLines: [9], hunks: [hunk(1, 2, 0, 0), hunk(5, 1, 2, 0), hunk(12, 1, 9, 1)] })
  expect(touchedFile(taken, 'b.ts', null)).toEqual({
    path: 'b.ts',
    oldPath: null,
    kind: 'modified',
    lines: [9],
    cuts: [1, 2, 3],
  })
  expect(touchedFile(taken, 'b.ts', file({ hunks: [hunk(0, 0, 1, 5), hunk(3, 1, 8, 1)] }))).toMatchObject({
    lines: [14],
    cuts: [6, 7],
  })
  expect(touchedFile(taken, 'b.ts', file({ kind: 'deleted' }))).toMatchObject({ lines: [], cuts: [] })
})

test('names are followed through later renames, and end where a file begins', () => {
  const commits = [
    { hash: '5', files: [file({ path: 'a.ts', kind: 'added' })] },
    { hash: '4', files: [file({ path: 'c.ts', oldPath: 'b.ts', kind: 'renamed' })] },
    { hash: '3', files: [file({ path: 'b.ts', oldPath: 'a.ts', kind: 'renamed' }), file({ path: 'x.ts' })] },
    { hash: '2', files: [file({ path: 'a.ts' })] },
    { hash: '1', files: [file({ path: 'a.ts', kind: 'added' }), file({ path: 'b.ts', kind: 'deleted' })] },
    { hash: '0', files: [file({ path: 'a.ts' }), file({ path: 'b.ts' })] },
  ] as const
  const paths = headPaths(commits)
  expect(commits.map(({ hash }) => [...(paths.get(hash) ?? [])].map(pair => pair.join(' → ')))).toEqual([
    ['a.ts → a.ts'],
    ['c.ts → c.ts'],
    ['b.ts → c.ts', 'x.ts → x.ts'],
    ['a.ts → c.ts'],
    ['a.ts → c.ts', 'b.ts → b.ts'],
    ['a.ts → a.ts', 'b.ts → b.ts'],
  ])
})
