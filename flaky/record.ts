import { hash } from 'node:crypto'
import type { Store } from '../core/system/store/store.ts'
import { buildDictionary } from './dictionary.ts'
import type { BuildRef, Exception, TestRef } from './model.ts'
import { bitmap, decodeSegment, encodeSegment, type Segment, setRan } from './segment.ts'
import { openWindow, type RecordWindow } from './window.ts'

/** What a build tells of a test that ran. */
export interface Observation {
  readonly test: TestRef
  /** `null`: it passed at once. */
  readonly exception: Exception | null
  /** It was skipped, or never started: it is named, and nothing is said of it. */
  readonly ran: boolean
  readonly durationMs: number
}

/** The record: what flaky keeps in a store, and the questions that it answers. */
export interface FlakyRecord {
  /** Durable when it resolves. The same build and shard again changes nothing. @throws GateError store.* */
  append(build: BuildRef, observations: readonly Observation[], complete: boolean): Promise<void>
  /** The last `builds` builds of a branch (`null`: of all), oldest first. @throws GateError store.* */
  window(query: { readonly branch: string | null; readonly builds: number }): Promise<RecordWindow>
}

export function openRecord(store: Store): FlakyRecord {
  return {
    async append(build, observations, complete) {
      const { segment, names } = segmentFor(build, observations, complete)
      const present = new Set((await store.read([...names.keys()])).keys())
      // Names first: a build whose names are missing could not be read.
      await store.write(new Map([...names].filter(([key]) => !present.has(key))))
      await store.write(new Map([[segmentKey(build), encodeSegment(segment)]]))
      // A prune may have removed names in between that nobody had needed until now.
      const kept = new Set((await store.read([...names.keys()])).keys())
      await store.write(new Map([...names].filter(([key]) => !kept.has(key))))
    },
    async window({ branch, builds }) {
      const keys = await store.keys('builds/')
      const segments: Segment[] = []
      const seen = new Set<string>()
      const damaged: string[] = []
      // Newest first, in batches, until there are enough builds of the branch. One more than enough: it is then known that
      // the oldest has no more shards.
      const batch = Math.max(builds + 1, LEAST_BATCH)
      for (let end = keys.length; end > 0 && seen.size <= builds; end -= batch) {
        const some = keys.slice(Math.max(0, end - batch), end)
        const found = await store.read(some)
        for (const key of [...some].reverse()) {
          const bytes = found.get(key)
          const segment = bytes && decodeSegment(bytes)
          if (!segment) {
            damaged.push(key)
            continue
          }
          if (branch !== null && segment.build.branch !== branch) continue
          seen.add(segment.build.id)
          segments.push(segment)
        }
      }
      const wanted = new Set([...seen].slice(0, builds))
      const kept = segments.filter(({ build }) => wanted.has(build.id))
      return openWindow(store, kept.reverse(), damaged)
    },
  }
}

const LEAST_BATCH = 16

/** By time, so that the newest are found without reading all; the same build and shard is the same key. */
export function segmentKey({ id, shard, at }: BuildRef): string {
  const time = new Date(at).toISOString().replace(/[-:.]/g, '')
  return `builds/${time.slice(0, 6)}/${time}-${hash('sha256', JSON.stringify([id, shard])).slice(0, 16)}`
}

function segmentFor(
  build: BuildRef,
  observations: readonly Observation[],
  complete: boolean,
): { readonly segment: Segment; readonly names: ReadonlyMap<string, Uint8Array> } {
  const { dictionary, segments, places, files } = buildDictionary(observations.map(({ test }) => test))
  const ran = bitmap(places.size)
  const exceptions = new Map<number, Exception>()
  const durations = new Map(files.map(file => [file, 0]))
  for (const { test, exception, ran: hasRun, durationMs } of observations) {
    const place = places.get(test.id)
    if (place === undefined) continue
    if (hasRun) setRan(ran, place)
    if (exception) exceptions.set(place, exception)
    const file = test.file ?? ''
    durations.set(file, (durations.get(file) ?? 0) + durationMs)
  }
  const fileDurations = files.map(file => durations.get(file) ?? 0)
  const segment = {
    build,
    dictionary: dictionary.key,
    tests: places.size,
    ran,
    exceptions,
    fileDurations,
    complete,
  }
  return { segment, names: segments }
}
