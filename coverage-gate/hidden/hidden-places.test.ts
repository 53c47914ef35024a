import { expect, test } from 'vitest'
import type { ChangedFile } from '../../core/change-set.ts'
import { hiddenPlaces, judgeHidden } from './hidden-places.ts'

const text = ['/* istanbul ignore next */', 'a()', '/* v8 ignore start -- generated */', 'b()']
const source = () => ({ lineCount: text.length, lines: () => text })

function changed(path: string, addedLines: readonly number[], more: Partial<ChangedFile> = {}): ChangedFile {
  return { path, oldPath: null, kind: 'modified', content: 'text', addedLines, hunks: [], ...more }
}

const places = (file: ChangedFile, excluded: string | null = null, isJudged = true) =>
  hiddenPlaces(
    [file],
    source,
    () => isJudged,
    () => excluded,
  )

test('pragmas on added lines, and no others', () => {
  expect(places(changed('a.js', [2, 3]))).toEqual([
    { path: 'a.js', line: 3, name: 'v8 ignore', reason: 'generated' },
  ])
  expect(places(changed('a.js', [1, 2, 3, 4])).map(each => each.line)).toEqual([1, 3])
  expect(places(changed('a.js', [2, 4, 9]))).toEqual([])
})

test('not in what is deleted, no text, excluded, or no source', () => {
  expect(places(changed('a.js', [1], { kind: 'deleted' }))).toEqual([])
  expect(places(changed('a.js', [1], { content: 'binary' }))).toEqual([])
  expect(places(changed('a.test.js', [1]), 'a glob')).toEqual([])
  expect(places(changed('notes.md', [1]), null, false)).toEqual([])
  expect(
    hiddenPlaces(
      [changed('a.js', [1])],
      () => null,
      () => true,
      () => null,
    ),
  ).toEqual([])
})

const bare = { path: 'a.js', line: 1, name: 'c8 ignore', reason: null }
const explained = { ...bare, line: 5, reason: 'why' }

test.each([
  [[bare], { maxHidden: null, hiddenReasons: false }, 'pass', ['warning']],
  [[bare], { maxHidden: 1, hiddenReasons: false }, 'pass', ['note', 'warning']],
  [[bare, explained], { maxHidden: 1, hiddenReasons: false }, 'fail', ['error', 'warning', 'warning']],
  [[explained], { maxHidden: null, hiddenReasons: true }, 'pass', ['warning']],
  [[bare, explained], { maxHidden: 5, hiddenReasons: true }, 'fail', ['note', 'error', 'warning', 'warning']],
  [[], { maxHidden: 0, hiddenReasons: true }, 'pass', []],
] as const)('%j with %j', (hidden, thresholds, outcome, severities) => {
  const judged = judgeHidden(hidden, thresholds)
  expect(judged.outcome).toBe(outcome)
  expect(judged.findings.map(each => each.severity)).toEqual(severities)
})
