import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type JournalEntry, readJournal } from './journal.ts'
import { createJournalWriter } from './journal-writer.ts'
import { noCounts } from './xunit/write.ts'

const head = {
  version: 1,
  output: '/repo/x.xml',
  name: 'vitest',
  profile: 'jenkins',
  retries: 'surefire',
  root: '/repo',
  pid: 1,
  host: 'here',
} as const
const a = { project: '', file: 'a.test.ts' }
const b = { project: '', file: 'b.test.ts' }

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-journal-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(directory, { recursive: true, force: true })
})

const open = () => {
  const path = join(directory, 'x.jsonl')
  const writer = createJournalWriter(path, head, text => text.replaceAll('secret', '***'))
  return { writer, entries: () => readJournal(readFileSync(path, 'utf8')).entries }
}
/** The tests that began, by their suite and their title. */
const tests = (entries: readonly JournalEntry[]) => {
  const plans = entries.flatMap(entry => (entry[0] === 'plan' ? [entry] : []))
  const titleOf = (suite: number, number: number) =>
    plans
      .filter(each => each[1] === suite)
      .flatMap(each => each[3])
      [number]?.join(' ')
  return entries.flatMap(entry => (entry[0] === 'test' ? [`${entry[1]} ${titleOf(entry[1], entry[2])}`] : []))
}

test('a first test is named at once, and secrets are not', () => {
  const { writer, entries } = open()
  writer.suiteStarted(a)
  writer.testPlanned(a, ['knows the secret'])
  writer.testStarted(a, 0)
  expect(tests(entries())).toEqual(['0 knows the ***'])
  writer.close()
})

test('tests that begin at once are named as soon as the process is idle', async () => {
  const { writer, entries } = open()
  writer.suiteStarted(a)
  const titles = Array.from({ length: 50 }, (_, index) => `test ${index}`)
  for (const title of titles) writer.testPlanned(a, [title])
  for (const number of titles.keys()) writer.testStarted(a, number)
  await expect.poll(() => tests(entries())).toEqual(titles.map(title => `0 ${title}`))
  writer.close()
})

test('a suite that is written keeps no test waiting, and those of others are named with it', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { writer, entries } = open()
  writer.suiteStarted(a)
  writer.suiteStarted(b)
  writer.testPlanned(a, ['first'])
  writer.testPlanned(a, ['short'])
  writer.testPlanned(b, ['long'])
  writer.testStarted(a, 0)
  writer.testStarted(a, 1)
  writer.testPassed(a, 1, 2)
  writer.testStarted(b, 0)
  writer.written(a, 1, 100, noCounts)
  expect(tests(entries())).toEqual(['0 first', '1 long'])
  expect(entries().at(-1)).toEqual(['written', 0, 1, 100, noCounts])
  expect(entries().filter(each => each[0] === 'passed')).toEqual([])
  writer.close()
})

test('what is planned is on disk before anything of it begins, and later plans are numbered on', async () => {
  const { writer, entries } = open()
  writer.suiteStarted(a)
  writer.testPlanned(a, ['one'])
  writer.testPlanned(a, ['two'])
  await expect.poll(() => entries().at(-1)).toEqual(['plan', 0, 0, [['one'], ['two']]])
  writer.testPlanned(a, ['three'])
  writer.testStarted(a, 2)
  await expect
    .poll(() => entries().slice(-2))
    .toEqual([
      ['plan', 0, 2, [['three']]],
      ['test', 0, 2],
    ])
  writer.testPassed(a, 2, 7)
  await expect.poll(() => entries().at(-1)).toEqual(['passed', 0, 2, 7])
  writer.close()
})
