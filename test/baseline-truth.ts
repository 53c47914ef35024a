import type { Category } from '../coverage-gate/baseline/categories.ts'
import { categories } from '../coverage-gate/baseline/categories.ts'
import type { Version } from './baseline-history.ts'

/** States by the number of the line, from 1 on, of each file that a report knows. */
export type Seen = ReadonlyMap<number, readonly number[]>

export interface Moment {
  readonly version: Version
  readonly runs: readonly Seen[]
}

export interface Truth {
  readonly counts: Readonly<Record<Category, number>>
  readonly before: { readonly total: number; readonly covered: number }
  readonly now: { readonly total: number; readonly covered: number }
  /** By path, where there is anything to tell. */
  readonly lost: Readonly<Record<string, readonly number[]>>
  readonly unstable: Readonly<Record<string, readonly number[]>>
  readonly excludedCovered: Readonly<Record<string, readonly number[]>>
  readonly missedBefore: Readonly<Record<string, readonly number[]>>
  /** Paths that the reports do not know any more, of which lines were covered. */
  readonly vanished: readonly string[]
}

const names: Readonly<Record<string, Category>> = {
  '01': 'included-missed',
  '02': 'included-covered',
  '10': 'excluded-missed',
  '11': 'still-missed',
  '12': 'gained',
  '20': 'excluded-covered',
  '21': 'lost',
  '22': 'kept',
}

/**
 * What is true of every line, told from the lines themselves: no two have one text, so that each is known again without a
 * diff. `alike` are other runs of the head; `start` is where the change starts.
 */
export function tellTruth(
  then: Moment,
  start: Version,
  head: Moment,
  alike: readonly Seen[],
  ratchet: boolean,
): Truth {
  const counts = Object.fromEntries(categories.map(name => [name, 0])) as Record<Category, number>
  const before = { total: 0, covered: 0 }
  const now = { total: 0, covered: 0 }
  const lost: Record<string, number[]> = {}
  const unstable: Record<string, number[]> = {}
  const excludedCovered: Record<string, number[]> = {}
  const missedBefore: Record<string, number[]> = {}
  const vanished: string[] = []
  const [nowSeen] = head.runs
  const ids = new Set([...then.version.keys(), ...head.version.keys()])
  for (const id of ids) {
    const file = head.version.get(id)
    const seenThen = statesByLine(then.version, id, then.runs)
    const seenNow = nowSeen?.get(id)
    if (!file) {
      for (const states of seenThen.values()) countDeleted(states)
      continue
    }
    if (!seenNow) {
      const stays = file.lines.filter(line => !isNew(id, raw(line)))
      if (stays.some(line => top(seenThen.get(raw(line))) === 2)) vanished.push(file.path)
      continue
    }
    const present = new Set(file.lines.map(raw))
    for (const [line, states] of seenThen) if (!present.has(line)) countDeleted(states)
    const flipsNow = statesByLine(head.version, id, alike.length > 0 ? [...alike, nowSeen] : [])
    for (const [index, line] of file.lines.entries()) {
      const after = seenNow[index + 1] ?? 0
      if (after > 0) now.total += 1
      if (after === 2) now.covered += 1
      if (isNew(id, raw(line))) {
        if (after > 0) counts[after === 2 ? 'new-covered' : 'new-missed'] += 1
        continue
      }
      const states = seenThen.get(raw(line)) ?? []
      const earlier = top(states)
      if (earlier > 0) before.total += 1
      if (earlier === 2) before.covered += 1
      const name = names[`${earlier}${after}`]
      if (!name) continue
      const flips = doesFlip(states) || doesFlip(flipsNow.get(raw(line)) ?? [])
      if (name === 'lost' && flips) {
        counts.kept += 1
        now.covered += 1
        push(unstable, file.path, index + 1)
        continue
      }
      counts[name] += 1
      if (name === 'lost') push(lost, file.path, index + 1)
      if (name === 'excluded-covered') push(excludedCovered, file.path, index + 1)
    }
    for (const line of replaced(id, seenThen, number => seenNow[number] === 1))
      push(missedBefore, file.path, line)
  }
  if (ratchet) for (const lines of Object.values(missedBefore)) now.total -= lines.length
  return { counts, before, now, lost, unstable, excludedCovered, missedBefore, vanished: vanished.sort() }

  function countDeleted(states: readonly number[]): void {
    const state = top(states)
    if (state > 0) counts[state === 2 ? 'deleted-covered' : 'deleted-missed'] += 1
  }

  function isNew(id: number, line: string): boolean {
    return !start.get(id)?.lines.some(each => raw(each) === line)
  }

  /** Changed lines between two that stayed, where what stood there was missed and nothing of it covered. */
  function replaced(
    id: number,
    seenThen: ReadonlyMap<string, readonly number[]>,
    isMissedNow: (line: number) => boolean,
  ): readonly number[] {
    const old = then.version.get(id)?.lines.map(raw) ?? []
    const lines = head.version.get(id)?.lines.map(raw) ?? []
    const stays = new Set(old.filter(line => lines.includes(line)))
    const found: number[] = []
    for (let [oldAt, at] = [0, 0]; oldAt < old.length || at < lines.length; oldAt += 1, at += 1) {
      const gone: string[] = []
      for (; oldAt < old.length && !stays.has(old[oldAt]!); oldAt += 1) gone.push(old[oldAt]!)
      const states = gone.map(line => top(seenThen.get(line)))
      let left = states.includes(2) ? 0 : states.filter(state => state === 1).length
      for (; at < lines.length && !stays.has(lines[at]!); at += 1) {
        if (left === 0 || !isNew(id, lines[at]!) || !isMissedNow(at + 1)) continue
        found.push(at + 1)
        left -= 1
      }
    }
    return found
  }
}

function raw({ text, end }: { readonly text: string; readonly end: string }): string {
  return text + end
}

/** Line → what each run that knows the file saw of it. */
function statesByLine(
  version: Version,
  id: number,
  runs: readonly (Seen | undefined)[],
): ReadonlyMap<string, readonly number[]> {
  const known = runs.flatMap(run => (run?.get(id) ? [run.get(id)!] : []))
  if (known.length === 0) return new Map()
  const lines = version.get(id)?.lines ?? []
  return new Map(lines.map((line, index) => [raw(line), known.map(states => states[index + 1] ?? 0)]))
}

function top(states: readonly number[] | undefined): number {
  return Math.max(0, ...(states ?? []))
}

function doesFlip(states: readonly number[]): boolean {
  return states.includes(1) && states.includes(2)
}

function push(lines: Record<string, number[]>, path: string, line: number): void {
  lines[path] = [...(lines[path] ?? []), line]
}
