import { afterEach, expect, it } from 'vitest'
import { outcomeOf } from '../../core/test-run.ts'
import { allCases, wantedOf } from '../../flaky/cases.ts'
import { jestRunner } from '../../flaky/runners/jest.ts'
import { count, filesOf } from './names.ts'
import { proveSelection, wantedByName } from './prove-selection.ts'
import { isMatrix, makeProject, node, type RunnerProject } from './runner-project.ts'

const jest = [node, '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js']
const named = filesOf('', 'test.js')
let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

function make(files: Readonly<Record<string, string>>): RunnerProject {
  project = makeProject(jestRunner, { jest: 'jest' }, files)
  return project
}

/** Tells of itself as in names.ts. */
const body = `
const { appendFileSync } = require('node:fs')
const body = number => () => {
  appendFileSync(process.env.RAN, JSON.stringify(String(number)) + '\\n')
  if (process.env.FAIL) throw new Error('number ' + number)
}
`
/** A project of CommonJS. */
const plain = { 'package.json': '{"jest":{"transform":{}}}' }

it('runs exactly the wanted tests', async () => {
  const config = { 'package.json': '{"type":"module","jest":{"transform":{}}}' }
  await proveSelection(make({ ...named, ...config }), jest, { tests: count, subsets: isMatrix ? 8 : 3 })
})

it('runs exactly the wanted tests of one of two projects, whatever the command selects', async () => {
  const projects = ['one', 'two'].map(name => ({ rootDir: name, transform: {}, displayName: name }))
  const tests = `${body}\ntest('adds', () => body(PROJECT + 1)())\ntest('subtracts', () => body(PROJECT + 2)())`
  const own = make({
    'jest.config.cjs': `module.exports = ${JSON.stringify({ projects, passWithNoTests: true })}`,
    'package.json': '{}',
    'one/a.test.js': tests.replaceAll('PROJECT', "'one'"),
    'two/a.test.js': tests.replaceAll('PROJECT', "'two'"),
    'two/sub/a.test.js': tests.replaceAll('PROJECT', "'sub'"),
  })
  const argv = [...jest, '-t', 'adds', '--shard=1/1', '-w', '2', 'a.test']
  const first = await own.record(argv, { FAIL: '1' })
  expect(first.ran).toEqual(['one1', 'sub1', 'two1'])
  const wanted = allCases(first.report ?? [])
    .map(wantedOf)
    .filter(({ project, file }) => project === 'two' && file === 'two/a.test.js')
  const again = await own.rerun(
    argv,
    wanted.filter(({ titlePath }) => titlePath.length > 0),
  )
  expect(again.ran, again.stderr).toEqual(['two1'])
})

it('keeps the reporters that are configured, with their options, and the terminal as it is', async () => {
  const files = {
    ...plain,
    'own.cjs': `module.exports = class { constructor(_, options) { this.options = options }
      onRunComplete() { console.error('OWN ' + this.options.word) } }`,
    'package.json': JSON.stringify({
      jest: { transform: {}, reporters: ['default', ['<rootDir>/own.cjs', { word: 'kept' }]] },
    }),
    'a.test.js': `${body}\ntest('adds', body(1))`,
  }
  const own = make(files)
  const { stderr, report } = await own.record(jest)
  expect(stderr).toContain('OWN kept')
  expect(stderr).toContain('PASS ./a.test.js')
  expect(allCases(report ?? []).map(({ test }) => [test.name, outcomeOf(test)])).toEqual([['adds', 'passed']])
  const again = await own.record([...jest, '--config', '{"transform":{},"reporters":["./own.cjs"]}'])
  expect(again.stderr).toContain('OWN')
  expect(again.report).not.toBeNull()
  const listed = await own.record([...jest, '--reporters', './own.cjs'])
  expect(listed.stderr).toContain('OWN undefined')
  expect(listed.stderr).not.toContain('PASS')
  expect(listed.report).not.toBeNull()
})

it('runs a hook’s describe and a file that did not load as a whole, and nothing else', async () => {
  const own = make({
    ...plain,
    'hook.test.js': `${body}
describe('outer', () => {
  beforeAll(() => { if (process.env.FAIL) throw new Error('no database') })
  test('first', body(1))
  test('second', body(2))
})
test('alone', body(3))`,
    'load.test.js': `${body}\nif (process.env.FAIL) throw new Error('cannot load')\ntest('loads', body(4))`,
    'other.test.js': `${body}\nif (process.env.AGAIN) throw new Error('nobody asked for this file')\ntest('other', body(5))`,
  })
  const { report } = await own.record(jest, { FAIL: '1' })
  const failed = allCases(report ?? []).filter(
    ({ test }) => test.kind !== 'test' || /beforeAll|load/.test(test.name),
  )
  const wanted = failed.map(wantedOf)
  expect(wanted.map(({ kind }) => kind).sort()).toEqual(['hook', 'load'])
  const again = await own.rerun(jest, wanted, { AGAIN: '1' })
  expect(again.ran, again.stderr).toEqual(['1', '2', '4'])
  expect(again.exitCode, again.stderr).toBe(0)
})

it('makes one attempt, and no coverage, whatever the file and the configuration say', async () => {
  const jestConfig = {
    transform: {},
    bail: 1,
    collectCoverage: true,
    coverageProvider: 'v8',
    coverageThreshold: { global: { lines: 100 } },
  }
  const own = make({
    'package.json': JSON.stringify({ jest: jestConfig }),
    'a.test.js': `${body}
jest.retryTimes(2)
test('adds', body(1))
describe('deep', () => {
  jest.retryTimes(3)
  test('subtracts', body(2))
})`,
  })
  const first = await own.record(jest, { FAIL: '1' })
  const wanted = wantedByName(first)
  expect(first.ran.filter(each => each === '1').length).toBeGreaterThan(2)
  const again = await own.rerun([...jest, '--coverage', '--bail'], [...wanted.values()], { FAIL: '1' })
  expect(again.ran, again.stderr).toEqual(['1', '2'])
  expect(again.stdout).not.toContain('% Stmts')
})

it.each([['2'], ['3'], ['2', '3'], ['1', '3'], ['4']])(
  'tells tests of one name apart, choice %#',
  async (...numbers) => {
    const same = [1, 2, 3].map(number => `test('same', body(${number}))\n`).join('')
    const own = make({
      ...plain,
      'a.test.js': `${body}\ntest.skip('same', body(0))\n${same}describe('same', () => { test('same', body(4)) })`,
    })
    const wanted = wantedByName(await own.record(jest, { FAIL: '1' }))
    const again = await own.rerun(
      jest,
      numbers.map(number => wanted.get(number)!),
    )
    expect(again.ran, again.stderr).toEqual(numbers)
    const passed = allCases(again.report ?? []).filter(({ test }) => outcomeOf(test) === 'passed')
    expect(passed.map(({ test }) => test.id)).toEqual(numbers.map(number => wanted.get(number)!.id))
  },
)

it('fails when nothing is there any more', async () => {
  const own = make({ ...plain, 'a.test.js': `${body}\ntest('adds', body(1))` })
  const wanted = [...wantedByName(await own.record(jest, { FAIL: '1' })).values()]
  const gone = wanted.map(each => ({ ...each, file: 'b.test.js' }))
  const again = await own.rerun([...jest, '--passWithNoTests'], gone)
  expect(again.ran).toEqual([])
  expect(again.exitCode).toBe(1)
})
