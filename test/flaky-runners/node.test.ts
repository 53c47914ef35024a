import { createRequire } from 'node:module'
import { afterEach, describe, expect, it } from 'vitest'
import { nodeRunner } from '../../flaky/runners/node.ts'
import { count, filesOf } from './names.ts'
import { failedIn, outcomesOf, proveSelection } from './prove-selection.ts'
import { isMatrix, makeProject, node, type RunnerProject } from './runner-project.ts'

const argv = [node, '--test', 'a.test.js', 'sub/a.test.js']
const reporterPath = createRequire(import.meta.url).resolve('cd-gate/node-test')
let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

function make(files: Readonly<Record<string, string>>): RunnerProject {
  project = makeProject(nodeRunner, {}, files)
  return project
}

it('runs exactly the wanted tests', async () => {
  const files = filesOf(`import { describe, it } from 'node:test'`, 'test.js')
  await proveSelection(make(files), argv, { tests: count, subsets: isMatrix ? 8 : 3 })
})

describe('the recorded run', () => {
  const files = {
    'a.test.js': `import assert from 'node:assert'
import { it } from 'node:test'
it('passes', () => {})
it('fails', () => assert(!process.env.FAIL))
`,
    'mine.mjs': `export default async function* (events) { for await (const { type } of events) if (type === 'test:fail') yield 'mine\\n' }`,
  }

  it.each([
    ['the user named none', ['--test-reporter=spec']],
    ['one', ['--test-reporter', './mine.mjs']],
    [
      'two',
      [
        '--test-reporter=./mine.mjs',
        '--test-reporter=dot',
        '--test-reporter-destination=mine.txt',
        '--test-reporter-destination',
        'stdout',
      ],
    ],
  ])('keeps the reporters: %s', async (title, given) => {
    const own = make(files)
    const plain = await own.plain([node, ...given, '--test', 'a.test.js'], { FAIL: '1' })
    const options = title === 'the user named none' ? [] : given
    const recorded = await own.record([node, ...options, '--test', 'a.test.js'], { FAIL: '1' })
    expect(withoutTimes(recorded.stdout)).toBe(withoutTimes(plain.stdout))
    expect(recorded.exitCode).toBe(1)
    expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'failed' })
  })

  it('does not add our reporter to a project that has it', async () => {
    const reporter = ['--test-reporter', reporterPath, '--test-reporter-destination', 'stdout']
    const recorded = await make(files).record([node, '--test', ...reporter, 'a.test.js'], { FAIL: '1' })
    expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'failed' })
  })
})

describe('the rerun', () => {
  const ran = (name: string) => `appendFileSync(process.env.RAN, '"${name}"\\n')`
  const head = `import assert from 'node:assert'
import { appendFileSync } from 'node:fs'
import test, { after, before, describe, it, suite } from 'node:test'
const body = name => () => { appendFileSync(process.env.RAN, JSON.stringify(name) + '\\n'); assert(!process.env.FAIL) }
`

  it('filters nothing, and takes tests however they are made and named', async () => {
    const own = make({
      '[id] {a,b}.test.js': `${head}
it('one', body('one'))
it({ name: 'options' }, body('options'))
suite('suite', () => { test('two', { timeout: 5000 }, body('two')); it.todo('later') })
it.only('only', body('only'))
test(function named() { body('named')() })
`,
      'cjs.test.cjs': `const test = require('node:test'); const { appendFileSync } = require('node:fs')
for (const name of ['three', 'four']) test(name, () => { appendFileSync(process.env.RAN, JSON.stringify(name) + '\\n'); if (process.env.FAIL) throw new Error(name) })
`,
    })
    const wanted = failedIn(await own.record([node, '--test'], { FAIL: '1' }))
    expect(wanted).toHaveLength(7)
    const options = [
      '--test-name-pattern=one',
      '--test-only',
      '--watch',
      '--test-concurrency',
      '4',
      '--experimental-test-coverage',
    ]
    const chosen = wanted.filter(({ name }) => !['one', 'three'].includes(name))
    const again = await own.rerun([node, '--test', ...options, 'nothing.test.js'], chosen)
    expect(again.ran, again.stderr).toEqual(['four', 'named', 'only', 'options', 'two'])
    expect(Object.values(outcomesOf(again)).filter(each => each === 'passed')).toHaveLength(5)
    expect(again.exitCode, again.stdout).toBe(0)
  })

  it('runs the wanted subtests of a wanted test', async () => {
    const own = make({
      'a.test.js': `${head}
test('parent', async t => {
  t.plan(3)
  await t.test('first', body('first'))
  await t.test('second', () => {})
  await t.test('third', body('third'))
})
test('whole', async t => {
  await t.test('inner', () => { ${ran('inner')} })
  assert(!process.env.FAIL)
})
test('beside', () => { ${ran('beside')} })
`,
    })
    const wanted = failedIn(await own.record([node, '--test'], { FAIL: '1' }))
    expect(wanted.map(({ titlePath }) => titlePath.join('/')).sort()).toEqual([
      'parent',
      'parent/first',
      'parent/third',
      'whole',
    ])
    const again = await own.rerun(
      [node, '--test'],
      wanted.filter(({ name }) => name !== 'third'),
    )
    expect(again.ran).toEqual(['first', 'inner'])
    expect(again.exitCode, again.stdout).toBe(0)
  })

  it('runs the describe of a hook, the file that did not load, and the file that is a test itself', async () => {
    const own = make({
      'hook.test.js': `${head}it('outside', body('outside'))
describe('around', () => {
  before(() => { if (process.env.HOOK) throw new Error('hook') })
  it('first', body('first'))
  describe('inner', () => { it('second', body('second')) })
})
describe('beside', () => { before(() => { ${ran('beside')} }); it('third', body('third')) })
`,
      'load.test.js': `${head}if (process.env.HOOK) throw new Error('load')\nit('loaded', body('loaded'))\n`,
      'script.test.js': `import { appendFileSync } from 'node:fs'\n${ran('script')}\nif (process.env.HOOK) process.exit(1)\n`,
    })
    const wanted = failedIn(await own.record([node, '--test'], { HOOK: '1' }))
    expect(wanted.map(({ kind }) => kind).sort()).toEqual(['hook', 'load', 'load'])
    const again = await own.rerun([node, '--test'], wanted)
    expect(again.ran).toEqual(['first', 'loaded', 'script', 'second'])
    expect(again.exitCode, again.stdout).toBe(0)
  })

  it('is red when the wanted test is not there', async () => {
    const own = make({ 'a.test.js': `${head}it('fails', body('fails'))\n` })
    const [wanted] = failedIn(await own.record([node, '--test'], { FAIL: '1' }))
    for (const gone of [{ titlePath: ['gone'] }, { file: 'gone.test.js' }]) {
      const again = await own.rerun([node, '--test'], [{ ...wanted!, ...gone }])
      expect(again.exitCode).not.toBe(0)
      expect(Object.values(outcomesOf(again))).not.toContain('passed')
      expect(again.ran).toEqual([])
    }
  })
})

function withoutTimes(text: string): string {
  return text.replace(/\b\d+(?:\.\d+)?(?:ms)?\b/g, '#')
}
