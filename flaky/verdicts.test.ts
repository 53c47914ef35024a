import { describe, expect, it } from 'vitest'
import type { Exception, Result, TestHistory, TestRef, TestRun } from './model.ts'
import type { RuleName } from './score-ruling.ts'
import { judgeAll, judgeTest } from './verdicts.ts'
import { contextAt, type JudgeContext, type TestVerdict } from './verdicts-model.ts'

const HOUR = 60 * 60 * 1_000
const test: TestRef = { id: 't', name: 'adds', classname: 'cart', file: 'cart.test.ts', project: '' }

interface Step {
  readonly result: Result
  readonly fingerprint?: string
  readonly failures?: number
  readonly incident?: boolean
  readonly commit?: string
  readonly environment?: string
  readonly branch?: string
  readonly build?: string
  readonly shard?: string
  readonly attempts?: number
  readonly alone?: number
}

function runOf(step: Step, index: number): TestRun {
  const { result, fingerprint = 'aa', failures = result === 'failed' ? 3 : 1, incident = false } = step
  const {
    commit = `c${index}`,
    environment = 'linux',
    branch = 'main',
    build = `b${index}`,
    shard = '',
  } = step
  const exception: Exception | null =
    result === 'passed'
      ? null
      : {
          result,
          failures,
          attempts: step.attempts ?? (result === 'flaky' ? failures + 1 : failures),
          ...(step.alone === undefined ? {} : { alone: step.alone }),
          fingerprint,
          message: 'no',
          durationMs: 10,
          quarantined: false,
        }
  return {
    build: { id: build, shard, at: index * HOUR, branch, commit, environment },
    result,
    exception,
    incident,
  }
}

const signs: Readonly<Record<string, Step>> = {
  '.': { result: 'passed' },
  x: { result: 'failed' },
  y: { result: 'failed', fingerprint: 'bb' },
  '1': { result: 'failed', failures: 1 },
  f: { result: 'flaky' },
  p: { result: 'passed', incident: true },
  i: { result: 'flaky', incident: true },
  X: { result: 'failed', incident: true },
  // Failed among the others, and passed without them; and once by an in-process retry.
  o: { result: 'flaky', alone: 1 },
  r: { result: 'flaky', alone: 0 },
}

/** `.` passed, `f` flaky, `x` failed (3 attempts), `1` failed (1), `y` failed in another way, `i` and `X` in an incident. */
const history = (text: string | readonly Step[]): TestHistory => {
  const steps = typeof text === 'string' ? [...text].map(sign => signs[sign] as Step) : text
  return { test, runs: steps.map(runOf), bodyHash: null }
}

const judge = (steps: string | readonly Step[], some: Partial<JudgeContext> = {}): TestVerdict =>
  judgeTest(history(steps), { ...contextAt(200 * HOUR), ...some })

const held = (verdict: TestVerdict): readonly RuleName[] =>
  verdict.evidence.filter(({ holds }) => holds).map(({ rule }) => rule)

const passes = (count: number): string => '.'.repeat(count)

describe('the state of a test', () => {
  it.each([
    ['never failed', passes(50), 'passed'],
    ['without a run', '', 'passed'],
    ['one recovery', `${passes(20)}f${passes(3)}`, 'flaky-suspected'],
    ['two recoveries in few runs', `${passes(20)}f${passes(20)}f`, 'flaky-confirmed'],
    ['two recoveries in many runs: the rate may be low', `${passes(49)}f${passes(49)}f`, 'flaky-suspected'],
    ['three recoveries in many runs', `f${passes(48)}f${passes(49)}f`, 'flaky-confirmed'],
    ['flaky, and failed to the end by the same', 'f.f.f.f.f.f.x', 'flaky-confirmed'],
    ['flaky now and then, and failed to the end', `${passes(40)}f${passes(9)}x`, 'broken'],
    ['flaky, and failed to the end in another way', 'f.f.f.f.f.f.y', 'broken'],
    ['failed once, not rerun', `${passes(20)}1`, 'failed'],
    ['failed to the end', `${passes(20)}x`, 'broken'],
    ['failed twice to the end', `${passes(20)}xx`, 'broken'],
    ['failed three times', `${passes(20)}xxx`, 'continually-failing'],
    ['failed three times without reruns', `${passes(20)}111`, 'continually-failing'],
    ['never passed', 'xxx', 'continually-failing'],
    ['failed three times, then recovered', `${passes(20)}xxxf`, 'flaky-suspected'],
    ['failed three times, and mended', `${passes(20)}xxx.`, 'passed'],
    ['recovered in an incident', `${passes(20)}i`, 'incident'],
    ['recovered in several incidents since gone', `${passes(9)}i.i.i.`, 'passed'],
    ['failed in an incident', `${passes(20)}X`, 'incident'],
    ['failed in incidents, three builds in a row', `${passes(20)}XXX`, 'continually-failing'],
    ['failing, an incident in between', `${passes(20)}xXx`, 'continually-failing'],
    ['passed in an incident', `${passes(20)}p`, 'passed'],
    ['surely flaky, clean for long', `f.f.f.f.${passes(60)}`, 'healed'],
    ['surely flaky, clean but for an incident', `f.f.f.f.${passes(30)}i${passes(30)}`, 'healed'],
    ['surely flaky, clean for a while', `f.f.f.f.${passes(5)}`, 'flaky-confirmed'],
    ['healed, then failed once', `f.f.f.f.${passes(60)}1`, 'failed'],
    ['healed, then failed to the end', `f.f.f.f.${passes(80)}x`, 'broken'],
  ] as const)('%s', (_, steps, state) => {
    expect(judge(steps).state).toBe(state)
  })
})

describe('what is counted', () => {
  it('leaves out hard failures and incidents', () => {
    const { rate } = judge('..f..xx.i.p.')
    expect(rate).toMatchObject({ events: 1, runs: 8, hardFailures: 2, incidents: 2, fingerprints: ['aa'] })
    expect(rate.posterior).toMatchObject({ a: 1.2, b: 26.8 })
  })

  it('counts the reruns and the shards of a build once', () => {
    const shards = ['1', '2', '3'].map((shard): Step => ({ result: 'flaky', build: 'b', shard, failures: 2 }))
    expect(judge([...shards, { result: 'passed' }]).rate).toMatchObject({ events: 1, runs: 2 })
  })

  it('takes shards that disagree for one flaky run', () => {
    const { rate, streak } = judge([
      { result: 'failed', build: 'b', shard: '1', commit: 'c' },
      { result: 'passed', build: 'b', shard: '2', commit: 'c' },
    ])
    expect(rate).toMatchObject({ events: 1, runs: 1 })
    expect(streak).toBeNull()
  })

  it('takes two builds of one commit that disagree for flaky', () => {
    const at = (result: Result, environment = 'linux'): Step => ({ result, commit: 'c', environment })
    expect(judge([at('failed'), at('passed')]).rate).toMatchObject({ events: 1, runs: 2 })
    expect(judge([at('failed'), at('failed'), at('passed')]).rate).toMatchObject({ events: 1, runs: 2 })
    expect(judge([at('failed'), at('passed'), at('failed'), at('passed')]).rate.events).toBe(2)
    expect(judge([at('failed'), at('passed', 'windows')]).rate.events).toBe(0)
    expect(judge([{ result: 'failed' }, { result: 'passed' }]).rate.events).toBe(0)
  })

  it('has a window of 100 runs or 30 days, whichever is more', () => {
    const now = { now: 149 * HOUR }
    expect(judge(`f${passes(149)}`, now).rate).toMatchObject({ events: 1, runs: 150 })
    expect(judge(`f${passes(149)}`, { now: 9_999 * HOUR }).rate).toMatchObject({ events: 0, runs: 100 })
  })

  it('weighs what was before a change of the body by half for each 30 runs since', () => {
    const steps = `${'f.'.repeat(10)}${passes(30)}`
    const changes = (fixClaimed: boolean) => ({ changes: new Map([['t', { build: 'b20', fixClaimed }]]) })
    expect(judge(steps, changes(false)).rate.weighted).toEqual({ events: 5, runs: 40 })
    expect(judge(steps, changes(true)).rate).toMatchObject({ events: 0, runs: 30 })
    expect(judge(steps).rate.weighted).toEqual({ events: 10, runs: 50 })
  })

  it('looks at the branches that are asked for', () => {
    const steps: readonly Step[] = [
      { result: 'passed' },
      ...Array(3).fill({ result: 'failed', branch: 'feature' }),
    ]
    expect(judge(steps).state).toBe('continually-failing')
    expect(judge(steps, { branches: ['main'] }).state).toBe('passed')
  })
})

describe('a streak', () => {
  it('says since when, since which commit, and what was green last', () => {
    const { streak } = judge(`${passes(20)}xxxx`)
    expect(streak).toMatchObject({
      runs: 4,
      incidents: 0,
      first: { id: 'b20', commit: 'c20', at: 20 * HOUR },
      last: { id: 'b23' },
      lastGreen: { id: 'b19' },
      failedAttempts: 3,
      since: { rule: 'streak-start', start: { commit: 'c20' }, lastGreen: { id: 'b19' }, sameCode: false },
    })
    expect(streak?.since?.start.probability).toBeGreaterThan(0.9)
    expect(streak?.since?.set.map(({ commit }) => commit)).toEqual(['c20'])
  })

  it('is one environment’s, whatever passes elsewhere in between', () => {
    const steps = Array.from({ length: 12 }, (_, index): Step => {
      const windows = index % 2 === 1
      return {
        result: windows && index > 5 ? 'failed' : 'passed',
        environment: windows ? 'windows' : 'linux',
        build: `b${index >> 1}`,
        commit: `c${index >> 1}`,
      }
    })
    expect(judge(steps)).toMatchObject({
      state: 'continually-failing',
      streak: { environment: 'windows', runs: 3, first: { commit: 'c3' } },
    })
  })

  it('ends with its environment', () => {
    const old = Array(5).fill({ result: 'failed', environment: 'node-18' })
    const gone = [...old, ...Array(200).fill({ result: 'passed', environment: 'node-24' })]
    expect(judge(gone)).toMatchObject({ state: 'passed', streak: null })
    expect(judge([...old, { result: 'passed', environment: 'node-24' }]).state).toBe('continually-failing')
  })

  it('counts the attempts of all builds of the newest commit', () => {
    const steps: readonly Step[] = [
      { result: 'passed' },
      { result: 'failed', failures: 1, commit: 'c' },
      { result: 'failed', failures: 2, commit: 'c' },
    ]
    expect(judge(steps)).toMatchObject({ state: 'broken', streak: { failedAttempts: 3 } })
  })
})

describe('order dependence', () => {
  const isolated = (alone: [number, number], inOrder: [number, number]) => ({
    isolation: new Map([
      [
        't',
        {
          alone: { passed: alone[0], failed: alone[1] },
          inOrder: { passed: inOrder[0], failed: inOrder[1] },
        },
      ],
    ]),
  })
  it.each([
    ['passes alone twice, fails in order twice', [2, 0], [0, 2], 'order-dependent'],
    ['once is chance', [1, 0], [0, 2], 'flaky-suspected'],
    ['once is chance', [2, 0], [0, 1], 'flaky-suspected'],
    ['fails alone, too', [2, 1], [0, 2], 'flaky-suspected'],
    ['passes in order, too', [2, 0], [1, 2], 'flaky-suspected'],
  ] as const)('%s', (_, alone, inOrder, state) => {
    expect(judge(`${passes(9)}f`, isolated([...alone], [...inOrder])).state).toBe(state)
  })
})

describe('order dependence that the reruns of builds show', () => {
  it.each([
    ['three builds in a row are no chance', `${passes(9)}ooo`, 'order-dependent'],
    ['two may be', `${passes(9)}oo`, 'flaky-confirmed'],
    ['a test that has flaked often needs more', `${'.o'.repeat(12)}oo`, 'flaky-confirmed'],
    ['a build that passes in order ends it', `${passes(9)}ooo.`, 'flaky-confirmed'],
    ['an in-process retry passes in order, too', `${passes(9)}rrrr`, 'flaky-confirmed'],
    ['an incident is no experiment', `${passes(9)}ooio`, 'order-dependent'],
    ['a hard failure fails alone, too', `${passes(9)}ooox`, 'flaky-confirmed'],
  ])('%s', (_, history, state) => {
    expect(judge(history).state).toBe(state)
  })

  it('is not there when a rerun failed', () => {
    const step: Step = { result: 'flaky', failures: 2, attempts: 3, alone: 2 }
    expect(
      judge([...Array.from({ length: 9 }, (): Step => ({ result: 'passed' })), step, step, step]).state,
    ).toBe('flaky-confirmed')
  })
})

describe('a candidate for quarantine', () => {
  it('is surely flaky at more than 1 %', () => {
    const verdict = judge(`${passes(30)}f.f.f.f`)
    expect(verdict.quarantineCandidate).toBe(true)
    expect(held(verdict)).toContain('quarantine-by-rate')
  })

  it('is surely flaky, and blocks builds', () => {
    const rare = `f${passes(48)}f${passes(49)}f`
    expect(judge(rare, { now: 100 * HOUR }).quarantineCandidate).toBe(false)
    const verdict = judge(rare, { now: 100 * HOUR, reruns: 0 })
    expect(verdict.quarantineCandidate).toBe(true)
    expect(held(verdict)).toContain('quarantine-by-cost')
  })

  it.each([
    ['a broken one', 'f.f.f.f.f.f.y'],
    ['a continually failing one', 'f.f.f.f.f.f.xxx'],
    ['a suspected one', `${passes(5)}f`],
  ])('is never %s', (_, steps) => expect(judge(steps).quarantineCandidate).toBe(false))
})

describe('evidence', () => {
  it('has every rule that was asked, with its numbers, its bounds and their names', () => {
    const verdict = judge(`${passes(20)}f${passes(20)}f`)
    expect(verdict.evidence.map(({ rule, holds }) => [rule, holds])).toEqual([
      ['suspected', true],
      ['confirmed', true],
      ['healed-by-runs', false],
      ['healed-by-rate', false],
      ['quarantine-by-rate', false],
      ['quarantine-by-cost', false],
    ])
    expect(verdict.evidence[1]?.figures[0]).toEqual({
      name: 'flaky events',
      value: 2,
      unit: 'count',
      check: { relation: '>=', bound: 2, threshold: 'confirmedEvents', holds: true },
    })
  })

  it('has the probability of being broken', () => {
    const probability = (steps: string): number | undefined =>
      judge(steps)
        .evidence.find(({ rule }) => rule === 'broken')
        ?.figures.find(({ name }) => name === 'probability of being broken')?.value
    expect(probability('1')).toBeCloseTo(0.5, 12)
    // 1 / (1.2 / 21 · 2.2 / 22) to 1.
    expect(probability('x')).toBeCloseTo(0.994318, 6)
    expect(probability('X')).toBe(0)
  })

  it('says that a failure is of a new kind', () => {
    expect(held(judge('f.f.f.f.f.f.y'))).toEqual(expect.arrayContaining(['new-fingerprint', 'broken']))
    expect(held(judge('f.f.f.f.f.f.x'))).not.toContain('new-fingerprint')
  })
})

it('judges all with a prior of the suite', () => {
  const context = contextAt(200 * HOUR)
  const histories = Array.from({ length: 25 }, () => history(`f.f.${passes(36)}`))
  const [first] = judgeAll(histories, context, { tests: 975, runs: 40 })
  const { a, b } = first?.rate.posterior ?? { a: 0, b: 0 }
  // 50 events in 40,000 runs; their spread weighs less than the default of 20 runs.
  expect(a - 2).toBeGreaterThan(0)
  expect((a - 2) / (a - 2 + b - 38)).toBeCloseTo(0.00125, 9)
  const fixed = { ...context, prior: { a: 1, b: 9 } }
  expect(judgeAll(histories, fixed, { tests: 975, runs: 40 })[0]?.rate.posterior).toMatchObject({
    a: 3,
    b: 47,
  })
})
