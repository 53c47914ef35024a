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
const tests = (entries: readonly JournalEntry[]) =>
  entries.flatMap(entry => (entry[0] === 'test' ? [`${entry[1]} ${entry[2].join(' ')}`] : []))

test('a first test is named at once, and secrets are not', () => {
  const { writer, entries } = open()
  writer.suiteStarted(a)
  writer.testStarted(a, ['knows the secret'])
  expect(tests(entries())).toEqual(['0 knows the ***'])
  writer.close()
})

test('tests that begin at once are named as soon as the process is idle', async () => {
  const { writer, entries } = open()
  writer.suiteStarted(a)
  const titles = Array.from({ length: 50 }, (_, index) => `test ${index}`)
  for (const title of titles) writer.testStarted(a, [title])
  await expect.poll(() => tests(entries())).toEqual(titles.map(title => `0 ${title}`))
  writer.close()
})

test('a suite that is written keeps no test waiting, and those of others are named with it', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { writer, entries } = open()
  writer.suiteStarted(a)
  writer.suiteStarted(b)
  writer.testStarted(a, ['first'])
  writer.testStarted(a, ['short'])
  writer.testStarted(b, ['long'])
  writer.written(a, 1, 100, noCounts)
  expect(tests(entries())).toEqual(['0 first', '1 long'])
  expect(entries().at(-1)).toEqual(['written', 0, 1, 100, noCounts])
  writer.close()
})
