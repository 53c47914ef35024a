import { afterEach, expect, it } from 'vitest'
import { outcomeOf } from '../../core/test-run.ts'
import { allCases, wantedOf } from '../../flaky/cases.ts'
import { playwrightRunner } from '../../flaky/runners/playwright.ts'
import { names } from './names.ts'
import { proveSelection, wantedByName } from './prove-selection.ts'
import { isMatrix, makeProject, node, type RunnerProject } from './runner-project.ts'

const playwright = [node, 'node_modules/@playwright/test/cli.js', 'test']
let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

function make(files: Readonly<Record<string, string>>): RunnerProject {
  project = makeProject(playwrightRunner, { '@playwright/test': '@playwright/test' }, files)
  return project
}

const head = `import { test } from '@playwright/test'
import { appendFileSync } from 'node:fs'
const body = number => () => {
  appendFileSync(process.env.RAN, JSON.stringify(number) + '\\n')
  if (process.env.FAIL) throw new Error('number ' + number)
}
`

function sourceOf(titlePath: readonly string[], number: string): string {
  const [title = '', ...describes] = [...titlePath].reverse()
  const own = `test(${JSON.stringify(title)}, body(${number}))`
  return `${describes.reduce((inner, name) => `test.describe(${JSON.stringify(name)}, () => { ${inner} })`, own)}\n`
}

/** The names that Playwright takes: it refuses those that are the same but for white space or where a describe ends. */
const looped = `for (const [at, title] of ['value 1 works', 'value 11 works', 'works'].entries()) test(title, body(100 + at + ''))\n`
const tags = `test('tagged', { tag: '@slow' }, body('300'))\ntest('tagged @fast', body('301'))\n`
const spec =
  head + names.map(({ titlePath, number }) => sourceOf(titlePath, `'${number}'`)).join('') + looped + tags
const neighbour = head + sourceOf(['math', 'adds'], `'200'`)

it('runs exactly the wanted tests', async () => {
  const files = {
    'tests/a.spec.js': spec,
    'tests/sub/a.spec.js': neighbour,
    'playwright.config.js': 'export default { testDir: "tests" }',
  }
  await proveSelection(make(files), [...playwright, '--workers=2'], {
    tests: names.length + 6,
    subsets: isMatrix ? 8 : 2,
  })
  // Each failure costs Playwright a new worker.
}, 300_000)

it('runs exactly the wanted tests of one of two projects, whatever the command and the configuration say', async () => {
  const own = make({
    'a.spec.js': `${head}
test('adds', ({}, { project }) => body(project.name + 1)())
test('subtracts', ({}, { project }) => body(project.name + 2)())`,
    'playwright.config.js': `export default { retries: 2, maxFailures: 9, repeatEach: 1, workers: 1,
      projects: [{ name: 'one' }, { name: 'two' }] }`,
  })
  const argv = [
    ...playwright,
    '-g',
    'adds',
    '--retries',
    '1',
    '--shard=1/1',
    '--pass-with-no-tests',
    'a.spec',
  ]
  const first = await own.record(argv, { FAIL: '1' })
  const wanted = wantedByName(first)
  expect(first.ran, first.stdout).toEqual(['one1', 'one1', 'two1', 'two1'])
  const again = await own.rerun(argv, [wanted.get('two1')!], { FAIL: '1' })
  expect(again.ran, again.stdout + again.stderr).toEqual(['two1'])
  const gone = await own.rerun(argv, [{ ...wanted.get('two1')!, titlePath: ['nobody'] }])
  expect(gone.ran).toEqual([])
  expect(gone.exitCode).toBe(1)
  expect(gone.stderr).toContain('none of the tests to run again is there any more')
})

it('keeps the reporters that are configured, and the terminal as it is', async () => {
  const own = make({
    'a.spec.js': `${head}test('adds', body('1'))`,
    'own.js': `export default class { onEnd() { console.log('OWN kept') } }`,
    'playwright.config.js': `export default { reporter: [['list'], ['./own.js']] }`,
  })
  const { stdout, report } = await own.record(playwright)
  expect(stdout).toContain('OWN kept')
  expect(stdout).toContain('1 passed')
  expect(allCases(report ?? []).map(({ test }) => [test.name, outcomeOf(test)])).toEqual([['adds', 'passed']])
})

it('runs a hook’s describe and a file that did not load as a whole, and nothing else', async () => {
  const own = make({
    'hook.spec.js': `${head}
test.describe('outer', () => {
  test.beforeAll(() => { if (process.env.FAIL) throw new Error('no database') })
  test('first', body('1'))
  test('second', body('2'))
})
test('outer', body('3'))`,
    'other.spec.js': `${head}test('other', body('5'))`,
    'load.spec.js': `${head}if (process.env.FAIL) throw new Error('cannot load')\ntest('loads', body('4'))`,
  })
  const hooks = await own.record([...playwright, 'hook'], { FAIL: '1' })
  const load = await own.record(playwright, { FAIL: '1' })
  const wanted = [...(hooks.report ?? []), ...(load.report ?? [])].flatMap(suite =>
    suite.cases
      .filter(({ kind }) => kind === 'hook' || kind === 'load')
      .map(test => wantedOf({ suite, test })),
  )
  expect(wanted.map(({ kind }) => kind).sort(), hooks.stdout + load.stdout).toEqual(['hook', 'load'])
  const again = await own.rerun(playwright, wanted)
  expect(again.ran, again.stdout + again.stderr).toEqual(['1', '2', '4'])
  // A test with the titles of the describe is not the describe.
  const alone = await own.rerun(playwright, [wantedByName(hooks).get('3')!])
  expect(alone.ran, alone.stdout + alone.stderr).toEqual(['3'])
})
