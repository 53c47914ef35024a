import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Store } from '../core/system/store/store.ts'
import { decodeFold, encodeFold, type Fold, monthsOf, uniteFolds } from './folds.ts'
import type { BuildRef, Exception, TestRef } from './model.ts'
import { openRecord } from './record.ts'
import { pruneRecord, readFolds } from './retention.ts'

const DAY = 24 * 60 * 60 * 1_000
const start = Date.UTC(2026, 0, 1)
const now = start + 400 * DAY

type Memory = Store & { readonly segments: Map<string, Uint8Array> }

function memory(segments: Map<string, Uint8Array> = new Map(), onWrite: () => void = () => {}): Memory {
  return {
    where: 'memory',
    segments,
    keys: async prefix => [...segments.keys()].filter(key => key.startsWith(prefix)).sort(),
    read: async keys => new Map(keys.flatMap(key => (segments.has(key) ? [[key, segments.get(key)!]] : []))),
    write: async more => {
      onWrite()
      for (const [key, bytes] of more) if (!segments.has(key)) segments.set(key, bytes)
    },
    remove: async keys => {
      onWrite()
      for (const key of keys) segments.delete(key)
    },
    close: async () => {},
  }
}

const ref = (name: string): TestRef => ({
  id: `id-${name}`,
  name,
  classname: 'c',
  file: `${name}.ts`,
  project: '',
})
const exception = (result: Exception['result'], message = 'boom'): Exception => ({
  result,
  failures: 1,
  attempts: 2,
  fingerprint: message,
  message,
  durationMs: 1,
  quarantined: false,
})
const build = (number: number, shard = ''): BuildRef => ({
  id: `b${number}`,
  shard,
  at: start + number * DAY,
  branch: 'main',
  commit: null,
  environment: 'e',
})
/** One test flakes every 5th day, one fails every 10th, one was added on day 40, one never fails. */
async function fill(store: Store, from: number, to: number): Promise<void> {
  const record = openRecord(store)
  for (let day = from; day < to; day += 1) {
    const seen = (name: string, bad: Exception | null) => ({
      test: ref(name),
      exception: bad,
      ran: true,
      durationMs: 1,
    })
    await record.append(
      build(day),
      [
        seen('flaky', day % 5 === 0 ? exception('flaky') : null),
        seen('failing', day % 10 === 0 ? exception('failed') : null),
        seen('steady', null),
        ...(day >= 40 ? [seen('late', day === 41 ? exception('failed') : null)] : []),
      ],
      true,
    )
  }
}
async function counts(store: Store, name: string) {
  const { folds } = await readFolds(store)
  const detailed = new Set(await store.keys('builds/'))
  return monthsOf([...folds.values()], new Set([`id-${name}`]), detailed).map(each =>
    Object.values(each).join(' '),
  )
}
const settled = (store: Memory) =>
  [...store.segments.keys()].filter(key => !key.startsWith('unneeded/')).sort()

test('old builds become monthly counts, and the newest keep every detail', async () => {
  const store = memory()
  await fill(store, 0, 60)
  const done = await pruneRecord(store, { keep: 10, now })
  expect(done).toMatchObject({ builds: 10, folded: 50, months: 2, unreadable: [] })
  expect(await counts(store, 'flaky')).toEqual(['202601 31 7 0', '202602 19 3 0'])
  expect(await counts(store, 'failing')).toEqual(['202601 31 0 4', '202602 19 0 1'])
  expect(await counts(store, 'late')).toEqual(['202602 10 0 1'])
  expect(await counts(store, 'steady')).toEqual([])
  const window = await openRecord(store).window({ branch: null, builds: 500 })
  expect(window.builds.map(({ id }) => id)).toEqual(
    Array.from({ length: 10 }, (_, index) => `b${index + 50}`),
  )
  const [flaky] = (await window.troubled(() => false)).filter(({ test }) => test.name === 'flaky')
  expect(flaky?.runs.map(({ result }) => result).join(' ')).toMatch(
    /^flaky passed passed passed passed flaky/,
  )
})

test('a second time changes nothing', async () => {
  const store = memory()
  await fill(store, 0, 40)
  await pruneRecord(store, { keep: 10, now })
  const before = settled(store)
  expect(await pruneRecord(store, { keep: 10, now })).toMatchObject({ folded: 0 })
  expect(settled(store)).toEqual(before)
})

test('month by month or at once: the same counts, and one fold a month', async () => {
  const [slow, fast] = [memory(), memory()]
  await fill(fast, 0, 60)
  await pruneRecord(fast, { keep: 10, now })
  for (let day = 0; day < 60; day += 7) {
    await fill(slow, day, Math.min(day + 7, 60))
    await pruneRecord(slow, { keep: 10, now: start + day * DAY })
  }
  expect(await counts(slow, 'flaky')).toEqual(await counts(fast, 'flaky'))
  expect(await counts(slow, 'failing')).toEqual(await counts(fast, 'failing'))
  expect(await slow.keys('months/')).toHaveLength(2)
})

test('segments that another store brings back are not counted again, and go', async () => {
  const store = memory()
  await fill(store, 0, 60)
  const copy = new Map(store.segments)
  await pruneRecord(store, { keep: 10, now })
  const expected = await counts(store, 'flaky')
  await store.write(copy)
  expect(await store.keys('builds/')).toHaveLength(60)
  expect(await pruneRecord(store, { keep: 10, now })).toMatchObject({ builds: 10, folded: 50 })
  expect(await counts(store, 'flaky')).toEqual(expected)
})

test('two agents that folded different parts of a month unite without counting a build twice', async () => {
  const one = memory()
  await fill(one, 0, 50)
  const other = memory(new Map(one.segments))
  await fill(other, 50, 58)
  await pruneRecord(one, { keep: 30, now })
  await pruneRecord(other, { keep: 30, now })
  expect(await counts(other, 'flaky')).toEqual(['202601 28 6 0'])
  for (const [key, bytes] of other.segments) one.segments.set(key, bytes)
  // Eight of them are still there whole.
  expect(await counts(one, 'flaky')).toEqual(['202601 20 4 0'])
  await pruneRecord(one, { keep: 30, now })
  expect(await counts(one, 'flaky')).toEqual(await counts(other, 'flaky'))
  expect(await one.keys('months/')).toHaveLength(1)
})

test('killed between any two writes, nothing is lost, and the next one ends it', async () => {
  const whole = memory()
  await fill(whole, 0, 40)
  const segments = new Map(whole.segments)
  await pruneRecord(whole, { keep: 10, now })
  const expected = await counts(whole, 'flaky')
  for (let kill = 1; kill <= 6; kill += 1) {
    let writes = 0
    const dying = memory(new Map(segments), () => {
      writes += 1
      if (writes > kill) throw new Error('killed')
    })
    await pruneRecord(dying, { keep: 10, now }).catch(() => {})
    const survivor = memory(dying.segments)
    await pruneRecord(survivor, { keep: 10, now })
    expect(await counts(survivor, 'flaky')).toEqual(expected)
    expect(await survivor.keys('builds/')).toHaveLength(10)
  }
})

test("a build's shards stay together", async () => {
  const store = memory()
  for (let day = 0; day < 4; day += 1) {
    for (const shard of ['1', '2']) {
      const bad = shard === '1' ? exception('flaky') : null
      await openRecord(store).append(
        build(day, shard),
        [{ test: ref(shard), exception: bad, ran: true, durationMs: 1 }],
        true,
      )
    }
  }
  expect(await pruneRecord(store, { keep: 3, now })).toMatchObject({ builds: 3, folded: 2 })
  expect(await counts(store, '1')).toEqual(['202601 1 1 0'])
})

test('what cannot be read stays, and holds every name: nobody knows what it needs', async () => {
  const store = memory()
  await fill(store, 0, 20)
  const [oldest] = await store.keys('builds/')
  store.segments.set(oldest!, new Uint8Array([1, 2, 3]))
  store.segments.set('names/nobody', new Uint8Array([1]))
  const done = await pruneRecord(store, { keep: 5, now })
  expect(done).toMatchObject({ builds: 5, unreadable: [oldest], namesMarked: 0 })
  await pruneRecord(store, { keep: 5, now: now + 3 * DAY })
  expect(store.segments.has(oldest!)).toBe(true)
  expect(store.segments.has('names/nobody')).toBe(true)
})

test('names go when nobody has needed them for a day, and not when a build has come that does', async () => {
  const store = memory()
  await fill(store, 38, 60)
  const names = await store.keys('names/')
  const first = await pruneRecord(store, { keep: 10, now })
  expect(first.namesRemoved).toBe(0)
  expect(first.namesMarked).toBeGreaterThan(0)
  expect(await store.keys('names/')).toEqual(names)
  // An agent that had seen the old names writes its build now.
  const late = { ...build(38), id: 'late' }
  const seen = ['flaky', 'failing', 'steady'].map(name => ({
    test: ref(name),
    exception: null,
    ran: true,
    durationMs: 1,
  }))
  await openRecord(store).append(late, seen, true)
  await pruneRecord(store, { keep: 100, now: now + 2 * DAY })
  expect(await store.keys('names/')).toEqual(names)
  await pruneRecord(store, { keep: 10, now: now + 3 * DAY })
  const last = await pruneRecord(store, { keep: 10, now: now + 5 * DAY })
  expect(last.namesRemoved).toBeGreaterThan(0)
  expect(await store.keys('unneeded/')).toEqual([])
  const window = await openRecord(store).window({ branch: null, builds: 500 })
  expect((await window.troubled(() => false)).map(({ test }) => test.name).sort()).toEqual([
    'failing',
    'flaky',
  ])
  expect(window.damaged()).toEqual([])
})

test('what happened in an incident is not counted for its tests', async () => {
  const store = memory()
  await openRecord(store).append(
    build(0),
    [
      {
        test: ref('a'),
        exception: exception('flaky', 'Error: ENOSPC: no space left'),
        ran: true,
        durationMs: 1,
      },
    ],
    true,
  )
  await fill(store, 1, 3)
  await pruneRecord(store, { keep: 2, now })
  expect(await counts(store, 'a')).toEqual(['202601 0 0 0'])
})

test('folds unite in any order, any number of times', () => {
  const segment = fc.constantFrom('builds/a', 'builds/b', 'builds/c', 'builds/d')
  const fold = fc
    .record({
      segments: fc.uniqueArray(segment, { minLength: 1 }),
      tests: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
      row: fc.array(fc.constantFrom(' ', '-', '.', 'i', 'f', 'x'), { minLength: 4, maxLength: 4 }),
    })
    .map(({ segments, tests, row }): Fold => {
      const sorted = [...segments].sort().map(key => ({ key, shard: key }))
      const rows = tests
        .sort()
        .map(name => ({ test: ref(name), signs: row.slice(0, sorted.length).join('') }))
      return { month: '202601', segments: sorted, tests: rows }
    })
  fc.assert(
    fc.property(fc.array(fold, { minLength: 1, maxLength: 4 }), folds => {
      const all = uniteFolds('202601', folds)
      expect(uniteFolds('202601', [...folds, ...folds].reverse())).toEqual(all)
      const stepwise = folds.reduce((sum, each) => uniteFolds('202601', [sum, each]), folds[0]!)
      expect(stepwise).toEqual(all)
      expect(decodeFold(encodeFold(all)[1])).toEqual(all)
    }),
  )
})
