import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directoryStore } from '../core/system/store/directory-store.ts'
import { type PostgresServer, postgresAvailable, startPostgres } from './postgres-server.ts'
import { lcov } from './reports.ts'
import { createRepository, type TestRepository } from './repository.ts'
import { runCli } from './run-cli.ts'

/** A project whose `main` covers all, on a branch. */
function project(): TestRepository {
  const repository = createRepository({
    '.gitignore': '*.info\nrecord/\nother/\n',
    'a.js': 'a()\n',
    'b.js': 'b()\n',
  })
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 }, 'b.js': { 1: 1 } }))
  repository.git('init', '--quiet', '--bare', '.git/remote.git')
  repository.git('remote', 'add', 'origin', join(repository.directory, '.git/remote.git'))
  return repository
}

const xunit = `<testsuites><testsuite name="s" tests="1"><testcase name="works" classname="c" file="a.test.js" time="0.1"/></testsuite></testsuites>`

async function lostIn(
  repository: TestRepository,
  address: string,
  env: Readonly<Record<string, string>> = {},
) {
  const { directory } = repository
  const kept = ['--baseline-record', address]
  const run = async (...args: string[]) => runCli(directory, ['coverage', ...kept, ...args], env)
  const saved = await run('--base', 'HEAD', '--save-baseline')
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.js', 'a2()\n')
  repository.commit()
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 }, 'b.js': { 1: 0 } }))
  return { saved, lost: await run('--base', 'main', '--max-lost', '0') }
}

test('one directory holds both records; neither is in the way of the other', async () => {
  const repository = project()
  const { directory } = repository
  repository.write('results.xml', xunit)
  const flaky = async (...args: string[]) => {
    const run = await runCli(directory, ['flaky', ...args, '--record', 'file:record'])
    expect(run.code, `${args.join(' ')}: ${run.log}`).toBe(0)
    return run.out
  }
  const store = directoryStore(join(directory, 'record'))
  const coverage = () => store.keys('coverage/')
  await flaky('import', 'results.xml', '--build', '1', '--at', '2026-10-01T12:00:00Z')
  const { lost } = await lostIn(repository, 'file:record')
  expect(lost).toMatchObject({
    code: 1,
    out: expect.stringContaining('1 line outside the change lost coverage'),
  })
  const before = await coverage()
  expect(before).toHaveLength(1)

  expect(await flaky('report')).not.toContain('coverage')
  await flaky('record', 'prune', '--keep', '1')
  expect(await coverage()).toEqual(before)
  await flaky('record', 'push')
  await store.remove(before)
  expect(await flaky('record', 'pull')).toMatch(/^1 segment received/)
  await flaky('record', 'push')
  expect(await coverage()).toEqual(before)
  const again = await runCli(directory, [
    'coverage',
    '--base',
    'main',
    '--baseline-record',
    'file:record',
    '--max-lost',
    '0',
  ])
  expect(again.code).toBe(1)
})

// Where the server is missing this is a visible skip, and under CI a failure: startPostgres() says so.
describe.skipIf(!postgresAvailable() && process.env.CI !== 'true')('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  test('keeps records as well', async () => {
    const repository = project()
    const address = server.createDatabase('coverage')
    const { saved, lost } = await lostIn(repository, address, { CD_GATE_RECORD_PASSWORD: server.password })
    expect(saved.code).toBe(0)
    expect(lost).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 line outside the change lost coverage'),
    })
    expect(saved.out + saved.log + lost.out + lost.log).not.toContain(server.password)
  })

  test('a server that is not there is no baseline that is missing', async () => {
    const repository = project()
    const gone = server.createDatabase('gone').replace(/:\d+\//, ':1/')
    const { lost } = await lostIn(repository, gone)
    expect(lost).toMatchObject({ code: 3, log: expect.stringContaining('cannot be used (write)') })
  })
})
