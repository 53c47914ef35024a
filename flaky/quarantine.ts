import type { FailureLimit } from './brakes.ts'
import type { TestRef } from './model.ts'

/** One failure of one test that is excused for a time. */
export interface QuarantineEntry extends TestRef {
  /** The failure's (fingerprint.ts): another one of the same test is not excused. */
  readonly fingerprint: string
  /** The first line of that failure, for those who review the entry. */
  readonly message: string
  /** `''` where nobody is named. */
  readonly owner: string
  readonly reason: string
  /** Days in UTC, `2026-12-31`; `''` where none is given. */
  readonly since: string
  /** The last day on which it excuses. */
  readonly expires: string
}

export interface QuarantinedFailure {
  readonly test: TestRef
  readonly fingerprint: string
}

export interface QuarantineSetting {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** So many tests may be in quarantine (capOf). */
  readonly cap: number
}

/**
 * What the quarantine says to a failure. Only `excused` forgives it. `other-failure`: the test is listed, with another
 * failure; `incomplete`: its entry has no owner or no expiry, and is no excuse.
 */
export type Judgement =
  | { readonly kind: 'excused' | 'expired' | 'incomplete'; readonly entry: QuarantineEntry }
  | { readonly kind: 'other-failure'; readonly entries: readonly QuarantineEntry[] }
  | { readonly kind: 'not-listed' }

export type QuarantineRule = 'expired' | 'over-cap' | 'incomplete' | 'duplicate'

/** Makes the run fail. */
export interface QuarantineFault {
  readonly rule: QuarantineRule
  /** A sentence for people, without its full stop; from outside as it is. */
  readonly message: string
  readonly entry: QuarantineEntry | null
}

export interface QuarantineVerdict {
  /** In the order of the failures. */
  readonly judgements: readonly Judgement[]
  readonly faults: readonly QuarantineFault[]
}

/** Judges the failures of a run. An expired entry is a fault when its test still fails as it says. */
export function judgeQuarantine(
  entries: readonly QuarantineEntry[],
  failures: readonly QuarantinedFailure[],
  { now, cap }: QuarantineSetting,
): QuarantineVerdict {
  const byTest = grouped(entries)
  const judgements = failures.map(failure => judge(byTest.get(failure.test.id) ?? [], failure, now))
  const expired = new Set(judgements.flatMap(each => (each.kind === 'expired' ? [each.entry] : [])))
  return {
    judgements,
    faults: [...[...expired].map(expiryFault), ...fileFaults(entries, { now, cap })],
  }
}

function judge(
  entries: readonly QuarantineEntry[],
  { fingerprint }: QuarantinedFailure,
  now: number,
): Judgement {
  if (entries.length === 0) return { kind: 'not-listed' }
  const same = entries.filter(each => each.fingerprint === fingerprint && fingerprint !== '')
  if (same.length === 0) return { kind: 'other-failure', entries }
  const valid = same.find(each => isComplete(each) && !isExpired(each, now))
  if (valid) return { kind: 'excused', entry: valid }
  const entry = same.find(isComplete) ?? (same[0] as QuarantineEntry)
  return { kind: isComplete(entry) ? 'expired' : 'incomplete', entry }
}

/** What is wrong with the file itself, whatever failed. */
export function fileFaults(
  entries: readonly QuarantineEntry[],
  { now, cap }: QuarantineSetting,
): readonly QuarantineFault[] {
  const faults: QuarantineFault[] = []
  const seen = new Set<string>()
  for (const entry of entries) {
    const missing = missingOf(entry)
    if (missing.length > 0) {
      const message = `the quarantine of "${entry.name}" has no ${missing.join(' and no ')}: it excuses nothing`
      faults.push({ rule: 'incomplete', message, entry })
    }
    const key = JSON.stringify([entry.id, entry.fingerprint])
    if (seen.has(key))
      faults.push({
        rule: 'duplicate',
        message: `the quarantine of "${entry.name}" stands there twice`,
        entry,
      })
    seen.add(key)
  }
  const tests = new Set(entries.filter(each => !isExpired(each, now)).map(({ id }) => id)).size
  if (tests > cap) {
    const message = `${tests} tests are in quarantine, and at most ${cap} may be`
    faults.push({ rule: 'over-cap', message, entry: null })
  }
  return faults
}

export function expiryFault(entry: QuarantineEntry): QuarantineFault {
  const { name, owner, expires } = entry
  const message = `the quarantine of "${name}" expired on ${expires}: ${owner} was to mend it`
  return { rule: 'expired', message, entry }
}

function missingOf({ owner, expires, fingerprint }: QuarantineEntry): readonly string[] {
  return [
    ...(owner.trim() === '' ? ['owner'] : []),
    ...(dayOf(expires) === null ? ['date of expiry'] : []),
    ...(fingerprint === '' ? ['fingerprint'] : []),
  ]
}

function isComplete(entry: QuarantineEntry): boolean {
  return missingOf(entry).length === 0
}

export function isExpired({ expires }: Pick<QuarantineEntry, 'expires'>, now: number): boolean {
  return dayOf(expires) !== null && expires < dayAt(now)
}

const LEAST_CAP = 20

/** A percentage is of the tests that ran, and never less than 20. */
export function capOf(limit: FailureLimit, tests: number): number {
  return 'count' in limit ? limit.count : Math.max(LEAST_CAP, Math.floor((tests * limit.percent) / 100))
}

/** The day in UTC. */
export function dayAt(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** A day that the calendar has, or `null`. */
export function dayOf(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && dayAt(time) === text ? text : null
}

function grouped(entries: readonly QuarantineEntry[]): ReadonlyMap<string, readonly QuarantineEntry[]> {
  const groups = new Map<string, QuarantineEntry[]>()
  for (const entry of entries) groups.set(entry.id, [...(groups.get(entry.id) ?? []), entry])
  return groups
}
