import { classnameOf } from '../core/test-id.ts'
import type { TestHistory, TestRef } from './model.ts'

/** A test went on under another id: its file was renamed, or its title was changed and its body was not. */
export interface Alias {
  readonly from: string
  readonly to: string
}

/** A test as a commit knows it. */
export interface KnownTest {
  readonly test: TestRef
  /** Of its own source; `null` where nobody hashed it. */
  readonly bodyHash: string | null
}

/**
 * Which tests of `after` are tests of `before` under another id.
 * @param renames old path → new path, as git tells them
 */
export function aliasesBetween(
  before: readonly KnownTest[],
  after: readonly KnownTest[],
  renames: ReadonlyMap<string, string>,
): readonly Alias[] {
  const stayed = new Set(after.map(({ test }) => test.id))
  const known = new Set(before.map(({ test }) => test.id))
  const gone = before.filter(({ test }) => !stayed.has(test.id))
  const fresh = after.filter(({ test }) => !known.has(test.id))
  const newFile = ({ file }: TestRef): string | null => (file === null ? null : (renames.get(file) ?? file))
  const moved = pairs(
    gone.filter(({ test }) => test.file !== null && renames.has(test.file)),
    fresh,
    ({ test }) => JSON.stringify([test.project, newFile(test), titlesOf(test), test.name]),
    ({ test }) => JSON.stringify([test.project, test.file, titlesOf(test), test.name]),
  )
  const done = new Set(moved.flatMap(({ from, to }) => [from, to]))
  const isLeft = ({ test, bodyHash }: KnownTest): boolean => bodyHash !== null && !done.has(test.id)
  const retitled = pairs(
    gone.filter(isLeft),
    fresh.filter(isLeft),
    ({ test, bodyHash }) => JSON.stringify([test.project, newFile(test), bodyHash]),
    ({ test, bodyHash }) => JSON.stringify([test.project, test.file, bodyHash]),
  )
  return [...moved, ...retitled]
}

/** What the class name says beside the file: the describes' titles. */
function titlesOf({ project, file, classname }: TestRef): string {
  const prefix = file === null ? '' : classnameOf({ project, file, titlePath: [''] })
  if (classname === prefix) return ''
  return classname.startsWith(`${prefix}.`) ? classname.slice(prefix.length) : classname
}

/** Only what is alone on both sides is surely the same. */
function pairs(
  gone: readonly KnownTest[],
  fresh: readonly KnownTest[],
  oldKey: (test: KnownTest) => string,
  newKey: (test: KnownTest) => string,
): readonly Alias[] {
  const olds = byKey(gone, oldKey)
  const news = byKey(fresh, newKey)
  return [...olds].flatMap(([key, [old, ...others]]) => {
    const [found, ...more] = news.get(key) ?? []
    return old && found && others.length === 0 && more.length === 0
      ? [{ from: old.test.id, to: found.test.id }]
      : []
  })
}

function byKey(
  tests: readonly KnownTest[],
  keyOf: (test: KnownTest) => string,
): ReadonlyMap<string, readonly KnownTest[]> {
  const groups = new Map<string, KnownTest[]>()
  for (const each of tests) {
    const group = groups.get(keyOf(each))
    if (group) group.push(each)
    else groups.set(keyOf(each), [each])
  }
  return groups
}

/** Each id, and all ids of the same test. Aliases may form chains, and circles where a rename was taken back. */
export function familiesOf(aliases: readonly Alias[]): ReadonlyMap<string, ReadonlySet<string>> {
  const families = new Map<string, Set<string>>()
  for (const { from, to } of aliases) {
    const all = new Set([...(families.get(from) ?? [from]), ...(families.get(to) ?? [to])])
    for (const id of all) families.set(id, all)
  }
  return families
}

/**
 * Joins the histories of tests that are one, under the name that ran last. Two that ran in the same build are two, whatever
 * the aliases say: a file was copied, and not renamed.
 */
export function joinHistories(
  histories: readonly TestHistory[],
  families: ReadonlyMap<string, ReadonlySet<string>>,
): readonly TestHistory[] {
  if (families.size === 0) return histories
  const groups = new Map<ReadonlySet<string> | string, TestHistory[]>()
  for (const history of histories) {
    const key = families.get(history.test.id) ?? history.test.id
    groups.set(key, [...(groups.get(key) ?? []), history])
  }
  return [...groups.values()].flatMap(group => (group.length > 1 && areOne(group) ? [joined(group)] : group))
}

function areOne(group: readonly TestHistory[]): boolean {
  const builds = group.map(({ runs }) => new Set(runs.map(({ build }) => build.id)))
  const all = new Set(builds.flatMap(each => [...each]))
  return all.size === builds.reduce((sum, each) => sum + each.size, 0)
}

function joined(group: readonly TestHistory[]): TestHistory {
  const lastRun = ({ runs }: TestHistory): number => runs.at(-1)?.build.at ?? Number.NEGATIVE_INFINITY
  const newest = group.reduce((most, each) => (lastRun(each) > lastRun(most) ? each : most))
  const runs = group.flatMap(each => each.runs).sort((one, other) => one.build.at - other.build.at)
  return { ...newest, runs }
}
