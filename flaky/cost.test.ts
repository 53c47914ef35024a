import { describe, expect, it } from 'vitest'
import { byCost, costOf, flakeTax, type TestCost } from './cost.ts'
import type { Result, TestHistory, TestRun } from './model.ts'
import { judgeTest } from './verdicts.ts'
import { contextAt } from './verdicts-model.ts'

const HOUR = 60 * 60 * 1_000
const WEEK = 7 * 24 * HOUR
const results: Readonly<Record<string, Result>> = { '.': 'passed', f: 'flaky', x: 'failed', i: 'flaky' }
const ref = (id: string) => ({ id, name: id, classname: '', file: null, project: '' })

/** `.` passed, `f` flaky (2 attempts), `x` failed (3 attempts), `i` flaky in an incident. A minute each attempt. */
const history = (steps: string, commit?: string): TestHistory => ({
  test: ref('t'),
  bodyHash: null,
  runs: [...steps].map((sign, index): TestRun => {
    const result = results[sign] as Result
    const build = {
      id: `b${index}`,
      shard: '',
      at: index * HOUR,
      branch: 'main',
      commit: commit ?? `c${index}`,
      environment: '',
    }
    if (result === 'passed') return { build, result, exception: null, incident: false }
    const attempts = result === 'flaky' ? 2 : 3
    const failures = result === 'flaky' ? 1 : 3
    const rest = { fingerprint: 'a', message: 'no', durationMs: 60_000, quarantined: false }
    return { build, result, exception: { result, failures, attempts, ...rest }, incident: sign === 'i' }
  }),
})

const prices = { rerunMs: 30_000, buildMs: 10 * 60_000 }
const cost = (steps: string, now = WEEK, commit?: string): TestCost => {
  const context = contextAt(now)
  const own = history(steps, commit)
  return costOf(own, judgeTest(own, context), context, prices)
}

describe('what a test costs in a week', () => {
  it('is the time of its reruns', () => {
    expect(cost('..f..f..')).toMatchObject({ rerunBuilds: 2, blockedBuilds: 0, minutes: 3 })
    expect(cost('..f..f..', 2 * WEEK)).toMatchObject({ rerunBuilds: 1, minutes: 1.5 })
  })

  it('is nothing for incidents and passes', () => {
    expect(cost('..i..i..')).toMatchObject({ rerunBuilds: 0, blockedBuilds: 0, minutes: 0 })
  })

  it('is the builds that it failed by chance', () => {
    // Fails to the end with p³ of its own rate, or because it is broken.
    const often = cost('fffff.fffff.fffff.fffff.x.')
    const seldom = cost('f.........................x.')
    expect(often.blockedBuilds).toBeGreaterThan(0.15)
    expect(seldom.blockedBuilds).toBeLessThan(0.05)
    // 20 reruns at 1.5 minutes; the failed build's own two and the build again, as likely as it was chance.
    expect(often.minutes).toBeCloseTo(20 * 1.5 + often.blockedBuilds * (3 + 10), 9)
  })

  it('is less the longer it failed in a row', () => {
    const once = cost('fff.fff.fff.x.').blockedBuilds
    expect(cost('fff.fff.fff.xxx.').blockedBuilds).toBeLessThan(once / 2)
    expect(cost('fff.fff.fff.x.x.').blockedBuilds).toBeGreaterThan(once * 1.5)
  })

  it('is the whole build where the same code passed in another', () => {
    expect(cost('x.', WEEK, 'c')).toMatchObject({ rerunBuilds: 0, blockedBuilds: 1, minutes: 13 })
  })
})

describe('the flake tax', () => {
  const costs: readonly TestCost[] = [
    { test: ref('a'), rerunBuilds: 1, blockedBuilds: 0, minutes: 2 },
    { test: ref('b'), rerunBuilds: 1, blockedBuilds: 1, minutes: 20 },
    { test: ref('c'), rerunBuilds: 3, blockedBuilds: 0, minutes: 2 },
  ]

  it('is the sum, by owner, dearest first', () => {
    const owners: Readonly<Record<string, string | null>> = { a: '@web', b: null, c: '@web' }
    expect(flakeTax([], costs, ({ id }) => owners[id] ?? null)).toEqual({
      firstTryGreen: 1,
      blockedBuilds: 1,
      minutes: 24,
      owners: [
        { owner: null, tests: 1, blockedBuilds: 1, minutes: 20 },
        { owner: '@web', tests: 2, blockedBuilds: 0, minutes: 4 },
      ],
    })
  })

  it('says how often a build passes without a rerun', () => {
    const context = contextAt(WEEK)
    const flaky = judgeTest(history('f...f...'), context)
    const sound = judgeTest(history('........'), context)
    expect(flakeTax([flaky, flaky, sound], [], () => null).firstTryGreen).toBeCloseTo((1 - 2.2 / 28) ** 2, 12)
  })

  it('orders tests by what they cost', () => {
    expect([...costs].sort(byCost).map(({ test }) => test.id)).toEqual(['b', 'c', 'a'])
  })
})
