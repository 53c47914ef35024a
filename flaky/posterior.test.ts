import { describe, expect, it } from 'vitest'
import { allFail, defaultPrior, posteriorOf, priorOf, wilson } from './posterior.ts'

describe('a posterior', () => {
  it('of 2 events in 100 runs lies at 0.4 to 4.2 %', () => {
    const { mean, interval } = posteriorOf(defaultPrior, { events: 2, runs: 100 })
    expect(mean).toBeCloseTo(2.2 / 120, 12)
    expect(interval[0]).toBeCloseTo(0.0036963429658306, 12)
    expect(interval[1]).toBeCloseTo(0.0418764676233298, 12)
  })

  it('of nothing is the prior of 1 %, worth 20 runs', () => {
    expect(posteriorOf(defaultPrior, { events: 0, runs: 0 })).toMatchObject({ a: 0.2, b: 19.8, mean: 0.01 })
  })

  it('makes each further failure likelier', () => {
    expect(allFail({ a: 1, b: 1 }, 1)).toBeCloseTo(1 / 2, 12)
    expect(allFail({ a: 1, b: 1 }, 3)).toBeCloseTo(1 / 4, 12)
    expect(allFail(defaultPrior, 0)).toBe(1)
  })
})

describe('Wilson’s interval', () => {
  it.each([
    [2, 100, 0.00550196755, 0.0700117907],
    [0, 50, 0, 0.0713475991],
    [10, 10, 0.7224672001, 1],
  ])('of %d in %d', (events, runs, low, high) => {
    const interval = wilson({ events, runs })
    expect(interval[0]).toBeCloseTo(low, 9)
    expect(interval[1]).toBeCloseTo(high, 9)
  })

  it('of nothing says nothing', () => expect(wilson({ events: 0, runs: 0 })).toEqual([0, 1]))
})

describe('a suite’s prior', () => {
  const clean = Array.from({ length: 960 }, () => ({ events: 0, runs: 100 }))
  const flaky = Array.from({ length: 40 }, (_, index) => ({ events: index % 2 ? 5 : 15, runs: 100 }))

  it('has the suite’s mean, and a weight from how far its tests differ', () => {
    const { a, b } = priorOf([...clean, ...flaky])
    expect(a / (a + b)).toBeCloseTo(0.004, 12)
    // E[p²] from k (k - 1): (20 · 5 · 4 + 20 · 15 · 14) / (1000 · 100 · 99) = 4600 / 9.9e6.
    const variance = 4600 / 9.9e6 - 0.004 ** 2
    expect(a + b).toBeCloseTo((0.004 * 0.996) / variance - 1, 9)
  })

  it('is bounded where all tests look the same', () => {
    const { a, b } = priorOf(Array.from({ length: 100 }, () => ({ events: 1, runs: 100 })))
    expect(a + b).toBeCloseTo(100, 9)
    expect(a).toBeCloseTo(1, 9)
  })

  it('is bounded below where a few fail nearly always', () => {
    const { a, b } = priorOf([...clean, ...Array.from({ length: 40 }, () => ({ events: 95, runs: 100 }))])
    expect(a + b).toBe(2)
  })

  it.each([
    ['no test', []],
    ['few tests', Array.from({ length: 19 }, () => ({ events: 9, runs: 100 }))],
    ['few events', [...clean, { events: 4, runs: 100 }]],
    ['a run each', Array.from({ length: 100 }, () => ({ events: 1, runs: 1 }))],
  ])('is the default with %s', (_, suite) => {
    expect(priorOf(suite)).toBe(defaultPrior)
  })
})
