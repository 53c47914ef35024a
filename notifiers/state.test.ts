import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { directoryStore } from '../core/system/store/directory-store.ts'
import type { Store } from '../core/system/store/store.ts'
import {
  type BuildFacts,
  type BuildState,
  breakageFor,
  nextState,
  readBuckets,
  readState,
  writeBuckets,
  writeState,
} from './state.ts'

const key = { repository: 'acme/pay', job: 'main build', branch: 'main' }
let clock = 1000
const facts = (
  status: BuildFacts['status'],
  commit: string | null,
  failing: readonly string[] = [],
): BuildFacts => {
  clock += 1
  return { ...key, status, commit, number: null, at: clock, failing }
}

test('the life of a breakage: broken, still, another test, fixed, broken again', () => {
  const green = nextState(null, facts('SUCCESS', 'c0'), {})
  expect(green).toMatchObject({ status: 'SUCCESS', lastGreenCommit: 'c0', breakage: null, failing: [] })
  const broken = nextState(green, facts('FAILURE', 'c1', ['t1']), { mail: ['alice'] })
  const { id, since } = broken?.breakage ?? { id: '', since: 0 }
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(broken).toMatchObject({
    lastGreenCommit: 'c0',
    breakage: { firstBadCommit: 'c1', since: broken?.at, told: { mail: ['alice'] } },
    failing: ['t1'],
  })
  const still = nextState(broken, facts('UNSTABLE', 'c2', ['t1', 't2']), { mail: ['bob'], irc: ['#ci'] })
  expect(still).toMatchObject({
    breakage: { id, since, firstBadCommit: 'c1', told: { mail: ['alice', 'bob'], irc: ['#ci'] } },
    failing: ['t1', 't2'],
  })
  const end = facts('SUCCESS', 'c3')
  expect(breakageFor(still, end)).toEqual(still?.breakage)
  const fixed = nextState(still, end, { mail: ['alice'] })
  expect(fixed).toMatchObject({ lastGreenCommit: 'c3', breakage: null, failing: [] })
  expect(breakageFor(fixed, facts('SUCCESS', 'c4'))).toBeNull()
  const again = nextState(fixed, facts('FAILURE', 'c5', ['t9']), {})
  expect(again?.breakage?.id).not.toBe(id)
  expect(again).toMatchObject({ breakage: { told: {} }, failing: ['t9'] })
})

test('any agent computes the same id, and no other branch’s or job’s', () => {
  const one = breakageFor(null, facts('FAILURE', 'c1'))
  expect(breakageFor(null, facts('UNSTABLE', 'c1'))?.id).toBe(one?.id)
  for (const change of [{ branch: 'other' }, { job: null }, { repository: 'x' }, { commit: 'c2' }]) {
    expect(breakageFor(null, { ...facts('FAILURE', 'c1'), ...change })?.id).not.toBe(one?.id)
  }
  const unknown = [facts('FAILURE', null), facts('FAILURE', null)].map(each => breakageFor(null, each)?.id)
  expect(unknown[0]).not.toBe(unknown[1])
})

test('a build that says nothing about the code changes nothing', () => {
  const broken = nextState(null, facts('FAILURE', 'c1', ['t1']), {})
  expect(nextState(broken, facts('ABORTED', 'c2'), {})).toBe(broken)
  expect(nextState(null, facts('NOT_BUILT', 'c2'), {})).toBeNull()
})

test('what stands for everybody is no address', () => {
  const state = nextState(null, facts('FAILURE', 'c1'), { mail: ['*', 'a'], irc: ['*'] })
  expect(state?.breakage?.told).toEqual({ mail: ['a'], irc: [] })
})

let directory: string
let store: Store
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-state-'))
  store = directoryStore(directory)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const quiet = () => {
  throw new Error('nothing is to be told')
}
const stateOf = (build: BuildFacts, told = {}, previous: BuildState | null = null): BuildState => {
  const state = nextState(previous, build, told)
  if (state === null) throw new Error('no state')
  return state
}
const segments = () =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(each => each.isFile())
    .map(each => join(each.parentPath, each.name))
    .sort()

test('what was written is read, for its own job and branch alone', async () => {
  expect(await readState(store, key, quiet)).toBeNull()
  const state = stateOf(facts('FAILURE', 'c1', ['t1']), { mail: ['a'] })
  await writeState(store, key, state)
  expect(await readState(store, key, quiet)).toEqual(state)
  expect(await readState(store, { ...key, branch: 'other' }, quiet)).toBeNull()
  expect(await readState(store, { ...key, job: null }, quiet)).toBeNull()
})

test('the newest wins, in whatever order they come; the twenty newest are kept', async () => {
  const states = Array.from({ length: 30 }, (_, index) => stateOf(facts('SUCCESS', `c${index}`)))
  for (const state of [...states.slice(15), ...states.slice(0, 15)]) await writeState(store, key, state)
  expect((await readState(store, key, quiet))?.commit).toBe('c29')
  expect(segments()).toHaveLength(20)
})

test('two agents that write at once lose nobody whom they told', async () => {
  const before = stateOf(facts('FAILURE', 'c1', ['t1']), { mail: ['a'] })
  await writeState(store, key, before)
  const [one, other] = [facts('FAILURE', 'c2', ['t2']), facts('FAILURE', 'c2', ['t3'])]
  await Promise.all([
    writeState(store, key, stateOf(one, { mail: ['b'] }, before)),
    writeState(store, key, stateOf(other, { irc: ['#ci'] }, before)),
  ])
  const state = await readState(store, key, quiet)
  expect(state?.at).toBe(other.at)
  expect(state?.breakage?.told.irc).toEqual(['#ci'])
  expect([...(state?.breakage?.told.mail ?? [])].sort()).toEqual(['a', 'b'])
  expect([...(state?.failing ?? [])].sort()).toEqual(['t1', 't2', 't3'])
})

test.each(['', '{', 'null', '{"schema":"cd-gate/notify-state/1","status":"GREEN"}', '[]'])(
  'a newest state of %j is told, and the older one is used',
  async damage => {
    const older = stateOf(facts('FAILURE', 'c1'))
    await writeState(store, key, older)
    await writeState(store, key, stateOf(facts('SUCCESS', 'c2')))
    writeFileSync(segments().at(-1) ?? '', damage)
    const told: string[] = []
    expect(await readState(store, key, line => told.push(line))).toEqual(older)
    expect(told).toEqual([expect.stringMatching(/damaged \(1 of 2\); an older one is used/)])
  },
)

test('where all is damaged nothing is known, and that is told', async () => {
  await writeState(store, key, stateOf(facts('SUCCESS', 'c1')))
  for (const file of segments()) writeFileSync(file, 'x')
  const told: string[] = []
  expect(await readState(store, key, line => told.push(line))).toBeNull()
  expect(told).toEqual([expect.stringMatching(/nothing is known/)])
})

test('buckets are the repository’s; nonsense in them is left out', async () => {
  const bucket = { tokens: 1.5, at: 7, held: 2 }
  expect(await readBuckets(store, 'acme/pay')).toEqual({})
  await writeBuckets(store, 'acme/pay', { 'channel mail': bucket, bad: { tokens: 'x' } as never }, 7)
  expect(await readBuckets(store, 'acme/pay')).toEqual({ 'channel mail': bucket })
  expect(await readBuckets(store, 'acme/other')).toEqual({})
})
