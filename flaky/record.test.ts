import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Store } from '../core/system/store/store.ts'
import type { BuildRef, Exception, TestRef } from './model.ts'
import { type Observation, openRecord } from './record.ts'
import { bitmap, decodeSegment, encodeSegment, hasRun, type Segment, setRan } from './segment.ts'

function memoryStore(
  segments: Map<string, Uint8Array> = new Map(),
): Store & { readonly segments: Map<string, Uint8Array> } {
  return {
    where: 'memory',
    segments,
    keys: async prefix => [...segments.keys()].filter(key => key.startsWith(prefix)).sort(),
    read: async keys => new Map(keys.flatMap(key => (segments.has(key) ? [[key, segments.get(key)!]] : []))),
    write: async more => {
      for (const [key, bytes] of more) if (!segments.has(key)) segments.set(key, bytes)
    },
    remove: async keys => {
      for (const key of keys) segments.delete(key)
    },
    close: async () => {},
  }
}

const build = (number: number, more: Partial<BuildRef> = {}): BuildRef => ({
  id: `build-${number}`,
  shard: '',
  at: Date.UTC(2026, 10, 1) + number * 60_000,
  branch: 'main',
  commit: null,
  environment: 'linux',
  ...more,
})
const ref = (number: number): TestRef => ({
  id: `id-${number}`,
  name: `test ${number} "quoted"\n😀`,
  classname: 'a.b',
  file: number % 5 === 0 ? null : `src/${number % 7}.test.ts`,
  project: number % 2 === 0 ? '' : 'chromium',
})
const failure = (fingerprint = 'f'): Exception => ({
  result: 'failed',
  failures: 2,
  attempts: 2,
  fingerprint,
  message: 'expected 1 to be 2',
  durationMs: 12,
  quarantined: false,
})
const seen = (number: number, exception: Exception | null = null, ran = true): Observation => ({
  test: ref(number),
  exception,
  ran,
  durationMs: 10,
})
const calm = () => false

test('a test that failed has all its runs, those that passed and those of builds that did not know it', async () => {
  const record = openRecord(memoryStore())
  await record.append(build(1), [seen(1), seen(2)], true)
  await record.append(build(2), [seen(1, failure()), seen(2), seen(3)], true)
  await record.append(build(3), [seen(1, null, false), seen(3)], true)
  const window = await record.window({ branch: 'main', builds: 10 })
  expect(window.builds.map(each => each.id)).toEqual(['build-1', 'build-2', 'build-3'])
  const histories = await window.troubled(calm)
  expect(histories.map(each => each.test)).toEqual([ref(1)])
  expect(histories[0]?.runs.map(each => [each.build.id, each.result])).toEqual([
    ['build-1', 'passed'],
    ['build-2', 'failed'],
  ])
  expect(histories[0]?.runs[1]?.exception).toEqual(failure())
  const [third] = await window.matching(({ id }) => id === 'id-3', calm)
  expect(third?.runs.map(each => each.build.id)).toEqual(['build-2', 'build-3'])
})

test('the window is the last builds of a branch, with all their shards', async () => {
  const record = openRecord(memoryStore())
  for (let number = 0; number < 200; number += 1) {
    const branch = number % 2 === 0 ? 'main' : 'topic'
    for (const shard of ['1', '2'])
      await record.append(build(number, { branch, shard }), [seen(number)], true)
  }
  const window = await record.window({ branch: 'main', builds: 3 })
  expect(window.builds.map(each => each.id)).toEqual(['build-194', 'build-196', 'build-198'])
  expect(window.segments).toHaveLength(6)
  expect((await record.window({ branch: null, builds: 1000 })).builds).toHaveLength(200)
})

test('names that do not change are kept once, and one more test costs one more chunk', async () => {
  const store = memoryStore()
  const record = openRecord(store)
  const tests = Array.from({ length: 500 }, (_, number) => seen(number))
  await record.append(build(1), tests, true)
  const before = store.segments.size
  await record.append(build(2), tests, true)
  expect(store.segments.size).toBe(before + 1)
  await record.append(build(3), [...tests, seen(1001)], true)
  expect(store.segments.size).toBe(before + 1 + 3)
})

test('a damaged segment is left out and said, and so are lost names', async () => {
  const store = memoryStore()
  const record = openRecord(store)
  await record.append(build(1), [seen(1, failure())], true)
  await record.append(build(2), [seen(1, failure())], true)
  const [first] = await store.keys('builds/')
  store.segments.set(first!, store.segments.get(first!)!.slice(0, 9))
  const window = await record.window({ branch: 'main', builds: 5 })
  expect((await window.troubled(calm))[0]?.runs).toHaveLength(1)
  expect(window.damaged()).toEqual([first])
  for (const key of await store.keys('names/')) store.segments.delete(key)
  const nameless = await record.window({ branch: 'main', builds: 5 })
  expect(await nameless.troubled(calm)).toEqual([])
  expect(nameless.damaged().length).toBeGreaterThan(1)
})

test('stores unite by copying what is missing: order, repeats and lost shards do no harm', async () => {
  const operations = fc.array(
    fc.record({
      build: fc.nat(6),
      shard: fc.nat(2),
      tests: fc.uniqueArray(fc.nat(20), { minLength: 1 }),
      bad: fc.nat(20),
    }),
    { maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(operations, fc.infiniteStream(fc.boolean()), async (appends, coins) => {
      const whole = memoryStore()
      const halves = [memoryStore(), memoryStore()] as const
      for (const { build: number, shard, tests, bad } of appends) {
        const target = build(number, { shard: String(shard) })
        const observations = tests.map(each => seen(each, each === bad ? failure() : null))
        await openRecord(whole).append(target, observations, true)
        // The first writer of a build and shard is the one that counts, wherever it was.
        const first = (await Promise.all(halves.map(each => each.keys('builds/')))).flat()
        const half = halves[coins.next().value ? 0 : 1]
        const probe = memoryStore()
        await openRecord(probe).append(target, observations, true)
        const key = (await probe.keys('builds/'))[0]!
        if (!first.includes(key)) await openRecord(half).append(target, observations, true)
        if (coins.next().value)
          await openRecord(half)
            .append(target, observations, true)
            .catch(() => {})
      }
      const union = memoryStore(
        new Map([...halves[1].segments, ...halves[0].segments, ...halves[1].segments]),
      )
      const ask = async (store: Store) => {
        const window = await openRecord(store).window({ branch: null, builds: 100 })
        return [
          window.builds.map(each => each.id),
          (await window.troubled(calm)).map(each => each.test.id).sort(),
        ]
      }
      if (
        appends.every(
          (one, index) =>
            appends.findIndex(other => other.build === one.build && other.shard === one.shard) === index,
        )
      ) {
        expect(await ask(union)).toEqual(await ask(whole))
      } else {
        expect((await ask(union))[0]).toEqual((await ask(whole))[0])
      }
    }),
    { numRuns: 40 },
  )
})

const anySegment: fc.Arbitrary<Segment> = fc.nat(300).chain(tests =>
  fc.record({
    build: fc.record({
      id: fc.string({ minLength: 1 }),
      shard: fc.string(),
      at: fc.integer({ min: 0, max: 4e12 }),
      branch: fc.option(fc.string()),
      commit: fc.option(fc.string()),
      environment: fc.string(),
    }),
    dictionary: fc.string(),
    tests: fc.constant(tests),
    ran: fc.array(fc.boolean(), { minLength: tests, maxLength: tests }).map(flags => {
      const ran = bitmap(tests)
      flags.forEach((flag, place) => {
        if (flag) setRan(ran, place)
      })
      return ran
    }),
    exceptions: fc
      .uniqueArray(fc.nat(Math.max(0, tests - 1)), { maxLength: Math.min(5, tests) })
      .map(
        places =>
          new Map(
            tests === 0 ? [] : places.sort((a, b) => a - b).map(place => [place, failure(String(place))]),
          ),
      ),
    fileDurations: fc.array(
      fc.nat(1000).map(each => each * 10),
      { maxLength: 5 },
    ),
    complete: fc.boolean(),
  }),
)

test('a segment is read as it was written, and a cut one not at all', () => {
  fc.assert(
    fc.property(anySegment, fc.nat(100), (segment, cut) => {
      const bytes = encodeSegment(segment)
      expect(decodeSegment(bytes)).toEqual(segment)
      expect(decodeSegment(bytes.slice(0, Math.max(0, bytes.length - 1 - cut)))).toBe(null)
      for (let place = 0; place < segment.tests; place += 1)
        expect(typeof hasRun(segment.ran, place)).toBe('boolean')
    }),
  )
})

test('a build of 20,000 tests takes at most 5 kB', async () => {
  const store = memoryStore()
  const observations = Array.from({ length: 20_000 }, (_, number): Observation => {
    const exception =
      number % 500 === 3
        ? { ...failure(`${number}`.padStart(16, '0')), message: `expected ${number} to be ${number * 7}` }
        : null
    return {
      test: { ...ref(number), file: `src/${number % 400}.test.ts` },
      exception,
      ran: number % 33 !== 0,
      durationMs: number % 90,
    }
  })
  await openRecord(store).append(build(1), observations, true)
  const [key] = await store.keys('builds/')
  expect(store.segments.get(key!)!.length).toBeLessThan(5000)
})
