import type { Store } from '../core/system/store/store.ts'
import type { BuildRef, TestHistory, TestRef, TestRun } from './model.ts'
import { createNames } from './names.ts'
import { hasRun, type Segment } from './segment.ts'

/** Some builds of the record, and what they say of their tests. */
export interface RecordWindow {
  /** Oldest first; a build's shards follow one another. */
  readonly segments: readonly Segment[]
  readonly builds: readonly BuildRef[]
  /** Keys that could not be read: they are left out, and the reader is told. */
  damaged(): readonly string[]
  /** The tests that did not simply pass in one of the builds, with all their runs. @throws GateError store.* */
  troubled(isIncident: (build: BuildRef) => boolean): Promise<readonly TestHistory[]>
  /** The runs of the tests that `matches` accepts. @throws GateError store.* */
  matching(
    matches: (test: TestRef) => boolean,
    isIncident: (build: BuildRef) => boolean,
  ): Promise<readonly TestHistory[]>
}

export function openWindow(store: Store, all: readonly Segment[], damaged: readonly string[]): RecordWindow {
  const segments = withoutRepeats(all)
  const dictionaries = [...new Set(segments.map(each => each.dictionary))]
  const names = createNames(store)

  const historiesOf = (
    tests: Iterable<TestRef>,
    isIncident: (build: BuildRef) => boolean,
  ): readonly TestHistory[] => {
    const incidents = segments.map(({ build }) => isIncident(build))
    return [...tests].map(test => {
      const places = new Map(dictionaries.map(each => [each, names.placeOf(each, test)]))
      const runs = segments.flatMap((segment, index) =>
        runOf(segment, places.get(segment.dictionary) ?? null, incidents[index] ?? false),
      )
      return { test, runs, bodyHash: null }
    })
  }
  return {
    segments,
    builds: [...new Map(segments.map(({ build }) => [build.id, build])).values()],
    damaged: () => [...damaged, ...names.damaged],
    async troubled(isIncident) {
      await names.fetch(dictionaries, new Set())
      const chunks = new Set<number>()
      for (const { dictionary, exceptions } of segments) {
        for (const place of exceptions.keys()) chunks.add(names.chunkAt(dictionary, place))
      }
      await names.fetch(dictionaries, chunks)
      const tests = new Map<string, TestRef>()
      for (const { dictionary, exceptions } of segments) {
        for (const place of exceptions.keys()) {
          const test = names.testAt(dictionary, place)
          if (test) tests.set(test.id, test)
        }
      }
      return historiesOf(tests.values(), isIncident)
    },
    async matching(matches, isIncident) {
      await names.fetch(dictionaries, null)
      const tests = new Map<string, TestRef>()
      for (const dictionary of dictionaries) {
        for (const test of names.all(dictionary)) if (matches(test)) tests.set(test.id, test)
      }
      return historiesOf(tests.values(), isIncident)
    },
  }
}

function runOf(segment: Segment, place: number | null, incident: boolean): readonly TestRun[] {
  if (place === null) return []
  const exception = segment.exceptions.get(place) ?? null
  if (!exception && !hasRun(segment.ran, place)) return []
  return [{ build: segment.build, result: exception?.result ?? 'passed', exception, incident }]
}

/** One segment a build and shard: a complete one before an incomplete one, then the later. */
function withoutRepeats(segments: readonly Segment[]): readonly Segment[] {
  const best = new Map<string, Segment>()
  for (const segment of segments) {
    const key = JSON.stringify([segment.build.id, segment.build.shard])
    const other = best.get(key)
    if (!other || segment.complete || !other.complete) best.set(key, segment)
  }
  return [...best.values()].sort((one, other) => one.build.at - other.build.at)
}
