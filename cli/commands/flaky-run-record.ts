import { GateError } from '../../core/errors.ts'
import { openRepository } from '../../core/system/git.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { BuildRef } from '../../flaky/model.ts'
import { observationsOf } from '../../flaky/observations.ts'
import type { FlakyOptions } from '../../flaky/options.ts'
import type { Beta } from '../../flaky/posterior.ts'
import { openRecord } from '../../flaky/record.ts'
import { learnRenames } from '../../flaky/renames.ts'
import type { FlakyRun } from '../../flaky/run.ts'
import { surveyRecord } from '../../flaky/survey.ts'
import type { World } from '../command.ts'

/** What the record says of how flaky tests are. Without it every test is one that nobody knows. */
export async function ratesOf(
  options: FlakyOptions,
  build: BuildRef,
  world: World,
): Promise<(id: string) => Beta | null> {
  try {
    const store = await openStore(options.record, { cwd: world.cwd, env: world.env })
    if (store === null) return () => null
    const query = { branch: build.branch, builds: RATED_BUILDS, now: build.at, also: null }
    const survey = await surveyRecord(store, query).finally(() => store.close())
    const rates = new Map(
      survey.tests.map(({ history, verdict }) => [history.test.id, verdict.rate.posterior]),
    )
    return id => rates.get(id) ?? null
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    world.log(`cd-gate: ${error.message}; so failed tests get the usual number of reruns`)
    return () => null
  }
}

const RATED_BUILDS = 100

/** A record that cannot be written never loses the result of the tests: it is said, and counted where it is required. */
export async function recordRun(
  done: FlakyRun,
  build: BuildRef,
  excused: ReadonlySet<string>,
  options: FlakyOptions,
  world: World,
  root: string,
): Promise<boolean> {
  if (done.report === 'missing' || done.suites.length === 0) return false
  try {
    const store = await openStore(options.record, { cwd: world.cwd, env: world.env })
    if (store === null) return false
    try {
      const flakyRecord = openRecord(store)
      const before = await flakyRecord.window({ branch: build.branch, builds: 1 })
      const observations = observationsOf(done.suites, excused)
      await flakyRecord.append(build, observations, done.report === 'complete')
      if (build.commit !== null && before.builds.length > 0) {
        const repository = await openRepository(root, world.env).catch(() => null)
        const tests = observations.map(({ test }) => test)
        if (repository) await learnRenames(store, before, tests, build.commit, repository)
      }
    } finally {
      await store.close()
    }
    return true
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    world.log(`cd-gate: WARNING: ${error.message}, so this build is missing from the record`)
    world.log(`  → ${error.hint}`)
    return false
  }
}
