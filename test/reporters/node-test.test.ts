import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf, type TestCase } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { nodeTestRunner } from './node-test.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

const node = process.env.CD_GATE_TEST_NODE ?? process.execPath
const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
const major = Number(/\d+/.exec(version)?.[0])
const runner = nodeTestRunner(major)

type Told = readonly (readonly [name: string, outcome: string, why?: RegExp])[]

/** What each scenario's report holds: cases in the order of the report, with their outcome and what says why. */
const expected: Readonly<Partial<Record<ScenarioName, Told>>> = {
  passes: [
    ['adds', 'passed'],
    ['skips', 'skipped', /^no network here$/],
    ['divides', 'skipped', /^todo$/],
  ],
  assertion: [
    ['adds', 'passed'],
    ['subtracts', 'failed', /2 == 1/],
  ],
  thrown: [['reads', 'errored', /Cannot read properties of undefined/]],
  'worker-sigkill': died(/^did not finish: killed by SIGKILL$/),
  'process-exit-0': died(/^did not finish: exit code 0 before its tests were done/),
  'process-exit-1': died(/^did not finish: exit code 1$/),
  'out-of-memory': died(/^did not finish: out of memory, killed by SIGABRT$/),
  sigterm: [...died(/^did not finish: the run was (interrupted|stopped)/), ['(run)', 'errored', /./]],
  sigint: [...died(/^did not finish: the run was (interrupted|stopped)/), ['(run)', 'errored', /./]],
  'hung-test': [
    ['hangs', 'errored', /timed out after 200ms/],
    ['goes on', 'passed'],
  ],
  'unhandled-rejection': [
    ['passes', 'passed'],
    ['unhandled rejection', 'errored', /"passes".*behind its back/],
  ],
  'uncaught-exception': [['passes', 'errored', /^behind its back$/]],
  'import-error': [['(load)', 'errored', /Cannot find module .*nothing\.js/]],
  'syntax-error': [['(load)', 'errored', /Unexpected token/]],
  'empty-file': [['(load)', 'errored', /told of no test/]],
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
    ['third', 'not-run', /./],
  ]
}

const possible = scenarios.filter(({ name }) => !('impossible' in runner.play(name)))

describe(`cd-gate/node-test, Node ${major}`, () => {
  const all: Played[] = []
  afterAll(() => all.forEach(forget))

  it('plays every scenario but those that node:test has not', () => {
    const names = possible.map(({ name }) => name)
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted())
    expect(scenarios.map(({ name }) => name).filter(name => !names.includes(name))).toEqual([
      'retries',
      'bail',
      'global-setup',
    ])
  })

  it.each(possible)('tells $name: $what', async scenario => {
    const played = await play(runner, scenario, runner.play(scenario.name) as Play)
    all.push(played)
    expect(Object.keys(played.reports), played.stderr).toEqual(['junit/node-test.xml'])
    const cases = casesOf(played)
    const red = cases.some(each => ['failed', 'errored'].includes(outcomeOf(each)))
    expect({ red, exit: played.exitCode === 0 ? 'zero' : 'other' }).toEqual(
      scenario.expected === 'red' ? { red: true, exit: 'other' } : { red: false, exit: 'zero' },
    )
    expect(cases.filter(isNotNew).map(each => [each.name, outcomeOf(each), whyOf(each)])).toEqual(
      (expected[scenario.name] ?? []).map(([name, outcome, why]) => [
        name,
        outcome,
        why ? expect.stringMatching(why) : '',
      ]),
    )
  })
})

/** Node 20 and 22 have no expected failures. */
function isNotNew({ name }: TestCase): boolean {
  return name !== 'is known to be wrong'
}

function casesOf({ reports }: Played): readonly TestCase[] {
  return Object.entries(reports).flatMap(([name, xml]) =>
    [...readXunit([Buffer.from(xml)], name)].flatMap(({ cases }) => cases),
  )
}

function whyOf({ attempts }: TestCase): string {
  return attempts.flatMap(({ problem, reason }) => problem?.message ?? (reason || [])).join('\n')
}
