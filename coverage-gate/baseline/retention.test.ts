import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { directoryStore } from '../../core/system/store/directory-store.ts'
import { keepRecord, keptRecords, readRecords } from './kept-records.ts'
import { MAX_COMMITS, MAX_RUNS, surplusRecords } from './retention.ts'

const kept = (commit: string, tree: string, at: number) => ({
  key: `coverage/${commit}/${tree}/${at}-x`,
  commit,
  tree,
  at,
})
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

test('of one tree the newest runs stay, whichever commits they are of', () => {
  const all = numbers(MAX_RUNS + 3).map(at => kept(at % 2 === 0 ? 'a' : 'b', 'tree', at))
  expect(surplusRecords(all.toReversed()).map(each => each.at)).toEqual([2, 1, 0])
  expect(surplusRecords(all.slice(3))).toEqual([])
})

test('of commits those that were recorded last stay, with all their runs', () => {
  const all = numbers(MAX_COMMITS + 2).map(at => kept(`c${at}`, `t${at}`, at))
  expect(surplusRecords(all).map(each => each.commit)).toEqual(['c1', 'c0'])
  const again = [...all, kept('c0', 't0', 10_000)]
  expect(surplusRecords(again).map(each => each.commit)).toEqual(['c2', 'c1'])
})

test('keeping a record drops what is too much, and nothing of anybody else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-retention-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const store = directoryStore(directory)
  await store.write(
    new Map([
      ['builds/1', new Uint8Array(1)],
      ['coverage/notes', new Uint8Array(1)],
    ]),
  )
  const files = new Map([['src/a.ts', Uint8Array.of(0, 2)]])
  for (const at of numbers(MAX_RUNS + 2))
    await keepRecord(store, { commit: 'c', tree: 't', at, formats: ['lcov'], files })
  const left = await keptRecords(store)
  expect(left.map(each => each.at)).toEqual(
    numbers(MAX_RUNS + 2)
      .slice(2)
      .reverse(),
  )
  expect((await readRecords(store, left)).records[0]).toEqual({
    commit: 'c',
    tree: 't',
    at: 21,
    formats: ['lcov'],
    files,
  })
  expect(await store.keys('')).toEqual(expect.arrayContaining(['builds/1', 'coverage/notes']))
})

test('a record under the name of another commit is damaged', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-retention-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const store = directoryStore(directory)
  const key = await keepRecord(store, { commit: 'c', tree: 't', at: 1, formats: [], files: new Map() })
  const bytes = (await store.read([key])).get(key)!
  await store.write(
    new Map([
      ['coverage/other/t/1-x', bytes],
      ['coverage/c/t/2-x', new Uint8Array(3)],
    ]),
  )
  const { records, damaged } = await readRecords(store, await keptRecords(store))
  expect(records).toHaveLength(1)
  expect(damaged.map(each => each.fault).sort()).toEqual([
    'it is no coverage record of this version',
    'it is of another commit than its name says',
  ])
})
