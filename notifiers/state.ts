import { createHash } from 'node:crypto'
import { type BuildStatus, buildStatuses, isRed, isTelling } from '../core/build.ts'
import type { Store } from '../core/system/store/store.ts'
import type { Breakage } from './model.ts'
import type { Buckets } from './rate.ts'
import { EVERYBODY } from './spool-entry.ts'
import { folderOf, readVersions, writeVersion } from './state-segments.ts'

/** Which history a build continues. */
export interface StateKey {
  readonly repository: string
  readonly job: string | null
  readonly branch: string | null
}

/** What the builds so far leave to the next one. */
export interface BuildState {
  readonly schema: 'cd-gate/notify-state/1'
  /** Of the newest build that says something about the code: never ABORTED or NOT_BUILT. */
  readonly status: BuildStatus
  readonly commit: string | null
  readonly number: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly lastGreenCommit: string | null
  /** `null` after a green build. */
  readonly breakage: Breakage | null
  /** Keys (failureKey) of all that failed in the breakage so far. */
  readonly failing: readonly string[]
}

export interface BuildFacts extends StateKey {
  readonly status: BuildStatus
  readonly commit: string | null
  readonly number: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Keys (failureKey) of what fails. */
  readonly failing: readonly string[]
}

const MOST_FAILING = 10_000

/** The breakage that the build belongs to, or ends. `null`: nothing was or is broken. */
export function breakageFor(previous: BuildState | null, facts: BuildFacts): Breakage | null {
  if (previous?.breakage) return previous.breakage
  return isRed(facts.status) ? newBreakage(facts) : null
}

/** Where no commit is known, the time is what sets one breakage apart from the next. */
function newBreakage({ repository, job, branch, commit, at }: BuildFacts): Breakage {
  const parts = [repository, job, branch, commit ?? at]
  const id = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
  return { id, firstBadCommit: commit, since: at, told: {} }
}

/**
 * What the next build has to know. A build that says nothing about the code leaves what was: `null` after nothing.
 * @param told whom each channel told of this build, by the channel's name
 */
export function nextState(
  previous: BuildState | null,
  facts: BuildFacts,
  told: Readonly<Record<string, readonly string[]>>,
): BuildState | null {
  if (!isTelling(facts.status)) return previous
  const { status, commit, number, at } = facts
  const base = { schema: 'cd-gate/notify-state/1', status, commit, number, at } as const
  if (!isRed(status)) {
    const lastGreenCommit = commit ?? previous?.lastGreenCommit ?? null
    return { ...base, lastGreenCommit, breakage: null, failing: [] }
  }
  const breakage = previous?.breakage ?? newBreakage(facts)
  return {
    ...base,
    lastGreenCommit: previous?.lastGreenCommit ?? null,
    breakage: { ...breakage, told: uniteTold(breakage.told, told) },
    failing: unite(previous?.breakage ? previous.failing : [], facts.failing).slice(0, MOST_FAILING),
  }
}

/**
 * What earlier builds left. Of two agents that wrote at once, the newer counts, and it knows whom the other told.
 * @param tell gets a line on what is damaged; an older state is then used
 * @throws GateError store.*
 */
export async function readState(
  store: Store,
  key: StateKey,
  tell: (line: string) => void,
): Promise<BuildState | null> {
  const versions = await readVersions(store, stateFolder(key))
  const states = versions.map(stateIn)
  const newest = states.findIndex(each => each !== null)
  const broken = newest < 0 ? states.length : newest
  if (broken > 0) {
    tell(
      `cd-gate: the newest state in ${store.where} is damaged (${broken} of ${states.length}); ${newest < 0 ? 'nothing is known of earlier builds' : 'an older one is used'}`,
    )
  }
  const state = states[newest]
  if (!state?.breakage) return state ?? null
  const same = states.flatMap(each => (each?.breakage?.id === state.breakage?.id && each ? [each] : []))
  const told = same.reduce((all, each) => uniteTold(all, each.breakage?.told ?? {}), {})
  const failing = same.reduce<readonly string[]>((all, each) => unite(all, each.failing), [])
  return { ...state, breakage: { ...state.breakage, told }, failing: failing.slice(0, MOST_FAILING) }
}

/** Durable when it resolves. @throws GateError store.* */
export function writeState(store: Store, key: StateKey, state: BuildState): Promise<void> {
  return writeVersion(store, stateFolder(key), state.at, state)
}

/** What the rate limit left, for all jobs and branches of a repository together. @throws GateError store.* */
export async function readBuckets(store: Store, repository: string): Promise<Buckets> {
  const versions = await readVersions(store, folderOf('rate', [repository]))
  const newest = versions.find(each => each !== null)
  return Object.fromEntries(
    Object.entries(newest ?? {}).filter(([, each]) => isBucket(each)),
  ) as unknown as Buckets
}

/** @throws GateError store.* */
export function writeBuckets(store: Store, repository: string, buckets: Buckets, now: number): Promise<void> {
  return writeVersion(store, folderOf('rate', [repository]), now, buckets)
}

function stateFolder({ repository, job, branch }: StateKey): string {
  return folderOf('builds', [repository, job, branch])
}

type Json = Readonly<Record<string, unknown>>

function stateIn(data: Json | null): BuildState | null {
  if (data?.schema !== 'cd-gate/notify-state/1') return null
  const isWhole =
    buildStatuses.some(each => each === data.status) &&
    [data.commit, data.number, data.lastGreenCommit].every(
      each => each === null || typeof each === 'string',
    ) &&
    Number.isFinite(data.at) &&
    areTexts(data.failing) &&
    (data.breakage === null || isBreakage(data.breakage))
  return isWhole ? (data as unknown as BuildState) : null
}

function isBreakage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { id, firstBadCommit, since, told } = value as Json
  return (
    typeof id === 'string' &&
    (firstBadCommit === null || typeof firstBadCommit === 'string') &&
    Number.isFinite(since) &&
    typeof told === 'object' &&
    told !== null &&
    Object.values(told).every(areTexts)
  )
}

function isBucket(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { tokens, at, held } = value as Json
  return [tokens, at, held].every(Number.isFinite)
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}

type Told = Readonly<Record<string, readonly string[]>>

function uniteTold(one: Told, other: Told): Told {
  const channels = unite(Object.keys(one), Object.keys(other))
  // EVERYBODY is no address of anybody.
  const all = (name: string) => unite(one[name] ?? [], other[name] ?? []).filter(each => each !== EVERYBODY)
  return Object.fromEntries(channels.map(name => [name, all(name)]))
}

function unite(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])]
}
