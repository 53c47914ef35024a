import { beforeAll, describe, expect, it } from 'vitest'
import { defaultPrior, updated } from './posterior.ts'
import { rerunsFor } from './reruns.ts'
import { randomFrom, type Simulation, type SimulationPlan, simulate, usualPlan } from './simulation.ts'
import { type Since, sinceOf } from './since.ts'
import { judgeAll } from './verdicts.ts'
import { contextAt, type TestVerdict } from './verdicts-model.ts'

const seeds = [1, 2, 3, 4, 5]

interface Played {
  readonly simulation: Simulation
  readonly verdicts: readonly TestVerdict[]
}

function play(seed: number, plan: Partial<SimulationPlan>): Played {
  const simulation = simulate({ ...usualPlan, ...plan, seed })
  const clean = { tests: simulation.cleanTests, runs: usualPlan.builds }
  const histories = simulation.troubled.map(({ history }) => history)
  return { simulation, verdicts: judgeAll(histories, contextAt(simulation.now), clean) }
}

const precisionOf = ({ simulation, verdicts }: Played): number => {
  const found = verdicts.filter(({ state }) => state === 'flaky-confirmed')
  return found.filter(({ test }) => simulation.flaky.has(test.id)).length / found.length
}

/** Share of the tests with a rate of 3 % or more that have one of the states at the end, over all seeds. */
const recallOf = (played: readonly Played[], states: readonly TestVerdict['state'][]): number => {
  let found = 0
  let all = 0
  for (const { simulation, verdicts } of played) {
    const stateOf = new Map(verdicts.map(({ test, state }) => [test.id, state]))
    for (const [id, rate] of simulation.flaky) {
      if (rate < 0.03) continue
      all += 1
      if (states.includes(stateOf.get(id) ?? 'passed')) found += 1
    }
  }
  return found / all
}

describe.each([
  ['without incidents', 0],
  ['with 2.6 incidents in 100 builds', 2.6],
])('20,000 tests in 100 builds, %s', (_, incidents) => {
  let even: readonly Played[]
  let hard: readonly Played[]

  beforeAll(() => {
    even = seeds.map(seed => play(seed, { incidents }))
    hard = seeds.map(seed => play(seed, { incidents, spread: 'logarithmic' }))
  })

  it('are called flaky only when they are: precision 0.98 in each project', () => {
    for (const played of [...even, ...hard]) expect(precisionOf(played)).toBeGreaterThanOrEqual(0.98)
  })

  it('are found when they fail in 3 % or more: recall 0.9', () => {
    expect(recallOf(even, ['flaky-confirmed'])).toBeGreaterThanOrEqual(0.9)
  })

  it('are found, and some of them let go again by their luck, when most rates are low', () => {
    expect(recallOf(hard, ['flaky-confirmed', 'healed'])).toBeGreaterThanOrEqual(0.9)
    expect(recallOf(hard, ['flaky-confirmed'])).toBeGreaterThanOrEqual(0.87)
  })

  it('are called healed by luck in 5 of 100 at most', () => {
    expect(recallOf([...even, ...hard], ['healed'])).toBeLessThan(0.05)
  })

  it('are taken for order-dependent by luck in 1 of 100 at most', () => {
    expect(recallOf([...even, ...hard], ['order-dependent'])).toBeLessThan(0.01)
  })

  it('are continually failing exactly when a commit broke them three builds ago or earlier', () => {
    for (const { simulation, verdicts } of even) {
      const expected = simulation.troubled.filter(
        ({ broken }) => broken && broken[1] >= usualPlan.builds && broken[0] <= usualPlan.builds - 3,
      )
      const found = verdicts.filter(({ state }) => state === 'continually-failing')
      expect(found.map(({ test }) => test.id)).toEqual(expected.map(({ history }) => history.test.id))
      expect(found.length).toBeGreaterThan(0)
      for (const [index, { broken }] of expected.entries()) {
        const set = found[index]?.streak?.since?.set.map(({ commit }) => commit)
        expect(set).toContain(`c${broken?.[0]}`)
      }
    }
  })
})

it('are told apart in a project with 10 incidents in 100 builds, where one recovery proves nothing', () => {
  const played = play(1, { incidents: 10 })
  expect(played.simulation.noticed).toBeGreaterThan(5)
  expect(precisionOf(played)).toBeGreaterThanOrEqual(0.98)
  const sound = played.verdicts.filter(({ test }) => !played.simulation.flaky.has(test.id))
  expect(sound.length).toBeGreaterThan(4_000)
  expect(sound.filter(({ state }) => state.startsWith('flaky')).length).toBeLessThan(sound.length / 10)
})

describe('the set of commits since which a test fails', () => {
  const trial = (
    random: () => number,
    before: number,
    after: number,
  ): { since: Since; truth: string } | null => {
    const first = 20 + Math.floor(random() * 60)
    const observations = Array.from({ length: first + 3 + Math.floor(random() * 10) }, (_, index) => ({
      build: { id: `b${index}`, shard: '', at: index, branch: 'main', commit: `c${index}`, environment: '' },
      failed: random() < (index < first ? before : after),
    }))
    const since = sinceOf(observations, defaultPrior)
    return since && { since, truth: `c${first}` }
  }
  const measure = (before: number, after: number) => {
    const random = randomFrom(7)
    const trials = Array.from({ length: 2_000 }, () => trial(random, before, after)).filter(
      each => each !== null,
    )
    const shareOf = (holds: (each: { since: Since; truth: string }) => boolean): number =>
      trials.filter(holds).length / trials.length
    return {
      covered: shareOf(({ since, truth }) => since.set.some(({ commit }) => commit === truth)),
      exact: shareOf(({ since, truth }) => since.start.commit === truth),
      size: trials.reduce((sum, { since }) => sum + since.set.length, 0) / trials.length,
    }
  }

  it.each([
    [0, 1, 0.99, 0.99, 1.1],
    [0.05, 1, 0.94, 0.93, 1.8],
    [0.05, 0.9, 0.9, 0.72, 2.3],
    // The likelihood takes a test for nearly sound before, so that its set is too small here.
    [0.2, 0.8, 0.82, 0.34, 6],
  ])('covers the true one: %d failing before, %d after', (before, after, covered, exact, size) => {
    const measured = measure(before, after)
    expect(measured.covered).toBeGreaterThanOrEqual(covered)
    expect(measured.exact).toBeGreaterThanOrEqual(exact)
    expect(measured.size).toBeLessThanOrEqual(size)
  })
})

it('adaptive reruns are fewer than three for each failure, and err less', () => {
  const cost = { adaptive: 0, fixed: 0 }
  const errors = { adaptive: 0, fixed: 0 }
  // Each failure of a test with rate p, weighted by how often it happens; as many are of sound tests that broke.
  const rates = Array.from({ length: 30 }, (_, index) => (index + 1) / 100)
  const all = rates.reduce((sum, p) => sum + p, 0)
  const attempts = (p: number, reruns: number): number => (1 - p ** reruns) / (1 - p)
  const ask = (events: number): number =>
    rerunsFor({
      rate: updated(defaultPrior, { events, runs: 100 }),
      failedReruns: 0,
      priorOdds: 1,
      durationMs: 1,
      budgetMs: 1e9,
      most: null,
    }).reruns
  for (const p of rates) {
    const weight = p / all
    const adaptive = ask(p * 100)
    cost.adaptive += weight * attempts(p, adaptive)
    cost.fixed += weight * attempts(p, 3)
    errors.adaptive += weight * p ** adaptive
    errors.fixed += weight * p ** 3
  }
  cost.adaptive += ask(0)
  cost.fixed += 3
  expect(cost.adaptive).toBeLessThan(cost.fixed)
  expect(errors.adaptive).toBeLessThanOrEqual(errors.fixed)
})

it('plays the same project for the same seed', () => {
  const plan = { ...usualPlan, tests: 300, incidents: 10 }
  expect(simulate(plan)).toEqual(simulate(plan))
  expect(simulate(plan).troubled).not.toEqual(simulate({ ...plan, seed: 2 }).troubled)
})
