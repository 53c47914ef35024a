import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf, type TestCase } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { jestRunner } from './jest.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

const runner = jestRunner()

type Told = readonly (readonly [name: string, outcome: string, why?: RegExp])[]

/** What each scenario's report holds beside the other file's one test, in the order of the report. */
const expected: Readonly<Partial<Record<ScenarioName, Told>>> = {
  passes: [
    ['adds', 'passed'],
    ['divides', 'skipped', /^todo$/],
    ['is known to be wrong', 'passed'],
    ['skips', 'skipped'],
  ],
  assertion: [
    ['adds', 'passed'],
    ['subtracts', 'failed', /toBe/],
  ],
  thrown: [['reads', 'errored', /Cannot read properties of undefined/]],
  retries: [
    ['flaky', 'flaky', /attempt 1\nattempt 2/],
    ['broken', 'errored', /attempt 1\nattempt 2\nattempt 3/],
  ],
  // jest tells of a test when it starts: of the third nothing is known.
  'worker-sigkill': died(/^did not finish: A jest worker process .*SIGKILL/),
  'process-exit-0': died(/^did not finish: A jest worker process .*exitCode=0/),
  // jest begins such a file anew, three times.
  'process-exit-1': died(/^did not finish: Jest worker encountered 4 child process exceptions/),
  'out-of-memory': died(/^did not finish: Jest worker ran out of memory/),
  bail: [
    ['first', 'errored', /^first$/],
    ['second', 'passed'],
    ['bail', 'errored', /the run stopped after 1 failed test \(bail\): 1 of 2 test files did not run/],
  ],
  sigterm: [...died(/^did not finish: .*SIGTERM/), ['(run)', 'errored', /SIGTERM/]],
  sigint: [...died(/^did not finish: .*SIGINT/), ['(run)', 'errored', /SIGINT/]],
  'hung-test': [
    ['hangs', 'errored', /Exceeded timeout of 200 ms/],
    ['goes on', 'passed'],
  ],
  'unhandled-rejection': [['passes', 'errored', /^behind its back$/]],
  'uncaught-exception': [['passes', 'errored', /^behind its back$/]],
  'import-error': [['(load)', 'errored', /Cannot find module '\.\/nothing\.js'/]],
  'syntax-error': [['(load)', 'errored', /Unexpected token/]],
  'empty-file': [['(load)', 'errored', /must contain at least one test/]],
  'before-all': [
    ['first', 'not-run', /its beforeAll hook failed/],
    ['second', 'not-run', /its beforeAll hook failed/],
    ['beforeAll hook', 'errored', /no database/],
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
    ['afterAll hook', 'errored', /no database/],
  ],
}

function died(why: RegExp): Told {
  return [
    ['first', 'passed'],
    ['second', 'errored', why],
  ]
}

const possible = scenarios.filter(({ name }) => !('impossible' in runner.play(name)))

describe('cd-gate/jest', () => {
  const all: Played[] = []
  afterAll(() => all.forEach(forget))

  it('plays every scenario but a failing global setup, before which jest makes no reporter', () => {
    const names = possible.map(({ name }) => name)
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted())
    expect(scenarios.map(({ name }) => name).filter(name => !names.includes(name))).toEqual(['global-setup'])
  })

  it.each(possible)('tells $name: $what', async scenario => {
    const played = await play(runner, scenario, runner.play(scenario.name) as Play)
    all.push(played)
    expect(Object.keys(played.reports), played.stderr).toEqual(['junit/jest.xml'])
    const cases = casesOf(played)
    const red = cases.some(each => ['failed', 'errored'].includes(outcomeOf(each)))
    expect({ red, exit: played.exitCode === 0 ? 'zero' : 'other' }).toEqual(
      scenario.expected === 'red' ? { red: true, exit: 'other' } : { red: false, exit: 'zero' },
    )
    const own = cases.filter(({ file }) => file !== 'src/pay.test.js')
    // A busy machine makes jest tell a todo after what follows it.
    const byName = <Named extends { readonly name: string }>(all: readonly Named[]) =>
      all.toSorted((one, other) => (one.name < other.name ? -1 : 1))
    expect(byName(own).map(each => [each.name, outcomeOf(each), whyOf(each)])).toEqual(
      byName((expected[scenario.name] ?? []).map(([name, outcome, why]) => ({ name, outcome, why }))).map(
        ({ name, outcome, why }) => [name, outcome, why ? expect.stringMatching(why) : ''],
      ),
    )
  })
})

function casesOf({ reports }: Played): readonly TestCase[] {
  return Object.entries(reports).flatMap(([name, xml]) =>
    [...readXunit([Buffer.from(xml)], name)].flatMap(({ cases }) => cases),
  )
}

function whyOf({ attempts }: TestCase): string {
  return attempts.flatMap(({ problem, reason }) => problem?.message ?? (reason || [])).join('\n')
}
