import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { vitestRunner } from '../../flaky/runners/vitest.ts'
import { count, filesOf } from './names.ts'
import { failedIn, outcomesOf, proveSelection } from './prove-selection.ts'
import { isMatrix, makeProject, node, type RunnerProject } from './runner-project.ts'

const versions = isMatrix ? (process.env.CD_GATE_TEST_VITEST ?? 'vitest-3,vitest-4').split(',') : ['vitest']
const reporterPath = createRequire(import.meta.url).resolve('cd-gate/vitest')
const argv = [node, 'node_modules/vitest/vitest.mjs', 'run']
const files = {
  'a.test.js': `import { expect, it } from 'vitest'
it('passes', () => {})
it('fails', () => expect(process.env.FAIL).toBeUndefined())
`,
  'mine.js': `export default class Mine { onTestRunEnd() { console.log('my reporter') } }`,
  'vitest.config.js': `export default { test: { reporters: ['tap', './mine.js'] } }`,
}
let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

describe.each(versions)('%s', installedAs => {
  const make = (files: Readonly<Record<string, string>>): RunnerProject => {
    project = makeProject(vitestRunner, { vitest: installedAs }, files)
    return project
  }

  it('runs exactly the wanted tests, of two projects', async () => {
    const config = `export default { test: { projects: ['one', 'two'].map(name =>
      ({ test: { name, include: ['**/*.test.js'], env: { PROJECT: name + ':' } } })) } }`
    const files = filesOf(`import { describe, it } from 'vitest'`, 'test.js')
    await proveSelection(make({ ...files, 'vitest.config.js': config }), argv, {
      tests: 2 * count,
      subsets: isMatrix ? 6 : 3,
    })
  })

  describe('the recorded run', () => {
    it.each([
      ['of the configuration', [], {}],
      ['of the command line', ['--reporter=dot', '--reporter=./mine.js'], {}],
      ['where there are none', ['--config=none.js'], { FAIL: '1' }],
    ])('keeps the reporters %s, and the exit code', async (_, args, env) => {
      const own = make({ ...files, 'none.js': 'export default {}' })
      const [plain, recorded] = [
        await own.plain([...argv, ...args], env),
        await own.record([...argv, ...args], env),
      ]
      expect(withoutTimes(recorded.stdout)).toBe(withoutTimes(plain.stdout))
      expect(recorded.exitCode).toBe(plain.exitCode)
      expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'FAIL' in env ? 'failed' : 'passed' })
    })

    it('never watches, and takes filters as the command does', async () => {
      const own = make({ ...files, 'b.test.js': `import { it } from 'vitest'\nit('other', () => {})\n` })
      const { report, exitCode } = await own.record([argv[0]!, argv[1]!, '--watch', './b.test.js'])
      expect(report?.map(({ file }) => file)).toEqual(['b.test.js'])
      expect(exitCode).toBe(0)
    })

    it('is red where vitest is: a rejection that nobody handles, no file, a configuration that throws', async () => {
      const own = make({
        'a.test.js': `import { it } from 'vitest'\nit('passes', () => { Promise.reject(new Error('lost')) })\n`,
        'throws.js': `throw new Error('no configuration')`,
      })
      for (const args of [[], ['nothing-like-this'], ['--config=throws.js']]) {
        const [plain, recorded] = [await own.plain([...argv, ...args]), await own.record([...argv, ...args])]
        expect(plain.exitCode).toBe(1)
        expect(recorded.exitCode, recorded.stderr).toBe(1)
      }
    })

    it('does not add our reporter to a project that has it', async () => {
      const own = make({
        'a.test.js': files['a.test.js'],
        'vitest.config.js': `export default { test: { reporters: ['default', [${JSON.stringify(reporterPath)}, { output: 'own.xml' }]] } }`,
      })
      const recorded = await own.record(argv, { FAIL: '1' })
      expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'failed' })
      expect(existsSync(join(own.directory, 'own.xml'))).toBe(false)
    })
  })

  describe('the rerun', () => {
    it('retries, stops, filters, shards and measures nothing', async () => {
      const own = make({
        'a.test.js': `import { appendFileSync } from 'node:fs'
import { expect, it } from 'vitest'
for (const name of ['one', 'two', 'three']) it(name, () => {
  appendFileSync(process.env.RAN, JSON.stringify(name) + '\\n')
  expect(process.env.FAIL).toBeUndefined()
})
`,
        'vitest.config.js': `export default { test: { retry: 2, testNamePattern: /one|two|three/, reporters: ['default', 'junit'], outputFile: 'junit.xml',
          coverage: { enabled: false, provider: 'v8', thresholds: { lines: 100 } } } }`,
      })
      const wanted = failedIn(await own.record(argv, { FAIL: '1' }))
      expect(wanted.map(({ name }) => name)).toEqual(['one', 'two', 'three'])
      rmSync(join(own.directory, 'junit.xml'))
      const again = await own.rerun(
        [
          ...argv,
          'other.test.js',
          '-t',
          'one',
          '--bail=1',
          '--retry=3',
          '--shard=2/2',
          '--coverage',
          '--passWithNoTests',
        ],
        wanted.filter(({ name }) => name !== 'one'),
        { FAIL: '1' },
      )
      expect(again.ran, again.stderr).toEqual(['three', 'two'])
      expect(outcomesOf(again)).toEqual({ one: 'skipped', two: 'failed', three: 'failed' })
      expect(again.exitCode).toBe(1)
      expect(existsSync(join(own.directory, 'junit.xml'))).toBe(false)
    })

    it('runs the describe of a hook, and the file that did not load', async () => {
      const test = (name: string) => `it('${name}', () => appendFileSync(process.env.RAN, '"${name}"\\n'))`
      const head = `import { appendFileSync } from 'node:fs'\nimport { beforeAll, describe, it } from 'vitest'\n`
      const own = make({
        'hook.test.js': `${head}${test('outside')}
describe('around', () => {
  beforeAll(() => { if (process.env.FAIL) throw new Error('hook') })
  ${test('first')}
  describe('inner', () => { ${test('second')} })
})
describe('beside', () => { beforeAll(() => { appendFileSync(process.env.RAN, '"beside"\\n') }); ${test('third')} })
`,
        'load.test.js': `${head}if (process.env.FAIL) throw new Error('load')\n${test('loaded')}\n`,
      })
      const wanted = failedIn(await own.record(argv, { FAIL: '1' }))
      expect(wanted.map(({ kind }) => kind).sort()).toEqual(['hook', 'load'])
      const again = await own.rerun(argv, wanted)
      expect(again.ran).toEqual(['first', 'loaded', 'second'])
      expect(again.exitCode, again.stderr).toBe(0)
    })

    it('is red when the wanted test is not there', async () => {
      const own = make({ 'a.test.js': files['a.test.js'] })
      const [wanted] = failedIn(await own.record(argv, { FAIL: '1' }))
      const again = await own.rerun(argv, [{ ...wanted!, titlePath: ['gone'] }])
      expect(again.exitCode).not.toBe(0)
      expect(Object.values(outcomesOf(again))).not.toContain('passed')
      expect(again.ran).toEqual([])
    })

    it.each(isMatrix ? ['threads', 'vmThreads', 'vmForks'] : ['threads'])(
      'chooses in the pool %s, without isolation too',
      async pool => {
        const head = `import { describe, it } from 'vitest'`
        const config = `export default { test: { pool: '${pool}', isolate: ${pool !== 'threads'} } }`
        await proveSelection(make({ ...filesOf(head, 'test.js'), 'vitest.config.js': config }), argv, {
          tests: count,
          subsets: 2,
        })
      },
    )
  })
})

function withoutTimes(text: string): string {
  return text.replace(/Duration .*/, 'Duration').replace(/\b\d[\d.:]*(?:ms|s|m)?\b/g, '#')
}
