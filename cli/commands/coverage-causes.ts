import { GateError } from '../../core/errors.ts'
import { listFiles, openRepository } from '../../core/system/git.ts'
import { ancestorsOf } from '../../core/system/git-ancestry.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { Store } from '../../core/system/store/store.ts'
import { visible } from '../../core/text.ts'
import { lossCauses } from '../../coverage-gate/baseline/loss-causes.ts'
import { lostTests } from '../../coverage-gate/baseline/lost-tests.ts'
import { isNamedAfter } from '../../coverage-gate/baseline/test-names.ts'
import type { LossCauses } from '../../coverage-gate/beside-change.ts'
import type { LossCause } from '../../coverage-gate/model.ts'
import { readAliases } from '../../flaky/aliases.ts'
import { aliasesBetween, familiesOf, type KnownTest } from '../../flaky/identity.ts'
import type { TestRef } from '../../flaky/model.ts'
import { openRecord } from '../../flaky/record.ts'
import { nearestBuilds, testsThen } from './coverage-cause-builds.ts'
import { filesSince, headOf, locator } from './coverage-cause-files.ts'
import { importDistances } from './coverage-cause-imports.ts'
import { type Asked, allTests, type CauseSearch, type Surroundings, testsNow } from './coverage-cause-now.ts'
import { located, type NamedTests, tellDamage } from './coverage-cause-tests.ts'

/** The record is looked through so far back, in builds. */
const MOST_BUILDS = 1_000

/**
 * Tells by the record of tests why coverage was lost. It is evidence and no verdict: whatever is missing or damaged is a
 * line in the log.
 * @param verbose whether the log also says what was compared, and why there is nothing to tell
 */
export function causesByTests(options: Asked, world: Surroundings, verbose: boolean): LossCauses {
  const note = (text: string): void => {
    if (verbose) world.log(`cd-gate: why coverage was lost: ${text}`)
  }
  return async question => {
    try {
      return await withTests(options, world, note, store =>
        causesOf({ ...question, options, world, store, note }),
      )
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      world.log(`cd-gate: ${visible(error.message)}; so it is not known why coverage was lost`)
      return []
    }
  }
}

async function withTests(
  { testRecord, baselineRecord }: Asked,
  { cwd, env }: Surroundings,
  note: (text: string) => void,
  use: (store: Store) => Promise<readonly LossCause[]>,
): Promise<readonly LossCause[]> {
  const address = testRecord ?? baselineRecord
  const store = address === null ? null : await openStore(address, { cwd, env })
  if (store === null) {
    note('no record of tests is given (--test-record)')
    return []
  }
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** @throws GateError store.*, git.* */
async function causesOf(question: CauseSearch): Promise<readonly LossCause[]> {
  const { commit, paths, options, world, store, note } = question
  const window = await openRecord(store).window({ branch: null, builds: MOST_BUILDS })
  tellDamage(window.damaged(), world)
  if (window.segments.length === 0) {
    note(`${store.where} has no build of tests`)
    return []
  }
  const repository = await openRepository(world.cwd, world.env)
  const head = await headOf(options, repository)
  const ancestors = await ancestorsOf(repository, commit, options.baselineDepth + 1)
  const before = nearestBuilds(ancestors, window.segments)
  if (before === null) {
    const start = commit.slice(0, 10)
    note(
      `${store.where} has no build of ${start} or of the ${ancestors.length - 1} commits before it that are looked at`,
    )
    return []
  }
  const now = await testsNow(question, repository, head, window.segments)
  if (now === null) return []
  const then = testsThen(
    await allTests(store, before.segments, world),
    before.segments,
    new Set(now.tests.map(({ ref }) => ref.id)),
  )

  const pathsThen = await listFiles(repository, { commit })
  const pathsNow = await listFiles(repository, head === 'worktree' ? 'index' : head)
  const files = await filesSince(repository, commit, head)
  const fileThen = locator(repository, pathsThen)
  const fileNow = locator(repository, pathsNow)
  // What went before the baseline is no reason for what was lost since.
  const isKnown = ({ ref }: { readonly ref: TestRef }): boolean =>
    before.commit === commit || ref.file === null || fileThen(ref) !== null
  const seenThen = located({ ...then, tests: then.tests.filter(isKnown) }, fileThen)
  const seenNow = located(now, fileNow)
  const known = await readAliases(store)
  tellDamage(known.damaged, world)
  const aliases = familiesOf([
    ...known.aliases,
    ...aliasesBetween(knownTests(then, fileThen), knownTests(now, fileNow), files.moved),
  ])

  const { lost, isWhole } = lostTests({ before: seenThen.tests, now: seenNow, aliases, files })
  note(`the tests of ${before.commit.slice(0, 10)} in ${store.where} were compared with this run's`)
  if (!isWhole) note('this run was of a part of them, so only tests of changed and deleted files count')
  const moved = new Map([...files.moved].map(([old, path]) => [path, old]))
  const testFiles = [...new Set(lost.flatMap(({ test }) => test.file ?? []))]
  const isNamed = (file: string): boolean => paths.some(path => isNamedAfter(file, path))
  const order = [...testFiles.filter(isNamed), ...testFiles.filter(file => !isNamed(file))]
  const distances = await importDistances(repository, commit, order, new Set(pathsThen))
  const imports = new Map(
    [...distances].map(([file, reached]) => [
      file,
      new Map(paths.flatMap(path => distanceTo(path, moved.get(path) ?? path, reached))),
    ]),
  )
  return lossCauses({ lost, before: seenThen.tests, now: seenNow, files, paths, imports })
}

function distanceTo(
  path: string,
  oldPath: string,
  reached: ReadonlyMap<string, number>,
): readonly (readonly [string, number])[] {
  const distance = reached.get(oldPath)
  return distance === undefined ? [] : [[path, distance]]
}

/** A class name that is the file's path, as some runners write it, says no more than the file. */
function knownTests({ tests }: NamedTests, fileOf: (test: TestRef) => string | null): readonly KnownTest[] {
  return tests.map(({ ref }) => {
    const classname = ref.classname === ref.file ? '' : ref.classname
    return { test: { ...ref, classname, file: fileOf(ref) }, bodyHash: null }
  })
}
