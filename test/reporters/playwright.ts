import type { Play, RunnerUnderTest } from './scenario-run.ts'
import type { ScenarioName } from './scenarios.ts'

/** Our reporter in Playwright. No test asks for a page, so that no browser is needed. */
export function playwrightRunner(): RunnerUnderTest {
  return runner('playwright', ['--reporter=cd-gate/playwright'])
}

/** Playwright's own `junit` reporter, for the comparison in docs/reporters.md. */
export function playwrightBuiltIn(): RunnerUnderTest {
  return runner('playwright, its own junit', ['--reporter=junit'], {
    PLAYWRIGHT_JUNIT_OUTPUT_FILE: 'reports/junit/playwright.xml',
  })
}

function runner(
  title: string,
  reporter: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunnerUnderTest {
  return {
    title,
    packages: [['@playwright/test', '@playwright/test']],
    play(scenario): Play {
      const { files, args = [], nodeOptions } = projects[scenario]
      const command = ['node_modules/@playwright/test/cli.js', 'test', '--workers=1', ...reporter, ...args]
      return { files, command, env: nodeOptions === undefined ? env : { ...env, NODE_OPTIONS: nodeOptions } }
    },
  }
}

interface Project {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly nodeOptions?: string
}

/** What the tests of every project may need. */
const prelude = `import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
`

function one(body: string, args: readonly string[] = []): Project {
  return { files: { 'src/cart.test.js': `${prelude}${body}` }, args }
}

/** The second of three tests does something final. */
function second(body: string, args: readonly string[] = []): Project {
  return one(
    `test('first', () => {})
test('second', async () => {
  ${body}
})
test('third', () => {})
`,
    args,
  )
}

/** It says that it is in flight, and stays so. */
const endless = `writeFileSync('ready', '')
  await new Promise(resolve => setTimeout(resolve, 60_000))`

const projects: Readonly<Record<ScenarioName, Project>> = {
  passes: one(`test('adds', () => { expect(1 + 1).toBe(2) })
test('skips', () => { test.skip(true, 'no network here') })
test.fixme('divides', () => {})
test.fail('is known to be wrong', () => { expect(1).toBe(2) })
`),
  assertion: one(`test.describe('total', () => {
  test('adds', () => { expect(1 + 1).toBe(2) })
  test('subtracts', () => { expect(3 - 1).toBe(1) })
})
`),
  thrown: one(`test('reads', () => { undefined.name })
`),
  retries: one(
    `test('flaky', ({}, { retry }) => {
  if (retry < 2) throw new Error('attempt ' + (retry + 1))
})
test('broken', ({}, { retry }) => {
  throw new Error('attempt ' + (retry + 1))
})
`,
    ['--retries=2'],
  ),
  'worker-sigkill': second(`process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})`),
  'process-exit-0': second('process.exit(0)'),
  'process-exit-1': second('process.exit(1)'),
  'out-of-memory': {
    ...second('for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))'),
    // The runner and its workers have the same limit; Playwright itself needs half of it.
    nodeOptions: '--max-old-space-size=128',
  },
  bail: {
    files: {
      'src/cart.test.js': `${prelude}test('first', () => { throw new Error('first') })
test('second', () => {})
`,
      'src/pay.test.js': `${prelude}test('third', () => {})
`,
    },
    args: ['--max-failures=1'],
  },
  sigterm: second(endless, ['--timeout=60000']),
  sigint: second(endless, ['--timeout=60000']),
  'hung-test': one(
    `test('hangs', async () => { await new Promise(() => {}) })
test('goes on', () => {})
`,
    ['--timeout=200'],
  ),
  'unhandled-rejection': one(`test('passes', async () => {
  Promise.reject(new Error('behind its back'))
  await new Promise(resolve => setTimeout(resolve, 20))
})
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
  'before-all': one(`test.describe('total', () => {
  test.beforeAll(() => { throw new Error('no database') })
  test('first', () => {})
  test('second', () => {})
})
`),
  'before-each': one(`test.describe('total', () => {
  test.beforeEach(() => { throw new Error('no database') })
  test('first', () => {})
})
`),
  'after-each': one(`test.describe('total', () => {
  test.afterEach(() => { throw new Error('no database') })
  test('first', () => {})
})
`),
  'after-all': one(`test.describe('total', () => {
  test.afterAll(() => { throw new Error('no database') })
  test('first', () => {})
  test('second', () => {})
})
`),
  'global-setup': {
    files: {
      'src/cart.test.js': `${prelude}test('never', () => {})
`,
      'setup.js': `export default function setup() { throw new Error('no database') }
`,
      'playwright.config.js': `export default { globalSetup: './setup.js' }
`,
    },
  },
}
