import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf, type TestCase } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { vitestRunner } from './vitest.ts'

const runner = vitestRunner('vitest')

/** What each scenario's report holds: cases in the order of the report, with their outcome and what says why. */
const expected: Readonly<Record<ScenarioName, readonly (readonly [string, string, RegExp?])[]>> = {
  passes: [
    ['adds', 'passed'],
    ['skips', 'skipped', /^no network here$/],
    ['divides', 'skipped', /^todo$/],
    ['is known to be wrong', 'passed'],
  ],
  assertion: [
    ['adds', 'passed'],
    ['subtracts', 'failed', /expected 2 to be 1/],
  ],
  thrown: [['reads', 'errored', /Cannot read properties of undefined/]],
  retries: [
    ['flaky', 'flaky', /attempt 1\n.*attempt 2/],
    ['broken', 'errored', /attempt 1\n.*attempt 2\n.*attempt 3/],
  ],
  'worker-sigkill': died(/did not finish: worker exited unexpectedly/),
  'process-exit-0': exited('0'),
  'process-exit-1': exited('1'),
  'out-of-memory': died(/did not finish: worker exited unexpectedly/),
  bail: [
    ['first', 'errored', /first$/],
    ['second', 'not-run', /the run stopped after 1 failure \(bail\)/],
    ['(load)', 'not-run', /the run stopped after 1 failure \(bail\)/],
  ],
  sigterm: [...died(/did not finish: .*(SIGTERM|143)/), ['(run)', 'errored', /SIGTERM|143/]],
  sigint: [...died(/did not finish: .*(SIGINT|130)/), ['(run)', 'errored', /SIGINT|130/]],
  'hung-test': [
    ['hangs', 'errored', /timed out in 200ms/],
    ['goes on', 'passed'],
  ],
  'unhandled-rejection': [
    ['passes', 'passed'],
    ['unhandled rejection', 'errored', /behind its back$/],
  ],
  'uncaught-exception': [
    ['passes', 'passed'],
    ['uncaught exception', 'errored', /behind its back$/],
  ],
  'import-error': [['(load)', 'errored', /Cannot find module '\.\/nothing\.js'/]],
  'syntax-error': [['(load)', 'errored', /Parse failure/]],
  'empty-file': [['(load)', 'errored', /No test suite found/]],
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
  'global-setup': [
    ['(load)', 'not-run', /the run ended before it was loaded/],
    ['global setup', 'errored', /no database/],
  ],
}

function died(why: RegExp): readonly (readonly [string, string, RegExp?])[] {
  return [
    ['first', 'passed'],
    ['second', 'errored', why],
    ['third', 'not-run', /./],
  ]
}

function exited(code: string): readonly (readonly [string, string, RegExp?])[] {
  return [
    ['first', 'passed'],
    ['second', 'errored', new RegExp(`process\\.exit unexpectedly called with "${code}"`)],
    ['third', 'passed'],
  ]
}

describe('cd-gate/vitest', () => {
  const all: Played[] = []
  afterAll(() => all.forEach(forget))

  it.each(scenarios)('tells $name: $what', async scenario => {
    const played = await play(runner, scenario, runner.play(scenario.name) as Play)
    all.push(played)
    expect(Object.keys(played.reports), played.stderr).toEqual(['junit/vitest.xml'])
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
})

function casesOf({ reports }: Played): readonly TestCase[] {
  return Object.entries(reports).flatMap(([name, xml]) =>
    [...readXunit([Buffer.from(xml)], name)].flatMap(({ cases }) => cases),
  )
}

function whyOf({ attempts }: TestCase): string {
  return attempts.flatMap(({ problem, reason }) => problem?.message ?? (reason || [])).join('\n')
}
