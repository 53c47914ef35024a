import { describe, expect, it } from 'vitest'
import { defaultPrior } from './posterior.ts'
import { type Observation, type Since, sinceOf } from './since.ts'

/** `.` passed, `x` failed; a commit each unless they are given. */
const observe = (results: string, commits?: readonly (string | null)[]): readonly Observation[] =>
  [...results].map((sign, index) => ({
    build: {
      id: `b${index}`,
      shard: '',
      at: index,
      branch: 'main',
      commit: commits ? (commits[index] ?? null) : `c${index}`,
      environment: '',
    },
    failed: sign === 'x',
  }))

const since = (results: string, commits?: readonly (string | null)[]): Since =>
  sinceOf(observe(results, commits), defaultPrior) as Since
const setOf = ({ set }: Since): readonly (string | null)[] => set.map(({ commit }) => commit)

describe('since when a test fails', () => {
  it('is the streak’s start where all later runs failed', () => {
    const found = since(`${'.'.repeat(30)}xxxxx`)
    expect(found).toMatchObject({ rule: 'streak-start', start: { commit: 'c30', after: { id: 'b29' } } })
    expect(found.lastGreen?.id).toBe('b29')
    expect(setOf(found)).toEqual(['c30'])
  })

  it('is before the streak where a pass in between is the lesser chance', () => {
    const found = since(`${'.'.repeat(30)}xxxxxxxx.xx`)
    expect(found).toMatchObject({ rule: 'most-likely', start: { commit: 'c30' }, lastGreen: { id: 'b29' } })
  })

  it('is a set where two are nearly as good', () => {
    const found = since(`${'.'.repeat(10)}x${'.'.repeat(19)}x.xxx`)
    expect(found).toMatchObject({ rule: 'streak-start', start: { commit: 'c32' } })
    expect(setOf(found).slice(0, 2)).toEqual(['c30', 'c32'])
    expect(found.set.length).toBeLessThan(5)
    const mass = found.set.reduce((sum, { probability }) => sum + probability, 0)
    expect(mass).toBeGreaterThanOrEqual(0.9)
    expect(mass).toBeLessThanOrEqual(1)
  })

  it('has the exact probabilities of the two rates’ change', () => {
    // SciPy's betaln over the seven places for passed, failed, failed, passed, failed, passed, failed.
    const found = since('.xx.x.x')
    expect(found.set.map(({ commit }) => commit)).toEqual(['c1', 'c0'])
    expect(found.set[0]?.probability).toBeCloseTo(0.82464470815551, 12)
    expect(found.set[1]?.probability).toBeCloseTo(0.15618270987793773, 12)
  })

  it('prefers a commit that touches what the test depends on', () => {
    const runs = observe(`${'.'.repeat(30)}x.xxx`)
    expect(sinceOf(runs, defaultPrior)?.start.commit).toBe('c30')
    const weighted = sinceOf(runs, defaultPrior, commit => (commit === 'c32' ? 50 : 1))
    expect(weighted).toMatchObject({ rule: 'streak-start', start: { commit: 'c32' } })
  })

  it('is the record’s beginning for a test that never passed', () => {
    const found = since('xxxx')
    expect(found).toMatchObject({
      rule: 'streak-start',
      start: { commit: 'c0', after: null },
      lastGreen: null,
    })
  })

  it('takes all builds of one commit together', () => {
    const found = since('....xxxx', ['a', 'a', 'b', 'b', 'c', 'c', 'c', 'd'])
    expect(setOf(found)).not.toContain(null)
    expect(found).toMatchObject({ start: { commit: 'c', build: { id: 'b4' } }, sameCode: false })
    // One candidate each of a, b, c and d: never two of c.
    expect(new Set(setOf(found)).size).toBe(found.set.length)
  })

  it('says when no commit began it', () => {
    expect(since('..xx', ['a', 'a', 'a', 'a'])).toMatchObject({
      start: { build: { id: 'b2' } },
      sameCode: true,
    })
  })

  it('takes each build without a commit for one of its own', () => {
    expect(since(`${'.'.repeat(20)}xxx`, [])).toMatchObject({
      start: { commit: null, build: { id: 'b20' } },
      sameCode: false,
    })
  })

  it.each(['', '.', 'xxx.'])('is nothing for %j', results => {
    expect(sinceOf(observe(results), defaultPrior)).toBeNull()
  })
})
