import { expect, test } from 'vitest'
import type { ChangedFile } from '../../core/change-set.ts'
import { type ComparisonInput, compare } from './comparison.ts'

const covered = Uint8Array.of(0, 2, 2)
const missed = Uint8Array.of(0, 1, 1)
const run = (path: string, ...runs: readonly Uint8Array[]) => [path, runs] as const

function changed(path: string, more: Partial<ChangedFile> = {}): ChangedFile {
  return { path, oldPath: null, kind: 'modified', content: 'text', addedLines: [], hunks: [], ...more }
}

function comparison(more: Partial<ComparisonInput>) {
  const input: ComparisonInput = {
    baseline: new Map([run('a.js', covered)]),
    since: [],
    change: [],
    now: new Map([['a.js', missed]]),
    exists: () => true,
    isJudged: () => true,
    ratchet: false,
    alike: new Map(),
    ...more,
  }
  return compare(input)
}

const states = (more: Partial<ComparisonInput>) =>
  comparison(more).files.map(file => [file.path, file.state, file.lost.length])

test('a renamed file is followed', () => {
  const since = [changed('b.js', { oldPath: 'a.js', kind: 'renamed' })]
  expect(states({ since, now: new Map([['b.js', missed]]) })).toEqual([['b.js', 'compared', 2]])
})

test('a copy leaves its source where it was, changed or not', () => {
  const copy = changed('b.js', { oldPath: 'a.js', kind: 'copied' })
  const now = new Map([
    ['a.js', missed],
    ['b.js', missed],
  ])
  expect(states({ since: [copy], now })).toEqual([
    ['a.js', 'compared', 2],
    ['b.js', 'new', 0],
  ])
  const edit = changed('a.js', { hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }] })
  expect(states({ since: [edit, copy], now })).toEqual([
    ['a.js', 'compared', 1],
    ['b.js', 'new', 0],
  ])
})

test('gone: deleted, no text any more, or nowhere', () => {
  const gone = { counts: { 'deleted-covered': 2, lost: 0 }, before: { total: 0, covered: 0 } }
  const now = new Map()
  expect(comparison({ since: [changed('a.js', { kind: 'deleted' })], now })).toMatchObject(gone)
  expect(
    comparison({ since: [changed('a.js', { content: 'symlink', kind: 'type-changed' })], now }),
  ).toMatchObject(gone)
  expect(comparison({ exists: () => false, now })).toMatchObject(gone)
})

test('still there and not measured any more: vanished, and in no figure', () => {
  const found = comparison({ now: new Map() })
  expect(found.files).toMatchObject([{ state: 'vanished', counts: { 'excluded-covered': 2 } }])
  expect(found).toMatchObject({ counts: { 'excluded-covered': 0 }, before: { total: 0 } })
})

test('what is not judged is left out on both sides', () => {
  const found = comparison({ isJudged: path => path !== 'a.js' })
  expect(found).toMatchObject({ files: [], counts: { lost: 0 }, before: { total: 0 }, now: { total: 0 } })
})

test('files that the baseline could have known and does not are counted; new ones are not', () => {
  const now = new Map([
    ['a.js', covered],
    ['b.js', covered],
    ['c.js', covered],
  ])
  expect(comparison({ now, since: [changed('c.js', { kind: 'added' })] }).unknownBefore).toBe(1)
})

test('with the ratchet, missed lines that replace missed ones count on neither side', () => {
  const hunks = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }]
  const change = [changed('a.js', { hunks, addedLines: [1] })]
  const input = { baseline: new Map([run('a.js', missed)]), since: change, change }
  expect(comparison(input).now).toEqual({ total: 2, covered: 0 })
  expect(comparison({ ...input, ratchet: true }).now).toEqual({ total: 1, covered: 0 })
  expect([...comparison(input).files[0]!.missedBefore]).toEqual([1])
})
