import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf, type TestCase } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { playwrightRunner } from './playwright.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

const runner = playwrightRunner()

type Told = readonly (readonly [name: string, outcome: string, why?: RegExp])[]

/** What each scenario's report holds: cases in the order of the report, with their outcome and what says why. */
const expected: Readonly<Record<ScenarioName, Told>> = {
  passes: [
    ['adds', 'passed'],
    ['skips', 'skipped', /^no network here$/],
    ['divides', 'skipped', /^fixme$/],
    ['is known to be wrong', 'passed'],
  ],
  assertion: [
    ['adds', 'passed'],
    ['subtracts', 'failed', /^expect\(received\)\.toBe\(expected\)/],
  ],
  thrown: [['reads', 'errored', /Cannot read properties of undefined/]],
  retries: [
    ['flaky', 'flaky', /^attempt 1\nattempt 2$/],
    ['broken', 'errored', /^attempt 1\nattempt 2\nattempt 3$/],
  ],
  'worker-sigkill': died(/^did not finish: the worker process exited .*signal=SIGKILL/),
  'process-exit-0': died(/^did not finish: the worker process exited .*code=0/),
  'process-exit-1': died(/^did not finish: the worker process exited .*code=1/),
  'out-of-memory': died(/^did not finish: the worker process exited .*signal=SIGABRT/),
  bail: [
    ['first', 'errored', /^first$/],
    ['second', 'not-run', /the run stopped after 1 failure \(--max-failures\)/],
    ['third', 'not-run', /the run stopped after 1 failure \(--max-failures\)/],
  ],
  sigterm: stopped(/SIGTERM/),
  sigint: stopped(/the run was interrupted/),
  'hung-test': [
    ['hangs', 'errored', /^Test timeout of 200ms exceeded/],
    ['goes on', 'passed'],
  ],
  'unhandled-rejection': [['passes', 'errored', /^behind its back$/]],
  'uncaught-exception': [['passes', 'errored', /^behind its back$/]],
  'import-error': [
    ['(load)', 'errored', /^Cannot find module 'src\/nothing\.js' imported from src\/cart\.test\.js/],
  ],
  'syntax-error': [['(load)', 'errored', /Unexpected token \(3:28\)/]],
  'empty-file': [['(no tests)', 'errored', /No tests found/]],
  'before-all': [
    ['first', 'not-run', /its beforeAll hook failed/],
    ['second', 'not-run', /its beforeAll hook failed/],
    ['beforeAll hook', 'errored', /^no database$/],
  ],
  'before-each': [
    ['first', 'not-run', /its beforeEach hook failed/],
    ['beforeEach hook for "first"', 'errored', /no database/],
  ],
  'after-each': [
    ['first', 'passed'],
    ['afterEach hook for "first"', 'errored', /no database/],
  ],
  'after-all': [
    ['first', 'passed'],
    ['second', 'passed'],
    ['afterAll hook', 'errored', /^no database$/],
  ],
  'global-setup': [['global setup', 'errored', /^no database$/]],
}

/** Playwright goes on in a new worker. */
function died(why: RegExp): Told {
  return [
    ['first', 'passed'],
    ['second', 'errored', why],
    ['third', 'passed'],
  ]
}

function stopped(why: RegExp): Told {
  return [
    ['first', 'passed'],
    ['second', 'errored', new RegExp(`^did not finish: .*${why.source}`)],
    ['third', 'not-run', why],
    ['(run)', 'errored', why],
  ]
}

describe('cd-gate/playwright', () => {
  const all: Played[] = []
  afterAll(() => all.forEach(forget))

  it.each(scenarios)('tells $name: $what', async scenario => {
    const played = await play(runner, scenario, runner.play(scenario.name) as Play)
    all.push(played)
    expect(Object.keys(played.reports), played.stderr).toEqual(['junit/playwright.xml'])
    const cases = casesOf(played)
    const red = cases.some(each => ['failed', 'errored'].includes(outcomeOf(each)))
    expect({ red, exit: played.exitCode === 0 ? 'zero' : 'other' }).toEqual(
      scenario.expected === 'red' ? { red: true, exit: 'other' } : { red: false, exit: 'zero' },
    )
    expect(cases.map(each => [each.name, outcomeOf(each), whyOf(each)])).toEqual(
      expected[scenario.name].map(([name, outcome, why]) => [
        name,
        outcome,
        why ? expect.stringMatching(why) : '',
      ]),
    )
  })

  it('refuses a bad option before any test runs', async () => {
    const passes = runner.play('passes') as Play
    const played = await play(runner, scenarios[0]!, {
      ...passes,
      env: { CD_GATE_REPORTERS_PROFILE: 'hudson' },
    })
    all.push(played)
    expect(played.exitCode).toBe(1)
    expect(played.stderr).toMatch(/CD_GATE_REPORTERS_PROFILE: "hudson" is not one of/)
    expect(played.stdout).not.toMatch(/Running/)
    expect(played.reports).toEqual({
      'junit/playwright.xml': expect.stringContaining('&quot;hudson&quot; is not one of'),
    })
  })

  it('leaves no report of a list of tests', async () => {
    const passes = runner.play('passes') as Play
    const played = await play(runner, scenarios[0]!, { ...passes, command: [...passes.command, '--list'] })
    all.push(played)
    expect([played.exitCode, played.reports]).toEqual([0, {}])
    expect(played.stdout).toMatch(/Total: 4 tests in 1 file/)
  })

  it('tells projects, repeats, serial groups, failed dependencies, soft errors and what was attached', async () => {
    const played = await play(runner, scenarios[0]!, rich)
    all.push(played)
    const told = casesOf(played)
    expect(told.map(each => [each.classname, each.name, outcomeOf(each)])).toEqual(
      richlyTold.map(line => line.split(' | ')),
    )
    const attached = told.find(({ name }) => name === 'attaches')
    expect(attached?.properties).toEqual(
      expect.arrayContaining([
        { name: 'tag', value: 'smoke' },
        { name: 'annotation.issue', value: '7' },
      ]),
    )
    expect(attached?.attempts[0].stdout).toMatch(/^seen\n/)
    expect(attached?.attempts[0].problem?.detail).toMatch(/1 of 2: [\s\S]*2 of 2: /)
    expect(attached?.attachments).toContainEqual(
      expect.stringMatching(/cd-gate-attachments\/[0-9a-f]{32}\.txt$/),
    )
  })
})

const rich: Play = {
  command: ['node_modules/@playwright/test/cli.js', 'test'],
  files: {
    'playwright.config.js': `export default {
  workers: 1,
  testDir: 'e2e',
  reporter: [['list'], ['cd-gate/playwright', { output: 'reports/all.xml' }]],
  projects: [
    { name: 'login', testMatch: /login/ },
    { name: 'web', testMatch: /shop/, repeatEach: 2 },
    { name: 'later', testMatch: /shop/, dependencies: ['login'] },
  ],
}
`,
    'e2e/login.spec.js': `import { test } from '@playwright/test'
test('logs in', () => { throw new Error('no such user') })
`,
    'e2e/shop.spec.js': `import { expect, test } from '@playwright/test'
test('attaches', { tag: '@smoke', annotation: { type: 'issue', description: '7' } }, async ({}, info) => {
  console.log('seen')
  await info.attach('note', { body: 'hello', contentType: 'text/plain' })
  expect.soft(1).toBe(2)
  expect.soft(3).toBe(4)
})
test.describe.serial('cart', () => {
  test('fills', () => { throw new Error('full') })
  test('empties', () => {})
})
`,
  },
}

const richlyTold = [
  'login.e2e.login_spec | logs in | errored',
  'web.e2e.shop_spec | attaches | failed',
  'web.e2e.shop_spec.cart | fills | errored',
  'web.e2e.shop_spec.cart | empties | not-run',
  'web.e2e.shop_spec | attaches #2 | failed',
  'web.e2e.shop_spec.cart | fills #2 | errored',
  'web.e2e.shop_spec.cart | empties #2 | not-run',
  'later.e2e.shop_spec | attaches | not-run',
  'later.e2e.shop_spec.cart | fills | not-run',
  'later.e2e.shop_spec.cart | empties | not-run',
]

function casesOf({ reports }: Played): readonly TestCase[] {
  return Object.entries(reports).flatMap(([name, xml]) =>
    [...readXunit([Buffer.from(xml)], name)].flatMap(({ cases }) => cases),
  )
}

function whyOf({ attempts }: TestCase): string {
  return attempts.flatMap(({ problem, reason }) => problem?.message ?? (reason || [])).join('\n')
}
