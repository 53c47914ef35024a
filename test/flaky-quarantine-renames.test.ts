import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createRepository, type TestRepository } from './repository.ts'

/** An excused failure whose test goes on under another name, through real runs and real commits. */

const bin = join(import.meta.dirname, '../dist/cli/bin.js')
let repository: TestRepository

function gate(...args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'flaky', ...args], {
    cwd: repository.directory,
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}
const run = (file: string) => {
  const { status, stdout, stderr } = gate('run', '--delay', '0', '--json', '--', 'node', '--test', file)
  if (stdout === '') throw new Error(stderr)
  return { status, ...JSON.parse(stdout) }
}
const json = (...args: readonly string[]) => JSON.parse(gate(...args, '--json').stdout)

const tests = (message: string): string => `import { test } from 'node:test'
// The same in all of them, so that git knows a renamed file again, ${'whatever is in it '.repeat(20)}
test('adds', () => {})
test('rounds', () => { throw new RangeError('${message}') })
`

beforeEach(() => {
  repository = createRepository({
    'package.json': '{"type":"module"}',
    '.gitignore': '.cd-gate/\nreports/\n',
    'money.test.js': tests('too many cents'),
  })
  expect(run('money.test.js').status).toBe(1)
  const terms = ['--owner', 'ada', '--reason', 'known, #1', '--expires', '2999-12-31']
  expect(gate('quarantine', 'add', 'rounds', ...terms).status).toBe(0)
  expect(run('money.test.js')).toMatchObject({ status: 0, quarantined: [{ file: 'money.test.js' }] })
})

test('the commit that renames its file is excused, and those after it', () => {
  repository.git('mv', 'money.test.js', 'cents.test.js')
  repository.commit('Rename')
  for (const _ of [1, 2])
    expect(run('cents.test.js')).toMatchObject({ status: 0, quarantined: [{ file: 'cents.test.js' }] })
})

test('list and check tell the new name, and add renews the entry under it', () => {
  repository.git('mv', 'money.test.js', 'cents.test.js')
  repository.commit('Rename')
  const [{ id }] = run('cents.test.js').quarantined
  for (const command of ['list', 'check'])
    expect(gate('quarantine', command)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('renamed: now rounds, cents.test.js'),
    })
  expect(json('quarantine', 'list').entries).toMatchObject([
    { file: 'money.test.js', health: 'failing', now: { id, file: 'cents.test.js' } },
  ])
  expect(json('report').quarantined).toMatchObject([
    { file: 'money.test.js', now: { file: 'cents.test.js' } },
  ])
  const renewed = json(
    'quarantine',
    'add',
    id,
    '--owner',
    'ada',
    '--reason',
    'known',
    '--expires',
    '2999-12-31',
  )
  expect(renewed.renewed).toMatchObject([{ id, file: 'cents.test.js' }])
  expect(json('quarantine', 'list').entries).toMatchObject([{ id, now: null }])
})

test('another failure under the new name is red', () => {
  repository.git('mv', 'money.test.js', 'cents.test.js')
  repository.commit('Rename')
  repository.write('cents.test.js', tests('quite another one'))
  expect(run('cents.test.js')).toMatchObject({ status: 1, failed: [{ name: 'rounds' }], quarantined: [] })
})

test('a copy is not excused by the entry of the first', () => {
  repository.write('cents.test.js', tests('too many cents'))
  repository.commit('Copy')
  expect(run('cents.test.js')).toMatchObject({
    status: 1,
    failed: [{ file: 'cents.test.js' }],
    quarantined: [],
  })
})
