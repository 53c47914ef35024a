import type { TestRef } from './model.ts'
import type { QuarantineEntry } from './quarantine.ts'

/** Each id, and all ids of the same test (identity.ts). */
export type Families = ReadonlyMap<string, ReadonlySet<string>>

/** Whether two ids are one test's, before and after a rename. */
export function isSameTest(families: Families, one: string, other: string): boolean {
  return one === other || families.get(one)?.has(other) === true
}

/**
 * The entries as they stand for the tests of a run: where an entry's test goes on under another name, the entry is for that
 * one. Where the old one ran as well, the file was copied and not renamed, and the entry stays with it.
 */
export function followRenames(
  entries: readonly QuarantineEntry[],
  tests: readonly TestRef[],
  families: Families,
): readonly QuarantineEntry[] {
  if (families.size === 0) return entries
  const byId = new Map(tests.map(test => [test.id, test]))
  return entries.map(entry => {
    if (byId.has(entry.id)) return entry
    const [now, ...others] = [...(families.get(entry.id) ?? [])].flatMap(id => byId.get(id) ?? [])
    return now && others.length === 0 ? { ...entry, ...now } : entry
  })
}
