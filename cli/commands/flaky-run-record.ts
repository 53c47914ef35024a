import { GateError } from '../../core/errors.ts'
import { openRepository } from '../../core/system/git.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { Store } from '../../core/system/store/store.ts'
import { readAliases } from '../../flaky/aliases.ts'
import { allCases, refOf } from '../../flaky/cases.ts'
import { familiesOf } from '../../flaky/identity.ts'
import type { BuildRef, TestRef } from '../../flaky/model.ts'
import { observationsOf } from '../../flaky/observations.ts'
import type { FlakyOptions } from '../../flaky/options.ts'
import type { Beta } from '../../flaky/posterior.ts'
import type { QuarantineEntry } from '../../flaky/quarantine.ts'
import { followRenames } from '../../flaky/quarantine-renames.ts'
import { openRecord } from '../../flaky/record.ts'
import { learnRenames } from '../../flaky/renames.ts'
import type { FlakyRun } from '../../flaky/run.ts'
import { surveyRecord } from '../../flaky/survey.ts'
import type { RecordWindow } from '../../flaky/window.ts'
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

/** The quarantine as it stands for the tests of this run: under their new names where this commit or an earlier one renamed them. */
export async function followedEntries(
  entries: readonly QuarantineEntry[],
  { suites }: FlakyRun,
  build: BuildRef,
  options: FlakyOptions,
  world: World,
  root: string,
): Promise<readonly QuarantineEntry[]> {
  const tests = allCases(suites).map(refOf)
  const ran = new Set(tests.map(({ id }) => id))
  if (entries.every(({ id }) => ran.has(id))) return entries
  try {
    const store = await openStore(options.record, { cwd: world.cwd, env: world.env })
    if (store === null) return entries
    try {
      const before = await openRecord(store).window({ branch: build.branch, builds: 1 })
      // Told before the build is judged: the commit that renames a test must not be red for it.
      await learn(store, before, tests, build, root, world)
      return followRenames(entries, tests, familiesOf((await readAliases(store)).aliases))
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    world.log(`cd-gate: ${error.message}; so the quarantine does not follow renames`)
    return entries
  }
}

async function learn(
  store: Store,
  before: RecordWindow,
  tests: readonly TestRef[],
  { commit }: BuildRef,
  root: string,
  world: World,
): Promise<void> {
  if (commit === null || before.builds.length === 0) return
  const repository = await openRepository(root, world.env).catch(() => null)
  if (repository) await learnRenames(store, before, tests, commit, repository)
}

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
      const observations = observationsOf(done.suites, excused, done.failedAtFirst)
      await flakyRecord.append(build, observations, done.report === 'complete')
      const tests = observations.map(({ test }) => test)
      await learn(store, before, tests, build, root, world)
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
