import type { Branch, FileDetail, FunctionCoverage, Range, Statement } from './model.ts'

/** What all reports together say of one file. `null` = none of them carries the metric. */
export interface MergedDetail {
  readonly branches: readonly Branch[] | null
  readonly functions: readonly FunctionCoverage[] | null
  readonly statements: readonly Statement[] | null
}

/**
 * Merges by identity: something is hit if any report hit it. A report that does not list an item but a
 * range around it speaks for it through the narrowest such range (as istanbul-lib-coverage's merge does),
 * because engines leave out blocks that ran as often as what surrounds them.
 * The outcome depends on the set of reports alone, not on their order.
 */
export function mergeDetails(details: readonly FileDetail[]): MergedDetail {
  const real = details.some(detail => !detail.placeholder)
    ? details.filter(detail => !detail.placeholder)
    : details
  const [only] = real
  if (only && real.length === 1) {
    const { branches, functions, statements } = only
    return { branches, functions, statements }
  }
  return {
    branches: oneSchemePerLine(bySchemes(real, detail => detail.branches, branchHit)),
    functions: richest(bySchemes(real, detail => detail.functions, functionHit)),
    statements: richest(bySchemes(real, detail => detail.statements, statementHit)),
  }
}

interface Reading<Item> {
  readonly key: (item: Item) => string
  readonly hit: (item: Item) => boolean
  readonly mark: (item: Item) => Item
  readonly range: (item: Item) => Range | null
}

const branchHit: Reading<Branch> = {
  key: branch => branch.key,
  hit: branch => branch.taken,
  mark: branch => ({ ...branch, taken: true }),
  range: branch => branch.range,
}
const functionHit: Reading<FunctionCoverage> = {
  key: each => (each.range ? rangeKey(each.range) : `${each.line}:${each.name}`),
  hit: each => each.hit,
  mark: each => ({ ...each, hit: true }),
  range: each => each.range,
}
const statementHit: Reading<Statement> = {
  key: statement => rangeKey(statement.range),
  hit: statement => statement.hit,
  mark: statement => ({ ...statement, hit: true }),
  range: statement => statement.range,
}

/** The items of each scheme, merged. `null` when no report carries them. */
function bySchemes<Item>(
  details: readonly FileDetail[],
  pick: (detail: FileDetail) => readonly Item[] | null,
  reading: Reading<Item>,
): ReadonlyMap<string, readonly Item[]> | null {
  const schemes = new Map<string, (readonly Item[])[]>()
  for (const detail of details) {
    const items = pick(detail)
    if (items) schemes.set(detail.scheme, [...(schemes.get(detail.scheme) ?? []), items])
  }
  if (schemes.size === 0) return null
  return new Map(
    [...schemes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, lists]) => [name, union(lists, reading)]),
  )
}

function union<Item>(lists: readonly (readonly Item[])[], reading: Reading<Item>): readonly Item[] {
  const [only] = lists
  if (only && lists.length === 1) return only
  const maps = lists.map(list => new Map(list.map(item => [reading.key(item), item])))
  const merged = new Map<string, Item>()
  for (const map of maps) {
    for (const [key, item] of map) {
      if (merged.has(key)) continue
      const hit = maps.some(each => speaksFor(each, key, item, reading))
      merged.set(key, hit ? reading.mark(item) : item)
    }
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

function speaksFor<Item>(
  map: ReadonlyMap<string, Item>,
  key: string,
  item: Item,
  reading: Reading<Item>,
): boolean {
  const own = map.get(key)
  if (own) return reading.hit(own)
  const range = reading.range(item)
  if (!range) return false
  let narrowest: Item | null = null
  for (const other of map.values()) {
    const around = reading.range(other)
    if (!around || !contains(around, range)) continue
    const held: Range | null = narrowest && reading.range(narrowest)
    if (!held || contains(held, around)) narrowest = other
  }
  return narrowest !== null && reading.hit(narrowest)
}

/** Where several schemes count a line's branches, the one that knows of the fewest untaken ones speaks. */
function oneSchemePerLine(schemes: ReadonlyMap<string, readonly Branch[]> | null): readonly Branch[] | null {
  if (!schemes || schemes.size === 1) return schemes && ([...schemes.values()][0] ?? [])
  const lines = new Map<number, readonly Branch[]>()
  for (const branches of schemes.values()) {
    for (const [line, mine] of groupByLine(branches)) {
      const best = lines.get(line)
      const better = best && (missing(mine) - missing(best) || best.length - mine.length)
      if (better === undefined || better < 0) lines.set(line, mine)
    }
  }
  return [...lines.values()].flat()
}

function groupByLine(branches: readonly Branch[]): ReadonlyMap<number, readonly Branch[]> {
  const lines = new Map<number, Branch[]>()
  for (const branch of branches) lines.set(branch.line, [...(lines.get(branch.line) ?? []), branch])
  return lines
}

function missing(branches: readonly Branch[]): number {
  return branches.filter(branch => !branch.taken).length
}

/** The scheme with the most items; the others count the same things with less. */
function richest<Item>(schemes: ReadonlyMap<string, readonly Item[]> | null): readonly Item[] | null {
  if (!schemes) return null
  return [...schemes.values()].reduce((best, each) => (each.length > best.length ? each : best), [])
}

function rangeKey({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}

export function contains(outer: Range, inner: Range): boolean {
  return !before(inner.start, outer.start) && !before(outer.end, inner.end)
}

function before(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column)
}
