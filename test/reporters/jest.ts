import type { Play, RunnerUnderTest } from './scenario-run.ts'
import type { ScenarioName } from './scenarios.ts'

/** Where jest runs the test files. It uses no worker for a single file, therefore the projects have two. */
export type Workers = 'workers' | 'in band'

/** Our reporter in jest. */
export function jestRunner(workers: Workers = 'workers'): RunnerUnderTest {
  return runner(`jest 30, ${workers}`, workers, [['jest', 'jest']], ['--reporters=cd-gate/jest'])
}

/** jest-junit, for the comparison in docs/reporters.md. */
export function jestUsual(workers: Workers = 'workers'): RunnerUnderTest {
  return runner(
    `jest 30, jest-junit, ${workers}`,
    workers,
    [
      ['jest', 'jest'],
      ['jest-junit', 'jest-junit'],
    ],
    ['--reporters=jest-junit'],
  )
}

function runner(
  title: string,
  workers: Workers,
  packages: RunnerUnderTest['packages'],
  reporter: readonly string[],
): RunnerUnderTest {
  return {
    title,
    packages,
    play(scenario): Play | { readonly impossible: string } {
      const project = projects[scenario]
      if (typeof project === 'string') return { impossible: project }
      const { files, args = [], env = {} } = project
      // Workers would run the files side by side, and none would be left to stop before.
      const where = workers === 'workers' && scenario !== 'bail' ? '--maxWorkers=2' : '--runInBand'
      const command = ['node_modules/jest/bin/jest.js', '--ci', '--no-cache', where]
      return {
        files: { 'package.json': '{}', ...files },
        command: [...command, '--reporters=default', ...reporter, ...args],
        env: { JEST_JUNIT_OUTPUT_DIR: 'reports/junit', ...env },
      }
    },
  }
}

interface Project {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const prelude = `const { writeFileSync } = require('node:fs')
`

function one(body: string, args: readonly string[] = []): Project {
  return {
    files: { 'src/cart.test.js': `${prelude}${body}`, 'src/pay.test.js': `test('pays', () => {})\n` },
    args,
  }
}

/** The second of three tests does something final. */
function second(body: string, args?: readonly string[]): Project {
  return one(
    `test('first', () => {})
test('second', async () => {
  await new Promise(resolve => setTimeout(resolve, 250))
  ${body}
}, 60_000)
test('third', () => {})
`,
    args,
  )
}

/** It says that it is in flight, and stays so. */
const endless = `writeFileSync('ready', '')
  await new Promise(resolve => setTimeout(resolve, 60_000))`

const projects: Readonly<Record<ScenarioName, Project | string>> = {
  passes: one(`test('adds', () => { expect(1 + 1).toBe(2) })
test.skip('skips', () => {})
test.todo('divides')
test.failing('is known to be wrong', () => { expect(1).toBe(2) })
`),
  assertion: one(`describe('total', () => {
  test('adds', () => { expect(1 + 1).toBe(2) })
  test('subtracts', () => { expect(3 - 1).toBe(1) })
})
`),
  thrown: one(`test('reads', () => { undefined.name })
`),
  retries: one(`jest.retryTimes(2)
let flaky = 0
test('flaky', () => {
  flaky += 1
  if (flaky < 3) throw new Error('attempt ' + flaky)
})
let broken = 0
test('broken', () => {
  broken += 1
  throw new Error('attempt ' + broken)
})
`),
  'worker-sigkill': second(`process.kill(process.pid, 'SIGKILL')`),
  'process-exit-0': second('process.exit(0)'),
  'process-exit-1': second('process.exit(1)'),
  'out-of-memory': {
    ...second('for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))'),
    env: { NODE_OPTIONS: '--max-old-space-size=128' },
  },
  bail: {
    files: {
      'src/cart.test.js': `${prelude}// The larger file runs first.
test('first', () => { throw new Error('first') })
test('second', () => {})
`,
      'src/pay.test.js': `test('third', () => {})\n`,
    },
    args: ['--bail'],
  },
  sigterm: second(endless),
  sigint: second(endless),
  'hung-test': one(`test('hangs', async () => { await new Promise(() => {}) }, 200)
test('goes on', () => {})
`),
  'unhandled-rejection': one(
    `test('passes', async () => {
  Promise.reject(new Error('behind its back'))
  await new Promise(resolve => setTimeout(resolve, 20))
})
`,
  ),
  'uncaught-exception': one(`test('passes', async () => {
  setTimeout(() => { throw new Error('behind its back') }, 0)
  await new Promise(resolve => setTimeout(resolve, 20))
})
`),
  'import-error': one(`require('./nothing.js')
test('never', () => {})
`),
  'syntax-error': one(`test('never', () => { const = })
`),
  'empty-file': { files: { 'src/cart.test.js': '' } },
  'before-all': one(`describe('total', () => {
  beforeAll(() => { throw new Error('no database') })
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
  afterAll(() => { throw new Error('no database') })
  test('first', () => {})
  test('second', () => {})
})
`),
  'global-setup': 'jest makes its reporters after its global setup',
}
