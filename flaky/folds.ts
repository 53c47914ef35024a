import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { TestRef } from './model.ts'

/**
 * What is left of a month's builds: of each test that did not simply pass, one sign for each segment. Folds unite without
 * counting anything twice, in any order and any number of times, because every sign belongs to one segment.
 */
export interface Fold {
  /** `202611`. */
  readonly month: string
  /** Sorted by their keys: the signs' places. */
  readonly segments: readonly FoldedSegment[]
  readonly tests: readonly FoldedTest[]
}

/** A build's, or a shard's of it. */
export interface FoldedSegment {
  readonly key: string
  readonly shard: string
}

export interface FoldedTest {
  readonly test: TestRef
  /** A sign a segment. */
  readonly signs: string
}

/**
 * No trouble; did not run; passed; in an incident; flaky; failed. What stands later in this order says more. A test that a
 * fold does not name had no trouble in it: whether it ran there is not known.
 */
export const signs = ' -.ifx'

export const foldPrefix = 'months/'

/** One fold of a month's: for each segment and test the sign that says most. */
export function uniteFolds(month: string, folds: readonly Fold[]): Fold {
  const byKey = new Map(folds.flatMap(fold => fold.segments.map(each => [each.key, each] as const)))
  const segments = [...byKey.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
  const places = new Map(segments.map(({ key }, index) => [key, index]))
  const tests = new Map<string, { readonly test: TestRef; readonly signs: string[] }>()
  for (const fold of folds) {
    for (const { test, signs: row } of fold.tests) {
      const known = tests.get(test.id) ?? { test, signs: segments.map(() => ' ') }
      tests.set(test.id, known)
      for (const [index, { key }] of fold.segments.entries()) {
        const place = places.get(key) as number
        const [one, other] = [known.signs[place] ?? ' ', row[index] ?? ' ']
        if (signs.indexOf(other) > signs.indexOf(one)) known.signs[place] = other
      }
    }
  }
  const sorted = [...tests.values()].sort((one, other) => (one.test.id < other.test.id ? -1 : 1))
  return { month, segments, tests: sorted.map(({ test, signs: row }) => ({ test, signs: row.join('') })) }
}

/** Named by what it holds. */
export function encodeFold({ month, segments, tests }: Fold): readonly [key: string, body: Uint8Array] {
  const rows = tests.map(({ test: { id, name, classname, file, project }, signs: row }) => [
    [id, name, classname, file, project],
    row,
  ])
  const text = JSON.stringify([1, month, segments.map(({ key, shard }) => [key, shard]), rows])
  return [`${foldPrefix}${month}/${hash('sha256', text).slice(0, 24)}`, deflateRawSync(text)]
}

/** `null` when it is damaged or of a later format. */
export function decodeFold(bytes: Uint8Array): Fold | null {
  try {
    const data: unknown = JSON.parse(inflateRawSync(bytes, { maxOutputLength: 1 << 28 }).toString())
    if (!Array.isArray(data) || data[0] !== 1) return null
    const [, month, segments, rows] = data as readonly unknown[]
    if (typeof month !== 'string' || !Array.isArray(segments) || !Array.isArray(rows)) return null
    const tests = (rows as readonly [Row, string][]).map(([[id, name, classname, file, project], row]) => ({
      test: { id, name, classname, file, project },
      signs: String(row),
    }))
    const places = (segments as readonly [string, string][]).map(([key, shard]) => ({ key, shard }))
    return { month, segments: places, tests }
  } catch {
    return null
  }
}

type Row = readonly [id: string, name: string, classname: string, file: string | null, project: string]

/** What a month says of a test. */
export interface MonthCounts {
  readonly month: string
  readonly runs: number
  readonly flaky: number
  readonly failed: number
}

/**
 * Counts of a test by the month, oldest first. Where nothing but "no trouble" is known it counts as a run, in the shards in
 * which the test is known to run.
 * @param ids all that the test has had
 * @param detailed keys of segments that are still there whole, and are counted elsewhere
 */
export function monthsOf(
  folds: readonly Fold[],
  ids: ReadonlySet<string>,
  detailed: ReadonlySet<string>,
): readonly MonthCounts[] {
  const months = [...new Set(folds.map(({ month }) => month))].sort()
  return months.flatMap(month => {
    const { segments, tests } = uniteFolds(
      month,
      folds.filter(fold => fold.month === month),
    )
    const all = tests.filter(({ test }) => ids.has(test.id)).flatMap(each => placed(each, segments))
    const home = new Set(all.filter(({ sign }) => '.ifx'.includes(sign)).map(({ segment }) => segment.shard))
    const row = all
      .filter(({ segment }) => !detailed.has(segment.key))
      .map(({ sign, segment }) => (sign === ' ' && home.has(segment.shard) ? '.' : sign))
    const count = (wanted: string): number => row.filter(sign => wanted.includes(sign)).length
    return row.length === 0 ? [] : [{ month, runs: count('.fx'), flaky: count('f'), failed: count('x') }]
  })
}

function placed({ signs: row }: FoldedTest, segments: readonly FoldedSegment[]) {
  return segments.map((segment, index) => ({ segment, sign: row[index] ?? ' ' }))
}
