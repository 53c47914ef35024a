import type { Ancestor } from '../../core/system/git-ancestry.ts'
import type { BuildRef, TestHistory } from '../../flaky/model.ts'
import type { Segment } from '../../flaky/segment.ts'
import { type NamedTest, type NamedTests, testsOfBuild } from './coverage-cause-tests.ts'

/** Shorter abbreviations of a commit's name are none. */
const SHORTEST_NAME = 7

/** `flaky import --commit` takes abbreviations, and keeps what it is given. */
export function isOfCommit({ commit }: BuildRef, wanted: string): boolean {
  return commit !== null && commit.length >= SHORTEST_NAME && wanted.startsWith(commit.toLowerCase())
}

/** The builds of the nearest of these commits that has any. */
export function nearestBuilds(
  commits: readonly Pick<Ancestor, 'commit'>[],
  segments: readonly Segment[],
): { readonly commit: string; readonly segments: readonly Segment[] } | null {
  for (const { commit } of commits) {
    const own = segments.filter(({ build }) => isOfCommit(build, commit))
    if (own.length > 0) return { commit, segments: own }
  }
  return null
}

/** The newest build's segments: of a whole one, if there is any. */
export function newestBuild(segments: readonly Segment[]): readonly Segment[] {
  const newest = segments.findLast(({ complete }) => complete) ?? segments.at(-1)
  return segments.filter(({ build }) => build.id === newest?.build.id)
}

/**
 * What the tests were: of several builds of a commit, the one that has most tests in common with this run; from others of
 * its environment those files that it does not know, for they are another runner's.
 */
export function testsThen(
  histories: readonly TestHistory[],
  segments: readonly Segment[],
  idsNow: ReadonlySet<string>,
): NamedTests {
  const builds = [...new Map(segments.map(({ build }) => [build.id, build])).values()].map(build => {
    const all = testsOfBuild(build.id, histories, segments)
    const ran = all.tests.filter(({ outcome }) => outcome !== 'skipped')
    const shared = ran.filter(({ ref }) => idsNow.has(ref.id)).length
    return { build, ran, shared, isIncomplete: all.isIncomplete }
  })
  const [best, ...others] = builds.sort(
    (one, other) => other.shared - one.shared || other.build.at - one.build.at,
  )
  if (!best) return { tests: [], isIncomplete: true }
  const tests: NamedTest[] = [...best.ran]
  const files = new Set(best.ran.map(placeOf))
  for (const { build, ran } of others) {
    if (build.environment !== best.build.environment) continue
    const more = ran.filter(each => !files.has(placeOf(each)))
    tests.push(...more)
    for (const each of more) files.add(placeOf(each))
  }
  return { tests, isIncomplete: best.isIncomplete }
}

function placeOf({ ref }: NamedTest): string {
  return ref.file ?? ref.classname
}
