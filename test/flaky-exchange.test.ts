import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { directoryStore } from '../core/system/store/directory-store.ts'
import { type Exchange, type GitRef, pullStore, pushStore } from '../core/system/store/git-ref.ts'
import type { Store } from '../core/system/store/store.ts'
import { monthsOf } from '../flaky/folds.ts'
import { openRecord } from '../flaky/record.ts'
import { pruneRecord, readFolds } from '../flaky/retention.ts'
import { recordRetention } from '../flaky/retention-exchange.ts'
import { failed, flaked, plantedTest, seen } from './planted-record.ts'
import { temporaryDirectory } from './repository.ts'

/** A record that travels by a git ref, and is pruned by one of its agents. */

const shaky = plantedTest('shaky')
const old = plantedTest('was removed', 'src/removed.test.ts', 'src.removed_test')
const days = 40
const keep = 5
const atDay = (day: number): number => Date.UTC(2026, 8, 25 + day, 12)

interface Agent {
  readonly store: Store
  readonly push: () => Promise<Exchange>
  readonly pull: () => Promise<Exchange>
  readonly prune: () => Promise<unknown>
  readonly builds: () => Promise<number>
}

let remote: string
let one: Agent
let other: Agent

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()

function agent(name: string): Agent {
  git(join(remote, '..'), 'init', '-q', '-b', 'main', name)
  const cwd = join(remote, '..', name)
  const place: GitRef = { cwd, remote, ref: 'refs/cd-gate/record' }
  const store = directoryStore(join(cwd, 'record'))
  return {
    store,
    push: () => pushStore(store, place, recordRetention(store)),
    pull: () => pullStore(store, place, recordRetention(store)),
    prune: () => pruneRecord(store, { keep, now: atDay(days) }),
    builds: async () => (await store.keys('builds/')).length,
  }
}

/** A build a day; the file `src/removed.test.ts` is gone since the twentieth. */
async function record(store: Store, from: number, to: number): Promise<void> {
  for (let day = from; day < to; day += 1) {
    const commit = day.toString(16).padStart(40, '0')
    const ref = { id: `b${day}`, shard: '', at: atDay(day), branch: 'main', commit, environment: 'linux' }
    const own = seen(shaky, day % 4 === 0 ? flaked('Error: not yet') : null)
    const removed = day < 20 ? [seen(old, day === 3 ? failed('Error: gone wrong') : null)] : []
    await openRecord(store).append(ref, [own, ...removed], true)
  }
}

const inRef = (prefix: string): readonly string[] =>
  git(remote, 'ls-tree', '-r', '--name-only', 'refs/cd-gate/record')
    .split('\n')
    .filter(key => key.startsWith(prefix))

const countsIn = async ({ store }: Agent) => {
  const { folds } = await readFolds(store)
  const months = monthsOf([...folds.values()], new Set([shaky.id]), new Set(await store.keys('builds/')))
  return months.reduce((sum, { flaky }) => sum + flaky, 0)
}

beforeEach(async () => {
  const directory = temporaryDirectory()
  git(directory, 'init', '-q', '--bare', 'remote.git')
  remote = join(directory, 'remote.git')
  one = agent('one')
  other = agent('other')
  await record(one.store, 0, days)
  await one.push()
  await other.pull()
})

test('what was folded leaves the ref, its names with it, and what held it as well', async () => {
  expect(inRef('builds/')).toHaveLength(days)
  const names = inRef('names/').length
  await one.prune()
  expect(await one.push()).toMatchObject({ received: 0, dropped: expect.any(Number) })
  expect(inRef('builds/')).toHaveLength(keep)
  expect(inRef('months/')).toHaveLength(2)
  expect(inRef('names/').length).toBeLessThan(names)
  expect(git(remote, 'rev-list', '--count', 'refs/cd-gate/record')).toBe('1')
})

test('it does not come back: not by a pull, nor by an agent that still has it', async () => {
  await one.prune()
  await one.push()
  expect(await one.pull()).toEqual({ received: 0, sent: 0 })
  expect(await other.push()).toMatchObject({ received: 2, sent: 0 })
  expect(inRef('builds/')).toHaveLength(keep)
  expect(await one.pull()).toEqual({ received: 0, sent: 0 })
  expect(await one.builds()).toBe(keep)
  // The other agent's copy is its own affair until it prunes as well.
  expect(await other.builds()).toBe(days)
  await other.prune()
  expect(await other.builds()).toBe(keep)
  expect(await other.push()).toEqual({ received: 0, sent: 0 })
})

test('a new agent has all that the record says, in detail and by the month', async () => {
  await one.prune()
  await one.push()
  const fresh = agent('fresh')
  await fresh.pull()
  expect(await fresh.builds()).toBe(keep)
  expect(await countsIn(fresh)).toBe(await countsIn(one))
  expect(await countsIn(fresh)).toBe(9)
  const window = await openRecord(fresh.store).window({ branch: 'main', builds: 100 })
  const [history] = await window.troubled(() => false)
  expect([history?.test, history?.runs.length]).toEqual([shaky, keep])
  expect(window.damaged()).toEqual([])
})

test('builds that another agent recorded in the meantime are taken in and counted once', async () => {
  await one.prune()
  await record(other.store, days, days + 2)
  await other.push()
  expect(await one.push()).toMatchObject({ received: 2 })
  expect(inRef('builds/')).toHaveLength(keep + 2)
  await other.prune()
  await other.push()
  await one.pull()
  await one.prune()
  await one.push()
  expect(inRef('builds/')).toHaveLength(keep)
  expect(inRef('months/')).toHaveLength(2)
  expect(await countsIn(one)).toBe(10)
})

test('names stay where a build cannot be read, for it may need any of them', async () => {
  await one.prune()
  const [first = ''] = await one.store.keys('builds/')
  await one.store.remove([first])
  await one.store.write(new Map([[first, new Uint8Array([1, 2, 3])]]))
  const names = inRef('names/')
  await one.push()
  expect(inRef('names/')).toEqual(names)
})
