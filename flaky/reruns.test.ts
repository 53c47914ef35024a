import { describe, expect, it } from 'vitest'
import { defaultPrior, updated } from './posterior.ts'
import { brokenProbability, type RerunQuestion, rerunsFor } from './reruns.ts'

const question: RerunQuestion = {
  rate: null,
  failedReruns: 0,
  priorOdds: 1,
  durationMs: 100,
  budgetMs: 60_000,
  most: null,
}
const seen = (events: number, runs: number) => updated(defaultPrior, { events, runs })
/** A rate that is known for sure. */
const exactly = (p: number) => ({ a: p * 1e9, b: (1 - p) * 1e9 })

describe('P(broken) after failed reruns', () => {
  it.each([
    [0.05, 1, 2, 3],
    [0.1, 2, 2, 3],
    [0.3, 3, 4, 6],
    [0.5, 5, 7, 10],
    [0.7, 9, 13, 20],
  ])('of a test that fails with p = %d: %i, %i, %i reruns for 95, 99, 99.9 %', (p, ...reruns) => {
    for (const [index, confidence] of [0.95, 0.99, 0.999].entries()) {
      const needed = reruns[index] as number
      expect(brokenProbability(exactly(p), needed, 1)).toBeGreaterThanOrEqual(confidence)
      expect(brokenProbability(exactly(p), needed - 1, 1)).toBeLessThan(confidence)
    }
  })

  it('is 0.994 for an unknown test after 2, and 0.995 after 4 for one with 30 of 100', () => {
    expect(brokenProbability(defaultPrior, 2, 1)).toBeCloseTo(0.9943, 4)
    expect(brokenProbability(seen(30, 100), 4, 1)).toBeCloseTo(0.995, 3)
  })

  it('starts at the odds of the project', () => {
    expect(brokenProbability(defaultPrior, 0, 1)).toBe(0.5)
    expect(brokenProbability(defaultPrior, 0, 0.19)).toBeCloseTo(0.16, 2)
    expect(brokenProbability({ a: 1e-300, b: 1e300 }, 50, 1)).toBe(1)
  })
})

describe('reruns', () => {
  it.each([
    ['an unknown test', {}, 2],
    ['an unknown test on trunk', { priorOdds: 0.19 }, 2],
    ['30 flaky of 100', { rate: seen(30, 100) }, 4],
    ['70 flaky of 100: at most 10', { rate: seen(70, 100) }, 10],
    ['never seen failing in 200', { rate: seen(0, 200) }, 1],
    ['on trunk, where most failures are chance', { rate: seen(0, 200), priorOdds: 0.19 }, 2],
    ['what is left', { rate: seen(30, 100), failedReruns: 3 }, 1],
    ['nothing is left', { rate: seen(30, 100), failedReruns: 4 }, 0],
    ['more than needed', { failedReruns: 5 }, 0],
    ['the user’s limit', { rate: seen(30, 100), most: 3 }, 3],
    ['the user’s limit, of which some are used', { rate: seen(30, 100), most: 3, failedReruns: 2 }, 1],
    ['none', { most: 0 }, 0],
    ['the budget', { rate: seen(30, 100), durationMs: 20_000, budgetMs: 59_999 }, 2],
    ['no budget', { budgetMs: 0 }, 0],
    ['a budget that is overdrawn', { budgetMs: -1 }, 0],
    ['no time at all', { durationMs: 0, budgetMs: 0 }, 2],
  ] as const)('%s', (_, some, expected) => {
    expect(rerunsFor({ ...question, ...some }).reruns).toBe(expected)
  })

  it('say what limits them, and how sure they leave us', () => {
    expect(rerunsFor(question)).toMatchObject({ wanted: 2, limitedBy: null })
    expect(rerunsFor({ ...question, budgetMs: 150 })).toMatchObject({ reruns: 1, limitedBy: 'budget' })
    expect(rerunsFor({ ...question, most: 1 })).toMatchObject({ reruns: 1, limitedBy: 'most' })
    expect(rerunsFor({ ...question, most: 1 }).broken).toBeCloseTo(17.5 / 18.5, 3)
  })
})
