import { hash } from 'node:crypto'
import type { Store } from '../core/system/store/store.ts'
import { readDictionary } from './dictionary.ts'
import type { Segment } from './segment.ts'

export const markPrefix = 'unneeded/'
const DAY = 24 * 60 * 60 * 1_000
/** A writer that found a name present has written its build within this time. */
const GRACE = DAY
/** An older mark may have come back with another store's copy: it says nothing. */
const LONGEST = 60 * DAY

/**
 * Takes away names that no build needs, in two steps a day apart: a writer looks which names are there, and writes its build
 * afterwards. In between, a name that it counts on must not go.
 * @param blind some builds cannot be read, and may need any name
 */
export async function pruneNames(
  store: Store,
  builds: readonly { readonly segment: Pick<Segment, 'dictionary'> }[],
  blind: boolean,
  now: number,
): Promise<{ readonly removed: number; readonly marked: number }> {
  if (blind) return { removed: 0, marked: 0 }
  const needed = await neededNames(store, new Set(builds.map(({ segment }) => segment.dictionary)))
  const unneeded = (await store.keys('names/')).filter(key => !needed.has(key))
  const marks = await readMarks(store, now)
  // One that speaks of a name in use is out of date as a whole.
  const isSound = ({ names, at }: Mark): boolean =>
    now - at < LONGEST && !names.some(name => needed.has(name))
  const sound = marks.filter(isSound)
  const ripe = new Set(sound.filter(({ at }) => now - at >= GRACE).flatMap(({ names }) => names))
  const removed = unneeded.filter(name => ripe.has(name))
  const waiting = new Set(sound.flatMap(({ names }) => names))
  const fresh = unneeded.filter(name => !waiting.has(name))
  if (fresh.length > 0) await store.write(new Map([markOf(fresh, now)]))
  await store.remove(removed)
  const done = marks.filter(mark => !isSound(mark) || mark.names.every(name => ripe.has(name)))
  await store.remove(done.map(({ key }) => key))
  return { removed: removed.length, marked: fresh.length }
}

/** The dictionaries, and the chunks that those of them name which can be read. @throws GateError store.* */
export async function neededNames(
  store: Store,
  dictionaries: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = await store.read([...dictionaries])
  const chunks = [...found].flatMap(([key, bytes]) => readDictionary(key, bytes)?.chunks ?? [])
  return new Set([...dictionaries, ...chunks])
}

interface Mark {
  readonly key: string
  readonly at: number
  readonly names: readonly string[]
}

function markOf(names: readonly string[], now: number): readonly [string, Uint8Array] {
  const text = JSON.stringify(names)
  return [`${markPrefix}${now}-${hash('sha256', text).slice(0, 16)}`, new TextEncoder().encode(text)]
}

/** A damaged one says nothing, and goes. */
async function readMarks(store: Store, now: number): Promise<readonly Mark[]> {
  const found = await store.read(await store.keys(markPrefix))
  return [...found].map(([key, bytes]) => {
    const at = Number(/^unneeded\/(\d+)-/.exec(key)?.[1] ?? Number.NaN)
    try {
      const names: unknown = JSON.parse(new TextDecoder().decode(bytes))
      if (Array.isArray(names) && at <= now) return { key, at, names: names as readonly string[] }
    } catch {
      // Below.
    }
    return { key, at: Number.NEGATIVE_INFINITY, names: [] }
  })
}
