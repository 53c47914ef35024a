import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Repository } from '../../core/system/git.ts'
import { locator } from './coverage-cause-files.ts'
import { located, testsOfReports } from './coverage-cause-tests.ts'

function read(...reports: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'cd-gate-test-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const files = reports.map((text, index) => {
    writeFileSync(join(cwd, `${index}.xml`), text)
    return `${index}.xml`
  })
  const log: string[] = []
  return testsOfReports(files, { cwd, log: line => log.push(line) }).then(tests => ({ tests, log }))
}

const suite = (cases: string): string =>
  `<testsuites name="vitest tests"><testsuite name="a.test.js">${cases}</testsuite></testsuites>`
const testcase = (name: string, inner = ''): string =>
  `<testcase classname="a.test.js" name="${name}" time="0.1">${inner}</testcase>`
const failure = '<failure message="no" type="Error">no</failure>'

test('of several tries of a test the best counts', async () => {
  const { tests } = await read(
    suite(testcase('one', failure) + testcase('two', '<skipped/>') + testcase('three', failure)),
    suite(testcase('one') + testcase('two', failure) + testcase('three', '<skipped/>')),
  )
  expect(tests?.tests.map(({ ref, outcome }) => [ref.name, outcome])).toEqual([
    ['one', 'passed'],
    ['two', 'failed'],
    ['three', 'failed'],
  ])
  expect(tests?.isIncomplete).toBe(false)
})

test('a run that met its end before a test is incomplete, and says nothing of that test', async () => {
  const crash = '<error message="the process died" type="DidNotFinish">died</error>'
  const { tests } = await read(suite(testcase('one') + testcase('two', crash)))
  expect(tests?.isIncomplete).toBe(true)
  expect(tests?.tests.map(({ outcome }) => outcome)).toEqual(['passed', 'not-run'])
})

test('what cannot be read makes it incomplete; where nothing can be, nothing is known', async () => {
  const some = await read(suite(testcase('one')), '<html></html>')
  expect(some.tests).toMatchObject({ isIncomplete: true, tests: [{ outcome: 'passed' }] })
  expect(some.log).toEqual([expect.stringMatching(/^cd-gate: .*1\.xml.*so it is less known why/)])
  expect((await read('')).tests).toBeNull()
})

test.each([
  ['a.test.js', 'a.test.js'],
  ['(load)', 'a.test.js'],
])('the failed case %s says that its file did not load', async (name, classname) => {
  const broken = `<testcase classname="${classname}" name="${name}" time="0">${failure}</testcase>`
  const { tests } = await read(suite(broken))
  if (!tests) throw new Error('it was not read')
  const seen = located(tests, ({ file }) => file)
  expect(seen.brokenFiles).toEqual(new Set(['a.test.js']))
  expect(seen.tests).toEqual([])
})

test('a file is found from where the user stands, when several have its name', () => {
  const paths = ['packages/a/src/index.test.ts', 'packages/b/src/index.test.ts']
  const find = (prefix: string, file: string) => {
    const repository = { top: '/r', prefix } as Repository
    return locator(repository, paths)({ id: '', name: '', classname: '', file, project: '' })
  }
  expect(find('packages/b', 'src/index.test.ts')).toBe('packages/b/src/index.test.ts')
  expect(find('packages/b', 'packages/a/src/index.test.ts')).toBe('packages/a/src/index.test.ts')
  expect(find('', 'src/index.test.ts')).toBeNull()
  expect(find('', '/r/packages/b/src/index.test.ts')).toBe('packages/b/src/index.test.ts')
})
