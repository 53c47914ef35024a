import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { directoryStore } from '../core/system/store/directory-store.ts'
import { planted, plantedNow, plantRecord } from './planted-record.ts'
import { temporaryDirectory } from './repository.ts'
import { type CliRun, runCli } from './run-cli.ts'

/** What `cd-gate flaky` refuses, and what it does not guess. */

let directory: string
const run = (...args: readonly string[]): Promise<CliRun> => runCli(directory, ['flaky', ...args])
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out)

beforeEach(async () => {
  vi.useFakeTimers({ now: plantedNow, toFake: ['Date'] })
  directory = temporaryDirectory()
  await plantRecord(directoryStore(join(directory, '.cd-gate/record')))
})
afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['says nothing', '{"scripts":{"test":"make test"}}'],
  ['names several', '{"devDependencies":{"vitest":"4","mocha":"12"}}'],
])('explain prints no command where package.json %s', async (_, text) => {
  writeFileSync(join(directory, 'package.json'), text)
  const { code, out } = await run('explain', planted.flaky.id)
  expect(code).toBe(0)
  expect(out).toMatch(/the record does not keep the runner; give --runner\s+\(vitest, jest, mocha, node,/)
  expect((await json('explain', planted.flaky.id)).command).toBe(null)
})

test('explain takes node where a script starts it', async () => {
  writeFileSync(join(directory, 'package.json'), '{"scripts":{"test":"node --import tsx --test"}}')
  expect((await run('explain', planted.flaky.id)).out).toContain("  node --test '--test-name-pattern=^waits")
})

test('explain refuses a runner that is none', async () => {
  expect(await run('explain', planted.flaky.id, '--runner', 'vitset')).toMatchObject({
    code: 2,
    log: expect.stringMatching(/--runner: "vitset" is not one of vitest, .*\n.*did you mean vitest\?/),
  })
  expect((await run('run', '--runner', 'vitset', '--', 'vitest')).log).toContain('did you mean vitest?')
})

test('a quarantine that somebody named and is not there is a misspelt one; only add makes it', async () => {
  const named = ['--quarantine', 'excused.json']
  const all = [
    ['run', ...named, '--', 'node', '--test'],
    ['quarantine', 'list', ...named],
  ]
  for (const args of [...all, ['quarantine', 'check', ...named], ['report', ...named]])
    expect(await run(...args)).toMatchObject({
      code: 2,
      log: expect.stringContaining('excused.json cannot be read: it does not exist'),
    })
  const terms = ['--owner', '@a', '--reason', 'r', '--expires', '2026-12-24']
  expect((await run('quarantine', 'add', 'charges', ...terms, ...named)).code).toBe(0)
  expect((await run('quarantine', 'list', ...named)).code).toBe(0)
})

test('a command that takes no argument says so', async () => {
  for (const words of [
    ['record', 'pull'],
    ['quarantine', 'check'],
  ])
    expect(await run(...words, 'extra')).toMatchObject({
      code: 2,
      log: expect.stringContaining(
        `cd-gate flaky ${words.join(' ')}: "extra" is not an option, and this command takes no argument`,
      ),
    })
})
