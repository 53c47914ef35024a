import type { Store } from '../core/system/store/store.ts'
import { chunkOf } from './dictionary.ts'
import {
  decodeFold,
  encodeFold,
  type Fold,
  type FoldedSegment,
  type FoldedTest,
  foldPrefix,
  uniteFolds,
} from './folds.ts'
import { incidentOf } from './incident.ts'
import type { TestRef } from './model.ts'
import { createNames, type Names } from './names.ts'
import { pruneNames } from './retention-names.ts'
import { decodeSegment, hasRun, type Segment } from './segment.ts'

export interface PruneSetting {
  /** So many of the newest builds keep their detail. */
  readonly keep: number
  /** Milliseconds since the epoch. */
  readonly now: number
}

export interface Pruned {
  /** Builds that keep their detail. */
  readonly builds: number
  /** Segments that were folded into months, or had been before and were brought back by another store. */
  readonly folded: number
  readonly months: number
  /** Names that nobody needs: gone, and first seen to be so now. */
  readonly namesRemoved: number
  readonly namesMarked: number
  /** Keys that cannot be read: they stay. */
  readonly unreadable: readonly string[]
}

interface KeyedSegment {
  readonly key: string
  readonly segment: Segment
}

const BATCH = 64

/**
 * Folds the detail of old builds into months, and takes away names that no build needs. Any number of agents may do this at
 * once, and be killed in the middle: a month is written before its segments go, both may be done again, and a segment that
 * comes back from another store's copy is known by its key. What cannot be read is left alone.
 * @throws GateError store.*
 */
export async function pruneRecord(store: Store, { keep, now }: PruneSetting): Promise<Pruned> {
  const { folds, unreadable: badFolds } = await readFolds(store)
  const inFold = new Set([...folds.values()].flatMap(({ segments }) => segments.map(({ key }) => key)))
  const keys = await store.keys('builds/')
  const returned = keys.filter(key => inFold.has(key))
  const { kept, old, unreadable } = await divide(
    store,
    keys.filter(key => !inFold.has(key)),
    keep,
  )
  const names = createNames(store)
  const { made, lost } = await foldMonths(names, old, [...folds.values()])
  await writeFolds(store, folds, made)
  const gone = new Set([...returned, ...made.flatMap(({ segments }) => segments.map(({ key }) => key))])
  await store.remove([...gone])
  const left = await readBuilds(store, await store.keys('builds/'))
  const { removed, marked } = await pruneNames(store, left.segments, left.unreadable.length > 0, now)
  return {
    builds: kept,
    folded: gone.size,
    months: new Set([...folds.values(), ...made].map(({ month }) => month)).size,
    namesRemoved: removed,
    namesMarked: marked,
    unreadable: [...badFolds, ...unreadable, ...lost],
  }
}

/** By their keys. @throws GateError store.* */
export async function readFolds(
  store: Store,
): Promise<{ readonly folds: ReadonlyMap<string, Fold>; readonly unreadable: readonly string[] }> {
  const keys = await store.keys(foldPrefix)
  const found = await store.read(keys)
  const folds = new Map<string, Fold>()
  for (const [key, bytes] of found) {
    const fold = decodeFold(bytes)
    if (fold) folds.set(key, fold)
  }
  return { folds, unreadable: keys.filter(key => found.has(key) && !folds.has(key)) }
}

/** The newest builds, and the rest. A build's shards stay together. */
async function divide(store: Store, keys: readonly string[], keep: number) {
  const newest = new Set<string>()
  const old: KeyedSegment[] = []
  const unreadable: string[] = []
  for (let end = keys.length; end > 0; end -= BATCH) {
    const some = await readBuilds(store, keys.slice(Math.max(0, end - BATCH), end))
    unreadable.push(...some.unreadable)
    for (const each of some.segments.toReversed()) {
      const { id } = each.segment.build
      if (newest.size < keep) newest.add(id)
      if (!newest.has(id)) old.push(each)
    }
  }
  return { kept: newest.size, old, unreadable }
}

async function readBuilds(store: Store, keys: readonly string[]) {
  const segments: KeyedSegment[] = []
  const unreadable: string[] = []
  for (let start = 0; start < keys.length; start += BATCH) {
    const some = keys.slice(start, start + BATCH)
    const found = await store.read(some)
    for (const key of some) {
      const bytes = found.get(key)
      // Another agent has just taken it away.
      if (!bytes) continue
      const segment = decodeSegment(bytes)
      if (segment) segments.push({ key, segment })
      else unreadable.push(key)
    }
  }
  return { segments, unreadable }
}

/** Tests that had trouble earlier in a month are counted in the rest of it. `lost`: segments whose tests cannot be named. */
async function foldMonths(
  names: Names,
  old: readonly KeyedSegment[],
  folds: readonly Fold[],
): Promise<{ readonly made: readonly Fold[]; readonly lost: readonly string[] }> {
  const dictionaries = [...new Set(old.map(({ segment }) => segment.dictionary))]
  await names.fetch(dictionaries, new Set())
  const chunks = new Set<number>()
  for (const { segment } of old) {
    for (const place of segment.exceptions.keys()) chunks.add(names.chunkAt(segment.dictionary, place))
  }
  const inMonth = (month: string): readonly TestRef[] =>
    folds.filter(fold => fold.month === month).flatMap(({ tests }) => tests.map(({ test }) => test))
  for (const month of new Set(old.map(monthOf))) for (const test of inMonth(month)) chunks.add(chunkOf(test))
  await names.fetch(dictionaries, chunks)
  const isNamed = ({ segment }: KeyedSegment): boolean =>
    !names.damaged.has(segment.dictionary) &&
    [...segment.exceptions.keys()].every(place => names.testAt(segment.dictionary, place) !== null)
  const usable = old.filter(isNamed)
  const incidents = incidentBuilds(usable)
  const months = new Map<string, KeyedSegment[]>()
  for (const each of usable) {
    months.set(monthOf(each), [...(months.get(monthOf(each)) ?? []), each])
  }
  const made = [...months].map(([month, some]) => foldOf(month, some, inMonth(month), names, incidents))
  return { made, lost: old.filter(each => !isNamed(each)).map(({ key }) => key) }
}

function incidentBuilds(all: readonly KeyedSegment[]): ReadonlySet<string> {
  const builds = new Map<string, Segment[]>()
  for (const { segment } of all) {
    const { id } = segment.build
    builds.set(id, [...(builds.get(id) ?? []), segment])
  }
  const hit = [...builds].filter(([, shards]) => {
    const failures = shards.flatMap(({ exceptions }) => [...exceptions.values()])
    return (
      incidentOf(
        failures,
        shards.reduce((sum, { tests }) => sum + tests, 0),
      ) !== null
    )
  })
  return new Set(hit.map(([id]) => id))
}

function foldOf(
  month: string,
  all: readonly KeyedSegment[],
  known: readonly TestRef[],
  names: Names,
  incidents: ReadonlySet<string>,
): Fold {
  const sorted = [...all].sort((one, other) => (one.key < other.key ? -1 : 1))
  const tests = new Map(known.map(test => [test.id, test]))
  for (const { segment } of sorted) {
    for (const place of segment.exceptions.keys()) {
      const test = names.testAt(segment.dictionary, place)
      if (test) tests.set(test.id, test)
    }
  }
  const rows = [...tests.values()].map((test): FoldedTest => {
    const row = sorted.map(({ segment }) =>
      signOf(segment, names.placeOf(segment.dictionary, test), incidents),
    )
    return { test, signs: row.join('') }
  })
  return uniteFolds(month, [{ month, segments: sorted.map(placeOf), tests: rows }])
}

function placeOf({ key, segment }: KeyedSegment): FoldedSegment {
  return { key, shard: segment.build.shard }
}

function monthOf({ key }: KeyedSegment): string {
  return key.split('/')[1] ?? ''
}

function signOf(segment: Segment, place: number | null, incidents: ReadonlySet<string>): string {
  if (place === null) return '-'
  const exception = segment.exceptions.get(place)
  if (!exception) return hasRun(segment.ran, place) ? '.' : '-'
  if (incidents.has(segment.build.id)) return 'i'
  return exception.result === 'flaky' ? 'f' : 'x'
}

/** A month's folds become one. The new one is there before the others go. */
async function writeFolds(
  store: Store,
  folds: ReadonlyMap<string, Fold>,
  made: readonly Fold[],
): Promise<void> {
  const all = [...folds.values(), ...made]
  for (const month of new Set(all.map(each => each.month))) {
    const parts = all.filter(each => each.month === month)
    if (parts.length === 1 && !made.some(each => each.month === month)) continue
    const [key, body] = encodeFold(uniteFolds(month, parts))
    await store.write(new Map([[key, body]]))
    const replaced = [...folds].filter(([other, each]) => each.month === month && other !== key)
    await store.remove(replaced.map(([other]) => other))
  }
}
