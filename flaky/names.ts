import type { Store } from '../core/system/store/store.ts'
import { type Chunk, chunkOf, type Dictionary, readChunk, readDictionary } from './dictionary.ts'
import type { TestRef } from './model.ts'

/** The names that the dictionaries of some builds hold. What is asked for must have been fetched. */
export interface Names {
  /** The chunks of these numbers (`null`: all) of these dictionaries. @throws GateError store.* */
  fetch(dictionaries: Iterable<string>, chunks: ReadonlySet<number> | null): Promise<void>
  /** The number of the chunk that this place is in. */
  chunkAt(dictionary: string, place: number): number
  testAt(dictionary: string, place: number): TestRef | null
  placeOf(dictionary: string, test: TestRef): number | null
  all(dictionary: string): readonly TestRef[]
  /** Keys of names that are missing or damaged. */
  readonly damaged: ReadonlySet<string>
}

interface LoadedChunk extends Chunk {
  /** Of each test, by its id; made when first asked for. */
  places?: ReadonlyMap<string, number>
}

export function createNames(store: Store): Names {
  const dictionaries = new Map<string, Dictionary>()
  const starts = new Map<string, readonly number[]>()
  const chunks = new Map<string, LoadedChunk>()
  const damaged = new Set<string>()

  const read = async <T>(
    keys: Iterable<string>,
    known: Map<string, T>,
    decode: (key: string, bytes: Uint8Array) => T | null,
  ) => {
    const missing = [...new Set(keys)].filter(key => key !== '' && !known.has(key) && !damaged.has(key))
    if (missing.length === 0) return
    const found = await store.read(missing)
    for (const key of missing) {
      const bytes = found.get(key)
      const value = bytes ? decode(key, bytes) : null
      if (value === null) damaged.add(key)
      else known.set(key, value)
    }
  }
  const chunkOfDictionary = (dictionary: string, number: number): LoadedChunk | null =>
    chunks.get(dictionaries.get(dictionary)?.chunks[number] ?? '') ?? null

  return {
    damaged,
    async fetch(keys, numbers) {
      const wanted = [...keys]
      await read(wanted, dictionaries, readDictionary)
      for (const key of wanted) {
        const dictionary = dictionaries.get(key)
        if (dictionary && !starts.has(key)) starts.set(key, startsOf(dictionary))
      }
      const all = wanted.flatMap(key => dictionaries.get(key)?.chunks ?? [])
      const some = wanted.flatMap(key =>
        (dictionaries.get(key)?.chunks ?? []).filter((_, number) => numbers?.has(number)),
      )
      await read(numbers === null ? all : some, chunks, (_, bytes) => readChunk(bytes))
    },
    chunkAt(dictionary, place) {
      return (starts.get(dictionary) ?? []).findLastIndex(start => start <= place)
    },
    testAt(dictionary, place) {
      const number = this.chunkAt(dictionary, place)
      const start = starts.get(dictionary)?.[number] ?? 0
      return chunkOfDictionary(dictionary, number)?.tests[place - start] ?? null
    },
    placeOf(dictionary, test) {
      const number = chunkOf(test)
      const chunk = chunkOfDictionary(dictionary, number)
      if (!chunk) return null
      chunk.places ??= new Map(chunk.tests.map(({ id }, index) => [id, index]))
      const index = chunk.places.get(test.id)
      return index === undefined ? null : (starts.get(dictionary)?.[number] ?? 0) + index
    },
    all(dictionary) {
      return (dictionaries.get(dictionary)?.chunks ?? []).flatMap(key => chunks.get(key)?.tests ?? [])
    },
  }
}

/** The place at which each chunk begins; of one without tests, where the next begins. */
function startsOf({ sizes }: Dictionary): readonly number[] {
  const starts: number[] = []
  let start = 0
  for (const size of sizes) {
    starts.push(size === 0 ? Number.POSITIVE_INFINITY : start)
    start += size
  }
  return starts
}
