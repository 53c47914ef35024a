import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf, type TestCase, type TestSuite } from '../../core/test-run.ts'
import { finishReport } from '../../reporters/unfinished.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { mochaRunner } from './mocha.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

type Told = readonly (readonly [name: string, outcome: string, why?: RegExp])[]

/** What each scenario's report holds: cases in the order of the report, with their outcome and what says why. */
const alike: Readonly<Partial<Record<ScenarioName, Told>>> = {
  passes: [
    ['adds', 'passed'],
    ['skips', 'skipped'],
    ['divides', 'skipped'],
    ['multiplies', 'skipped'],
  ],
  assertion: [
    ['adds', 'passed'],
    ['subtracts', 'failed', /^2 == 1$/],
  ],
  thrown: [['reads', 'errored', /Cannot read properties of undefined/]],
  retries: [
    ['flaky', 'flaky', /^attempt 1$/],
    ['broken', 'errored', /^attempt 1$/],
  ],
  'hung-test': [
    ['hangs', 'errored', /^Timeout of 200ms exceeded/],
    ['goes on', 'passed'],
  ],
  'uncaught-exception': [['passes', 'errored', /^behind its back$/]],
  'import-error': [['(load)', 'errored', /Cannot find module .*nothing\.js/]],
  'syntax-error': [['(load)', 'errored', /Unexpected token/]],
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
}

/**
 * Where the tests run in mocha's own process, and where in a worker. What SIGKILL leaves of the one process is for the
 * journal's own tests.
 */
const apart: Readonly<Partial<Record<ScenarioName, { readonly serial?: Told; readonly parallel?: Told }>>> = {
  'worker-sigkill': { parallel: died(/its worker was killed by SIGKILL$/) },
  'out-of-memory': { parallel: died(/its worker was killed by SIGABRT$/) },
  'process-exit-0': { serial: died(/exited with code 0/), parallel: died(/its worker exited with code 0$/) },
  'process-exit-1': { serial: died(/exited with code 1/), parallel: died(/its worker exited with code 1$/) },
  sigterm: { serial: died(/stopped by SIGTERM$/), parallel: died(/stopped by SIGTERM$/) },
  sigint: { serial: died(/stopped by SIGINT$/), parallel: died(/stopped by SIGINT$/) },
  bail: {
    serial: [
      ['first', 'errored', /^first$/],
      ['second', 'not-run', /after 1 failure \(bail\)/],
      ['third', 'not-run', /after 1 failure \(bail\)/],
    ],
  },
  'empty-file': { serial: [['(no tests)', 'errored', /^no test ran/]] },
  'global-setup': {
    serial: [
      ['never', 'not-run', /the global setup failed/],
      ['global setup', 'errored', /^no database$/],
    ],
    parallel: [
      ['(file)', 'not-run', /the global setup failed/],
      ['global setup', 'errored', /^no database$/],
    ],
  },
}

function died(why: RegExp): Told {
  return [
    ['first', 'passed'],
    ['second', 'errored', why],
    ['third', 'not-run', /./],
  ]
}

const all: Played[] = []
afterAll(() => all.forEach(forget))

const modes = [{ parallel: false }, { parallel: true }]
const report = 'reports/junit/mocha.xml'
const texts = new Map<string, string>()

/** Of a run that was killed with SIGKILL, what can be saved of its report. */
function reportOf({ directory, reports }: Played): { readonly xml: string; readonly suites: TestSuite[] } {
  const saved = reports['junit/mocha.xml']
  if (saved === undefined) finishReport(join(directory, report))
  const xml = saved ?? readFileSync(join(directory, report), 'utf8')
  return { xml, suites: [...readXunit([Buffer.from(xml)], report)] }
}

function whyOf({ attempts }: TestCase): string {
  return attempts.map(({ problem, reason }) => problem?.message ?? reason).find(text => text !== '') ?? ''
}

/** The report without what differs from run to run. */
function timeless(xml: string): string {
  return xml.replace(/ (time|timestamp)="[^"]*"/g, '').replace(/^\s+at .*$\n/gm, '')
}

for (const mode of modes) {
  const runner = mochaRunner('mocha', mode)
  const possible = scenarios.filter(({ name }) => !('impossible' in runner.play(name)))

  describe(`cd-gate/mocha, ${runner.title}`, () => {
    it('plays every scenario but those that mocha has not', () => {
      const left = scenarios.filter(each => !possible.includes(each)).map(({ name }) => name)
      expect(left).toEqual(mode.parallel ? ['unhandled-rejection', 'empty-file'] : ['unhandled-rejection'])
    })

    it.each(possible)('$name: $what', async scenario => {
      const played = await play(runner, scenario, runner.play(scenario.name) as Play)
      all.push(played)
      expect(played.exitCode === 0, played.stderr).toBe(scenario.expected === 'green')
      const { xml, suites } = reportOf(played)
      texts.set(`${mode.parallel} ${scenario.name}`, xml.replaceAll(played.directory, ''))
      const cases = suites.flatMap(each => each.cases)
      const red = cases.some(each => /failed|errored/.test(outcomeOf(each)))
      expect(red ? 'red' : 'green').toBe(scenario.expected)
      const told = alike[scenario.name] ?? apart[scenario.name]?.[mode.parallel ? 'parallel' : 'serial']
      if (told === undefined) return
      // What the whole run has to say of its end comes on top.
      expect(cases.filter(({ name }) => name !== '(run)').map(each => [each.name, outcomeOf(each)])).toEqual(
        told.map(([name, outcome]) => [name, outcome]),
      )
      for (const [name, , why = /^$/] of told)
        expect(cases.filter(each => each.name === name).map(whyOf)).toEqual([expect.stringMatching(why)])
    })
  })
}

const same = (Object.keys(alike) as ScenarioName[]).filter(name => name !== 'uncaught-exception')

it.each(same)('serial and parallel write the same report of %s', name => {
  const serial = timeless(texts.get(`false ${name}`) ?? '')
  expect(serial).toContain('<testcase')
  expect(timeless(texts.get(`true ${name}`) ?? '')).toBe(serial)
})

interface Edge {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly serial: Told
  readonly parallel: Told
}

const edges: readonly Edge[] = [
  {
    what: 'no test file is there',
    files: {},
    serial: [['mocha', 'errored', /exited with code 1 before it loaded a test file/]],
    parallel: [['mocha', 'errored', /exited with code 1 before it loaded a test file/]],
  },
  {
    what: 'a test file ends the process while it is loaded',
    files: { 'src/a.test.js': `it('never', () => {})\n`, 'src/b.test.js': 'process.exit(0)\n' },
    serial: [
      ['(load)', 'errored', /the process ended while it loaded the file/],
      ['never', 'not-run', /a test file did not load/],
    ],
    parallel: [
      ['(load)', 'errored', /its worker exited with code 0 while it loaded the file/],
      ['never', 'passed'],
    ],
  },
  {
    what: 'the global teardown fails',
    files: {
      'src/a.test.js': `it('passes', () => {})\n`,
      'teardown.js': `export function mochaGlobalTeardown() { throw new Error('not closed') }\n`,
    },
    args: ['--require', './teardown.js'],
    serial: [
      ['global teardown', 'errored', /^not closed$/],
      ['passes', 'passed'],
    ],
    parallel: [
      ['global teardown', 'errored', /^not closed$/],
      ['passes', 'passed'],
    ],
  },
  {
    what: 'hooks of the root fail, of one file of two',
    files: {
      'src/a.test.js': `it('passes', () => {})\n`,
      'src/b.test.js': `after(() => { throw new Error('not closed') })\nit('passes too', () => {})\n`,
    },
    serial: [
      ['afterAll hook', 'errored', /^not closed$/],
      ['passes', 'passed'],
      ['passes too', 'passed'],
    ],
    parallel: [
      ['afterAll hook', 'errored', /^not closed$/],
      ['passes', 'passed'],
      ['passes too', 'passed'],
    ],
  },
  {
    what: '--delay waits for ever',
    files: { 'src/a.test.js': `it('never', () => {})\nif (process.send) process.exit(1)\n` },
    args: ['--delay'],
    serial: [['never', 'not-run', /exited with code 0 before the run was over/]],
    parallel: [['(load)', 'errored', /its worker exited with code 1/]],
  },
  {
    what: '--forbid-pending meets a pending test',
    files: { 'src/a.test.js': `it('waits')\nit('passes', () => {})\n` },
    args: ['--forbid-pending'],
    serial: [
      ['passes', 'passed'],
      ['waits', 'errored', /Pending test forbidden/],
    ],
    parallel: [
      ['passes', 'passed'],
      ['waits', 'errored', /Pending test forbidden/],
    ],
  },
]

describe.each(modes)('at the edges, parallel: $parallel', ({ parallel }) => {
  it.each(edges)('$what', async ({ files, args = [], serial, parallel: inWorkers }) => {
    const runner = mochaRunner('mocha', { parallel })
    const given = runner.play('passes') as Play
    const command = [...given.command.slice(0, -1), ...args, 'src/*.test.js']
    const played = await play(runner, scenarios[0]!, { ...given, files, command })
    all.push(played)
    expect(played.exitCode, played.stderr).toBe(1)
    const cases = reportOf(played).suites.flatMap(each => each.cases)
    const told = cases.filter(({ name }) => name !== '(run)').toSorted((a, b) => (a.name < b.name ? -1 : 1))
    expect(told.map(each => [each.name, outcomeOf(each), whyOf(each)])).toEqual(
      (parallel ? inWorkers : serial).map(([name, outcome, why = /^$/]) => [
        name,
        outcome,
        expect.stringMatching(why),
      ]),
    )
  })
})
