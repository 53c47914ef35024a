import type { Play, RunnerUnderTest } from './scenario-run.ts'
import type { ScenarioName } from './scenarios.ts'

export interface MochaMode {
  readonly parallel: boolean
}

/** Our reporter in mocha, which is installed as `alias`. */
export function mochaRunner(alias: string, { parallel }: MochaMode): RunnerUnderTest {
  return runner(titleOf(alias, parallel), alias, parallel, [], ['--reporter', 'cd-gate/mocha'])
}

/** What mocha's users have today, for the comparison in docs/reporters.md. */
export function mochaUsual(
  alias: string,
  reporter: 'xunit' | 'mocha-junit-reporter',
  { parallel }: MochaMode = { parallel: false },
): RunnerUnderTest {
  const title = `${titleOf(alias, parallel)}, ${reporter === 'xunit' ? 'its own xunit' : reporter}`
  const file = reporter === 'xunit' ? `output=${report}` : `mochaFile=${report}`
  return runner(title, alias, parallel, reporter === 'xunit' ? [] : [reporter], [
    '--reporter',
    reporter,
    '--reporter-option',
    file,
  ])
}

const report = 'reports/junit/mocha.xml'

function titleOf(alias: string, parallel: boolean): string {
  return parallel ? `${alias} --parallel` : alias
}

function runner(
  title: string,
  alias: string,
  parallel: boolean,
  packages: readonly string[],
  reporter: readonly string[],
): RunnerUnderTest {
  return {
    title,
    packages: [['mocha', alias], ...packages.map(name => [name, name] as const)],
    play(scenario): Play | { readonly impossible: string } {
      if (parallel && scenario === 'empty-file')
        return { impossible: 'mocha --parallel takes no notice of --fail-zero' }
      if (scenario === 'unhandled-rejection')
        return { impossible: 'mocha takes no notice of an unhandled rejection: the run passes' }
      const { files, args = [] } = projects[scenario]
      // One job is not parallel for mocha.
      const mode = parallel ? ['--parallel', '--jobs=2'] : []
      return {
        files,
        command: ['node_modules/mocha/bin/mocha.js', ...mode, ...reporter, ...args, 'src/*.test.js'],
        // mocha looks for a reporter where mocha really is; these packages are links.
        env: { NODE_PATH: 'node_modules' },
      }
    },
  }
}

interface Project {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

const prelude = `import assert from 'node:assert'
import { writeFileSync } from 'node:fs'
`

function one(body: string, ...args: readonly string[]): Project {
  return { files: { 'src/cart.test.js': `${prelude}${body}` }, args }
}

/** The second of three tests does something final. */
function second(body: string, ...args: readonly string[]): Project {
  return one(
    `it('first', () => {})
it('second', async () => {
  ${body}
})
it('third', () => {})
`,
    ...args,
  )
}

/** It says that it is in flight, and stays so. */
const endless = `writeFileSync('ready', '')
  await new Promise(resolve => setTimeout(resolve, 60_000))`

const projects: Readonly<Record<ScenarioName, Project>> = {
  passes: one(`it('adds', () => { assert.equal(1 + 1, 2) })
it('skips', function () { this.skip() })
it('divides')
it.skip('multiplies', () => {})
`),
  assertion: one(`describe('total', () => {
  it('adds', () => { assert.equal(1 + 1, 2) })
  it('subtracts', () => { assert.equal(3 - 1, 1) })
})
`),
  thrown: one(`it('reads', () => { undefined.name })
`),
  retries: one(`let flaky = 0
it('flaky', () => {
  flaky += 1
  if (flaky < 3) throw new Error('attempt ' + flaky)
}).retries(2)
let broken = 0
it('broken', () => {
  broken += 1
  throw new Error('attempt ' + broken)
}).retries(2)
`),
  'worker-sigkill': second(`process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})`),
  'process-exit-0': second('process.exit(0)'),
  'process-exit-1': second('process.exit(1)'),
  'out-of-memory': second(
    'for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))',
    '--max-old-space-size=64',
  ),
  bail: {
    files: {
      'src/cart.test.js': `it('first', () => { throw new Error('first') })
it('second', () => {})
`,
      'src/pay.test.js': `it('third', () => {})
`,
    },
    args: ['--bail'],
  },
  sigterm: second(endless, '--timeout=60000'),
  sigint: second(endless, '--timeout=60000'),
  'hung-test': one(
    `it('hangs', async () => { await new Promise(() => {}) })
it('goes on', () => {})
`,
    '--timeout=200',
  ),
  'unhandled-rejection': one(`it('passes', () => { Promise.reject(new Error('behind its back')) })
`),
  'uncaught-exception': one(`it('passes', async () => {
  setTimeout(() => { throw new Error('behind its back') }, 0)
  await new Promise(resolve => setTimeout(resolve, 20))
})
`),
  'import-error': one(`import './nothing.js'
it('never', () => {})
`),
  'syntax-error': one(`it('never', () => { const = })
`),
  'empty-file': { files: { 'src/cart.test.js': '' }, args: ['--fail-zero'] },
  'before-all': one(`describe('total', () => {
  before(() => { throw new Error('no database') })
  it('first', () => {})
  it('second', () => {})
})
`),
  'before-each': one(`describe('total', () => {
  beforeEach(() => { throw new Error('no database') })
  it('first', () => {})
})
`),
  'after-each': one(`describe('total', () => {
  afterEach(() => { throw new Error('no database') })
  it('first', () => {})
})
`),
  'after-all': one(`describe('total', () => {
  after(() => { throw new Error('no database') })
  it('first', () => {})
  it('second', () => {})
})
`),
  'global-setup': {
    files: {
      'src/cart.test.js': `it('never', () => {})\n`,
      'setup.js': `export function mochaGlobalSetup() { throw new Error('no database') }\n`,
    },
    args: ['--require', './setup.js'],
  },
}
