import { createRequire } from 'node:module'
import { afterEach, describe, expect, it } from 'vitest'
import { mochaRunner } from '../../flaky/runners/mocha.ts'
import { count, filesOf } from './names.ts'
import { failedIn, outcomesOf, proveSelection } from './prove-selection.ts'
import { isMatrix, makeProject, node, type RunnerProject } from './runner-project.ts'

const versions = isMatrix ? ['mocha-10', 'mocha-11', 'mocha-12'] : ['mocha']
const mocha = [node, 'node_modules/mocha/bin/mocha.js']
const specs = 'a.spec.js sub/a.spec.js'.split(' ')
const modes = { serial: [...mocha, ...specs], parallel: [...mocha, '--parallel', '--jobs=2', ...specs] }
const reporterPath = createRequire(import.meta.url).resolve('cd-gate/mocha')
let project: RunnerProject | null = null

afterEach(() => {
  project?.remove()
  project = null
})

describe.each(versions)('%s', installedAs => {
  const make = (files: Readonly<Record<string, string>>): RunnerProject => {
    project = makeProject(mochaRunner, { mocha: installedAs }, files)
    return project
  }

  it.each(['serial', 'parallel'] as const)('runs exactly the wanted tests, %s', async mode => {
    await proveSelection(make(filesOf('', 'spec.js')), modes[mode], {
      tests: count,
      subsets: isMatrix ? 8 : 3,
    })
  })

  describe('the recorded run', () => {
    const files = {
      'a.spec.js': `import assert from 'node:assert'
it('passes', () => {})
it('fails', () => assert(!process.env.FAIL))
`,
      'mine.cjs': `module.exports = function Mine(runner, { reporterOptions }) {
  console.log('made with', JSON.stringify(reporterOptions))
  runner.on('end', () => console.log('over'))
  this.done = (failures, done) => { console.log('done', failures); done(failures) }
}`,
      '.mocharc.json': JSON.stringify({
        reporter: './mine.cjs',
        'reporter-option': ['output=mine.txt', 'terminal=x'],
      }),
    }

    it.each([
      ['of the configuration', []],
      ['of the command line', ['--reporter=dot']],
      ['where there is none', ['--no-config']],
    ])('keeps the reporter %s, and the exit code', async (_, args) => {
      const own = make(files)
      for (const mode of [[], ['--parallel', '--jobs=2']]) {
        const command = [...mocha, ...mode, ...args, 'a.spec.js']
        const [plain, recorded] = [
          await own.plain(command, { FAIL: '1' }),
          await own.record(command, { FAIL: '1' }),
        ]
        expect(withoutTimes(recorded.stdout)).toBe(withoutTimes(plain.stdout))
        expect(recorded.exitCode).toBe(1)
        expect(plain.exitCode).toBe(1)
        expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'failed' })
      }
    })

    it('never watches', async () => {
      const { exitCode, report } = await make(files).record([...mocha, '--no-config', '-w', 'a.spec.js'])
      expect(exitCode).toBe(0)
      expect(report).toHaveLength(1)
    })

    it('tells of a file that does not load, and of no file at all', async () => {
      const own = make({ 'bad.spec.js': 'it(' })
      const bad = await own.record([...mocha, 'bad.spec.js'])
      expect(bad.exitCode).not.toBe(0)
      expect(outcomesOf(bad)).toEqual({ '(load)': 'errored' })
      const none = await own.record([...mocha, 'none.spec.js'])
      expect(none.exitCode).not.toBe(0)
      expect(Object.values(outcomesOf(none))).toEqual(['errored'])
    })

    it('does not add our reporter to a project that has it', async () => {
      const recorded = await make(files).record(
        [
          ...mocha,
          '--no-config',
          '--reporter',
          reporterPath,
          '--reporter-option',
          'output=own.xml',
          'a.spec.js',
        ],
        { FAIL: '1' },
      )
      expect(outcomesOf(recorded)).toEqual({ passes: 'passed', fails: 'failed' })
    })
  })

  describe('the rerun', () => {
    const ran = (name: string) => `appendFileSync(process.env.RAN, '"${name}"\\n')`
    const head = `import assert from 'node:assert'\nimport { appendFileSync } from 'node:fs'\n`

    it.each(['serial', 'parallel'])(
      'retries, stops and filters nothing, and has the hooks of the root, %s',
      async mode => {
        const own = make({
          'root.mjs': `import { appendFileSync } from 'node:fs'
export const mochaHooks = { beforeEach() { ${ran('hook')} } }`,
          'a.spec.js': `${head}for (const name of ['one', 'two', 'three'])
  it(name, () => { appendFileSync(process.env.RAN, JSON.stringify(name) + '\\n'); assert(!process.env.FAIL) })
it.skip('pending', () => {})
`,
          'b.spec.js': `${head}it('beside', () => { ${ran('beside')} })\n`,
          '.mocharc.json': JSON.stringify({
            require: './root.mjs',
            spec: ['a.spec.js', 'b.spec.js'],
            parallel: mode === 'parallel',
            jobs: 2,
          }),
        })
        const wanted = failedIn(await own.record(mocha, { FAIL: '1' }))
        expect(wanted.map(({ name }) => name)).toEqual(['one', 'two', 'three'])
        const options = ['-g', 'one', '--bail', '--retries=2', '--forbid-pending', '--invert', '--dry-run']
        const again = await own.rerun([...mocha, ...options], wanted.slice(1), { FAIL: '1' })
        expect(again.ran, again.stderr).toEqual(['hook', 'hook', 'three', 'two'])
        expect(outcomesOf(again)).toEqual({ two: 'failed', three: 'failed' })
        expect(again.exitCode).not.toBe(0)
      },
    )

    it('runs the describe of a hook, and the file that did not load', async () => {
      const own = make({
        'hook.spec.js': `${head}it('outside', () => { ${ran('outside')} })
describe('around', () => {
  before(() => { if (process.env.FAIL) throw new Error('hook') })
  it('first', () => { ${ran('first')} })
  describe('inner', () => it('second', () => { ${ran('second')} }))
})
describe('beside', () => { before(() => { ${ran('beside')} }); it('third', () => { ${ran('third')} }) })
`,
        'load.spec.js': `${head}if (process.env.LOAD) throw new Error('load')\nit('loaded', () => { ${ran('loaded')} })\n`,
      })
      const command = [...mocha, 'hook.spec.js', 'load.spec.js']
      const hook = failedIn(await own.record(command, { FAIL: '1' }))
      const load = failedIn(await own.record(command, { LOAD: '1' }))
      expect([...hook, ...load].map(({ kind }) => kind)).toEqual(['hook', 'load'])
      const again = await own.rerun(command, [...hook, ...load])
      expect(again.ran).toEqual(['first', 'loaded', 'second'])
      expect(again.exitCode, again.stderr).toBe(0)
    })

    it.each(['serial', 'parallel'])('is red when the wanted test is not there, %s', async mode => {
      const own = make({ 'a.spec.js': `${head}it('fails', () => assert(!process.env.FAIL))\n` })
      const command = [...mocha, ...(mode === 'parallel' ? ['--parallel', '--jobs=2'] : []), 'a.spec.js']
      const [wanted] = failedIn(await own.record(command, { FAIL: '1' }))
      for (const gone of [{ titlePath: ['gone'] }, { file: 'gone.spec.js' }]) {
        const again = await own.rerun(command, [{ ...wanted!, ...gone }])
        expect(again.exitCode).not.toBe(0)
        expect(['errored', 'not-run']).toContain(Object.values(outcomesOf(again)).join())
      }
    })
  })
})

function withoutTimes(text: string): string {
  return text.replace(/\b\d+(?:ms|s)\b/g, '#')
}
