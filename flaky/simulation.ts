import { incidentOf } from './incident.ts'
import type { BuildRef, Exception, TestHistory, TestRun } from './model.ts'

/** A project, as it is simulated. Rates are of first attempts; shares are of all tests. */
export interface SimulationPlan {
  readonly seed: number
  readonly tests: number
  readonly builds: number
  readonly reruns: number
  readonly flakyShare: number
  /** Of the flaky tests: the least and the greatest. */
  readonly flakyRates: readonly [number, number]
  /** How they are spread: on the logarithm's scale most are low and hard to find. */
  readonly spread: 'even' | 'logarithmic'
  /** Every other test fails by chance this often. */
  readonly background: number
  /** Tests that a commit breaks; each is mended after 1 to `longestRegression` builds. */
  readonly regressionShare: number
  readonly longestRegression: number
  /** Expected in 100 builds. Each makes 0.2 to 10 % of the tests fail at first; 95 % of them recover. */
  readonly incidents: number
}

export const usualPlan: SimulationPlan = {
  seed: 1,
  tests: 20_000,
  builds: 100,
  reruns: 2,
  flakyShare: 0.0075,
  flakyRates: [0.01, 0.3],
  spread: 'even',
  background: 2e-5,
  regressionShare: 0.02,
  longestRegression: 6,
  incidents: 0,
}

export interface SimulatedTest {
  readonly history: TestHistory
  /** Its true rate. */
  readonly rate: number
  /** Index of the builds in which it was broken: the first, and the one that mended it. */
  readonly broken: readonly [number, number] | null
}

export interface Simulation {
  readonly now: number
  /** Those with an exception; the others ran in every build and passed. */
  readonly troubled: readonly SimulatedTest[]
  readonly cleanTests: number
  /** Every flaky test's rate, with its id, whether it was ever seen failing or not. */
  readonly flaky: ReadonlyMap<string, number>
  /** Builds that had an incident, and those in which it was noticed. */
  readonly incidents: number
  readonly noticed: number
}

const HOUR = 60 * 60 * 1_000
const START = Date.UTC(2026, 0, 1)

/** Plays a project's builds. The same plan gives the same builds. */
export function simulate(plan: SimulationPlan): Simulation {
  const random = randomFrom(plan.seed)
  const builds = Array.from({ length: plan.builds }, (_, index) => buildOf(index))
  const struck = builds.map(() => (random() < plan.incidents / 100 ? 0.002 * 50 ** random() : 0))
  const tests = Array.from({ length: plan.tests }, (_, index) => planTest(`t${index}`, plan, random))
  const exceptions = tests.map(test => playTest(test, plan, struck, random))

  const failures = builds.map((): Exception[] => [])
  for (const own of exceptions) for (const [build, exception] of own) failures[build]?.push(exception)
  const noticed = failures.map(each => incidentOf(each, plan.tests) !== null)
  const passed = builds.map(
    (build, index): TestRun => ({
      build,
      result: 'passed',
      exception: null,
      incident: noticed[index] ?? false,
    }),
  )
  const troubled = tests.flatMap(({ id, rate, broken }, index): SimulatedTest[] => {
    const own = exceptions[index] as ReadonlyMap<number, Exception>
    if (own.size === 0) return []
    const runs = passed.map((run, build) => {
      const exception = own.get(build)
      return exception ? { ...run, result: exception.result, exception } : run
    })
    const test = { id, name: id, classname: 'simulated', file: null, project: '' }
    return [{ history: { test, runs, bodyHash: null }, rate, broken }]
  })
  return {
    now: START + plan.builds * HOUR,
    troubled,
    cleanTests: plan.tests - troubled.length,
    flaky: new Map(tests.filter(({ rate }) => rate > plan.background).map(({ id, rate }) => [id, rate])),
    incidents: struck.filter(share => share > 0).length,
    noticed: noticed.filter(each => each).length,
  }
}

interface PlannedTest {
  readonly id: string
  readonly rate: number
  readonly broken: readonly [number, number] | null
}

function planTest(id: string, plan: SimulationPlan, random: () => number): PlannedTest {
  const rate = random() < plan.flakyShare ? flakyRate(plan, random()) : plan.background
  if (random() >= plan.regressionShare) return { id, rate, broken: null }
  const from = 1 + Math.floor(random() * (plan.builds - 1))
  return { id, rate, broken: [from, from + 1 + Math.floor(random() * plan.longestRegression)] }
}

function flakyRate({ flakyRates: [least, most], spread }: SimulationPlan, part: number): number {
  return spread === 'even' ? least + (most - least) * part : least * (most / least) ** part
}

/** The builds in which the test did not simply pass. */
function playTest(
  { id, rate, broken }: PlannedTest,
  { builds, reruns }: SimulationPlan,
  struck: readonly number[],
  random: () => number,
): ReadonlyMap<number, Exception> {
  const exceptions = new Map<number, Exception>()
  for (let build = 0; build < builds; build += 1) {
    const isBroken = broken !== null && build >= broken[0] && build < broken[1]
    const share = struck[build] ?? 0
    const isStruck = share > 0 && random() < share
    const fails = isBroken || random() < rate
    if (!fails && !isStruck) continue
    let failures = 1
    // An incident is over for most when they run again.
    const again = isBroken ? 1 : isStruck && random() < 0.05 ? 1 : rate
    while (failures <= reruns && random() < again) failures += 1
    const failed = failures > reruns
    exceptions.set(build, {
      result: failed ? 'failed' : 'flaky',
      failures,
      attempts: failed ? failures : failures + 1,
      alone: failed ? failures - 1 : failures,
      fingerprint: isBroken ? `broken-${id}` : isStruck ? `struck-${id}` : `flaky-${id}`,
      message: 'expected 1 to be 2',
      durationMs: 100,
      quarantined: false,
    })
  }
  return exceptions
}

function buildOf(index: number): BuildRef {
  return {
    id: `b${index}`,
    shard: '',
    at: START + index * HOUR,
    branch: 'main',
    commit: `c${index}`,
    environment: 'linux',
  }
}

/** Numbers from 0 to 1, the same for the same seed: a Weyl sequence, its bits mixed. */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
  }
}
