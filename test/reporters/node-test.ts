import type { Play, RunnerUnderTest } from './scenario-run.ts'
import type { ScenarioName } from './scenarios.ts'

/** Whether each test file has a process of its own (the default), or all share the runner's (from Node 22 on). */
export type Isolation = 'process' | 'none'

/** Our reporter in node:test of the Node that plays, whose major version is `major`. */
export function nodeTestRunner(major: number, isolation: Isolation = 'process'): RunnerUnderTest {
  return runner(`node:test ${major}`, major, isolation, [
    '--test-reporter=cd-gate/node-test',
    '--test-reporter-destination=stdout',
  ])
}

/** node:test's own `junit` reporter, for the comparison in docs/reporters.md. */
export function nodeTestBuiltIn(major: number, isolation: Isolation = 'process'): RunnerUnderTest {
  return runner(`node:test ${major}, its own junit`, major, isolation, [
    '--test-reporter=junit',
    `--test-reporter-destination=${report}`,
  ])
}

const report = 'reports/junit/node-test.xml'

function runner(
  title: string,
  major: number,
  isolation: Isolation,
  reporter: readonly string[],
): RunnerUnderTest {
  const shared = isolation === 'none'
  const isolated = major === 22 ? '--experimental-test-isolation=none' : '--test-isolation=none'
  return {
    title: shared ? `${title}, isolation none` : title,
    packages: [],
    play(scenario): Play | { readonly impossible: string } {
      const project = projects[scenario](shared)
      if (typeof project === 'string') return { impossible: project }
      const files = { ...project.files, 'reports/junit/.keep': '' }
      const spec = ['--test-reporter=spec', '--test-reporter-destination=stdout']
      const args = [...(project.args ?? []), ...(shared ? [isolated] : [])]
      const tests = Object.keys(files).filter(path => path.endsWith('.test.js'))
      return { files, command: ['--test', ...spec, ...reporter, ...args, ...tests] }
    },
  }
}

interface Project {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

/** A project, or why there is none. */
type Played = (shared: boolean) => Project | string

const prelude = `import assert from 'node:assert'
import { writeFileSync } from 'node:fs'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
`

function one(body: string, more: Omit<Project, 'files'> = {}): Played {
  return () => ({ files: { 'src/cart.test.js': `${prelude}${body}` }, ...more })
}

/** The second of three tests does something final. */
function second(body: string, more?: Omit<Project, 'files'>): Played {
  return one(
    `test('first', () => {})
test('second', async () => {
  await new Promise(resolve => setTimeout(resolve, 250))
  ${body}
})
test('third', () => {})
`,
    more,
  )
}

/** It says that it is in flight, and stays so. */
const endless = `writeFileSync('ready', '')
  await new Promise(resolve => setTimeout(resolve, 60_000))`

const projects: Readonly<Record<ScenarioName, Played>> = {
  passes: one(`test('adds', () => { assert.equal(1 + 1, 2) })
test('skips', t => { t.skip('no network here') })
test.todo('divides')
if (test.expectFailure) test('is known to be wrong', { expectFailure: true }, () => { assert.equal(1, 2) })
`),
  assertion: one(`describe('total', () => {
  test('adds', () => { assert.equal(1 + 1, 2) })
  test('subtracts', () => { assert.equal(3 - 1, 1) })
})
`),
  thrown: one(`test('reads', () => { undefined.name })
`),
  retries: () => 'node:test repeats tests only from one run to the next (--test-rerun-failures)',
  'worker-sigkill': second(`process.kill(process.pid, 'SIGKILL')`),
  'process-exit-0': second('process.exit(0)'),
  'process-exit-1': second('process.exit(1)'),
  'out-of-memory': second('for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))', {
    args: ['--max-old-space-size=64'],
  }),
  bail: () => 'node:test has no bail',
  sigterm: second(endless),
  sigint: second(endless),
  'hung-test': one(`test('hangs', { timeout: 200 }, t => new Promise(() => {
  const alive = setInterval(() => {}, 1000)
  t.signal.addEventListener('abort', () => clearInterval(alive))
}))
test('goes on', () => {})
`),
  'unhandled-rejection': one(`test('passes', () => { Promise.reject(new Error('behind its back')) })
`),
  'uncaught-exception': one(`test('passes', async () => {
  setTimeout(() => { throw new Error('behind its back') }, 0)
  await new Promise(resolve => setTimeout(resolve, 20))
})
`),
  'import-error': one(`import './nothing.js'
test('never', () => {})
`),
  'syntax-error': one(`test('never', () => { const = })
`),
  'empty-file': one(''),
  'before-all': one(`describe('total', () => {
  before(() => { throw new Error('no database') })
  test('first', () => {})
  test('second', () => {})
})
`),
  'before-each': one(`describe('total', () => {
  beforeEach(() => { throw new Error('no database') })
  test('first', () => {})
})
`),
  'after-each': one(`describe('total', () => {
  afterEach(() => { throw new Error('no database') })
  test('first', () => {})
})
`),
  'after-all': one(`describe('total', () => {
  after(() => { throw new Error('no database') })
  test('first', () => {})
  test('second', () => {})
})
`),
  'global-setup': () => 'node:test loads no reporter before its global setup is done',
}
