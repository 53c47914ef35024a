import type { Head, Repository } from '../../core/system/git.ts'
import { uncommittedPaths } from '../../core/system/git-ancestry.ts'
import type { Store } from '../../core/system/store/store.ts'
import type { CoverageOptions } from '../../coverage-gate/options.ts'
import type { TestHistory } from '../../flaky/model.ts'
import type { Segment } from '../../flaky/segment.ts'
import { openWindow } from '../../flaky/window.ts'
import type { World } from '../command.ts'
import { isOfCommit, newestBuild } from './coverage-cause-builds.ts'
import { type NamedTests, tellDamage, testsOfBuild, testsOfReports } from './coverage-cause-tests.ts'

export type Asked = Pick<
  CoverageOptions,
  'testRecord' | 'baselineRecord' | 'baselineDepth' | 'xunit' | 'head' | 'diff'
>

export type Surroundings = Pick<World, 'cwd' | 'env' | 'log'>

/** Why did these files lose lines, and where is the record that may tell? */
export interface CauseSearch {
  readonly commit: string
  readonly paths: readonly string[]
  readonly options: Asked
  readonly world: Surroundings
  readonly store: Store
  readonly note: (text: string) => void
}

/** The tests of this run: by its reports, or by the record where it knows the very commit that is judged. */
export async function testsNow(
  { options, world, store, note, paths }: CauseSearch,
  repository: Repository,
  head: Head,
  segments: readonly Segment[],
): Promise<NamedTests | null> {
  if (options.xunit.length > 0) return testsOfReports(options.xunit, world)
  if (head === 'index') {
    note('the tests of what is staged are only known by --xunit')
    return null
  }
  const commit = typeof head === 'object' ? head.commit : repository.headCommit
  const own = newestBuild(segments.filter(({ build }) => isOfCommit(build, commit)))
  const [first] = own
  if (!first) {
    note(
      `${store.where} has no build of ${commit.slice(0, 10)}, and no XUnit report of this run is given (--xunit)`,
    )
    return null
  }
  const tests = testsOfBuild(first.build.id, await allTests(store, own, world), own)
  if (head !== 'worktree') return tests
  const known = new Set([...paths, ...tests.tests.flatMap(({ ref }) => ref.file ?? [])])
  if (!(await uncommittedPaths(repository)).some(path => known.has(path))) return tests
  note(`files differ from ${commit.slice(0, 10)}, whose build is in the record; give --xunit`)
  return null
}

/** Those of some builds, with their runs. @throws GateError store.* */
export async function allTests(
  store: Store,
  segments: readonly Segment[],
  world: Surroundings,
): Promise<readonly TestHistory[]> {
  const window = openWindow(store, segments, [])
  const all = await window.matching(
    () => true,
    () => false,
  )
  tellDamage(window.damaged(), world)
  return all
}
