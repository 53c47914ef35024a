import type { Play, RunnerUnderTest } from './scenario-run.ts'
import type { ScenarioName } from './scenarios.ts'

/** Our reporter in vitest, which is installed as `alias`. */
export function vitestRunner(alias: string): RunnerUnderTest {
  return runner(alias, alias, ['--reporter=cd-gate/vitest'])
}

/** vitest's own `junit` reporter, for the comparison in docs/reporters.md. */
export function vitestBuiltIn(alias: string): RunnerUnderTest {
  return runner(`${alias}, its own junit`, alias, ['--reporter=junit', `--outputFile=${report}`])
}

const report = 'reports/junit/vitest.xml'

function runner(title: string, alias: string, reporter: readonly string[]): RunnerUnderTest {
  return {
    title,
    packages: [['vitest', alias]],
    play(scenario): Play {
      const { files, args = [] } = projects[scenario]
      const command = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...reporter, ...args]
      return { files, command }
    },
  }
}

interface Project {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

/** What the tests of every project may need. */
const prelude = `import { writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
`

function one(body: string, config = ''): Project {
  const configFile: Record<string, string> =
    config === '' ? {} : { 'vitest.config.js': `export default { test: { ${config} } }` }
  return { files: { 'src/cart.test.js': `${prelude}${body}`, ...configFile } }
}

/**
 * The second of three tests does something final. vitest's workers tell what they did at most every 100 ms, and what falls
 * into the same millisecond as the last telling is told with the next event only: with a hook before each test, which
 * lasts longer than that, and a wait in the test itself, all has been told that only the dying process would know else.
 */
function second(body: string, config = ''): Project {
  return one(
    `beforeEach(async () => { await new Promise(resolve => setTimeout(resolve, 150)) })
test('first', () => {})
test('second', async () => {
  await new Promise(resolve => setTimeout(resolve, 250))
  ${body}
})
test('third', () => {})
`,
    config,
  )
}

/** It says that it is in flight, and stays so. */
const endless = `writeFileSync('ready', '')
  await new Promise(resolve => setTimeout(resolve, 60_000))`

const projects: Readonly<Record<ScenarioName, Project>> = {
  passes: one(`test('adds', () => { expect(1 + 1).toBe(2) })
test('skips', context => { context.skip('no network here') })
test.todo('divides')
test.fails('is known to be wrong', () => { expect(1).toBe(2) })
`),
  assertion: one(`describe('total', () => {
  test('adds', () => { expect(1 + 1).toBe(2) })
  test('subtracts', () => { expect(3 - 1).toBe(1) })
})
`),
  thrown: one(`test('reads', () => { undefined.name })
`),
  retries: one(`let flaky = 0
test('flaky', { retry: 2 }, () => {
  flaky += 1
  if (flaky < 3) throw new Error('attempt ' + flaky)
})
let broken = 0
test('broken', { retry: 2 }, () => {
  broken += 1
  throw new Error('attempt ' + broken)
})
`),
  'worker-sigkill': second(`process.kill(process.pid, 'SIGKILL')`, `pool: 'forks'`),
  'process-exit-0': second('process.exit(0)'),
  'process-exit-1': second('process.exit(1)'),
  'out-of-memory': second(
    'for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))',
    `pool: 'forks', execArgv: ['--max-old-space-size=64'], poolOptions: { forks: { execArgv: ['--max-old-space-size=64'] } }`,
  ),
  bail: {
    files: {
      'src/cart.test.js': `${prelude}// The larger file runs first.
test('first', () => { throw new Error('first') })
test('second', () => {})
`,
      'src/pay.test.js': `import { test } from 'vitest'
test('third', () => {})
`,
    },
    args: ['--bail=1', '--no-file-parallelism'],
  },
  sigterm: second(endless, 'testTimeout: 60_000'),
  sigint: second(endless, 'testTimeout: 60_000'),
  'hung-test': one(
    `test('hangs', async () => { await new Promise(() => {}) })
test('goes on', () => {})
`,
    'testTimeout: 200',
  ),
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
  'global-setup': {
    files: {
      'src/cart.test.js': `${prelude}test('never', () => {})\n`,
      'setup.js': `export function setup() { throw new Error('no database') }\n`,
      'vitest.config.js': `export default { test: { globalSetup: './setup.js' } }\n`,
    },
  },
}
