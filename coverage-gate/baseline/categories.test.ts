import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hunk } from '../../core/change-set.ts'
import { carryOver, replacedMissed } from './carry-over.ts'
import { type Category, categorize, unstableLines } from './categories.ts'

/** One stretch of a file's history: lines that stay, that go, and that come. */
interface Stretch {
  readonly kept: readonly Line[]
  readonly deleted: readonly number[]
  readonly added: readonly number[]
}
interface Line {
  readonly earlier: number
  readonly now: number
}

const state = fc.nat(2)
const stretch: fc.Arbitrary<Stretch> = fc.record({
  kept: fc.array(fc.record({ earlier: state, now: state }), { maxLength: 5 }),
  deleted: fc.array(state, { maxLength: 3 }),
  added: fc.array(state, { maxLength: 3 }),
})
const histories = fc.array(stretch, { maxLength: 6 })

const truth: Readonly<Record<string, Category>> = {
  '01': 'included-missed',
  '02': 'included-covered',
  '10': 'excluded-missed',
  '11': 'still-missed',
  '12': 'gained',
  '20': 'excluded-covered',
  '21': 'lost',
  '22': 'kept',
}

/** The file then and now, the diff between, and what is true of every line. */
function play(history: readonly Stretch[]) {
  const earlier = [0]
  const now = [0]
  const hunks: Hunk[] = []
  const expected = new Map<number, Category>()
  const gone: Category[] = []
  for (const { kept, deleted, added } of history) {
    for (const line of kept) {
      const category = truth[`${line.earlier}${line.now}`]
      if (category) expected.set(now.length, category)
      earlier.push(line.earlier)
      now.push(line.now)
    }
    // Two blocks without a line between them are one.
    if (kept.length === 0 && hunks.length > 0) continue
    for (const each of deleted) if (each > 0) gone.push(each === 2 ? 'deleted-covered' : 'deleted-missed')
    for (const [index, each] of added.entries()) {
      if (each > 0) expected.set(now.length + index, each === 2 ? 'new-covered' : 'new-missed')
    }
    if (deleted.length + added.length > 0) {
      hunks.push({
        oldStart: deleted.length > 0 ? earlier.length : earlier.length - 1,
        oldLines: deleted.length,
        newStart: added.length > 0 ? now.length : now.length - 1,
        newLines: added.length,
      })
    }
    earlier.push(...deleted)
    now.push(...added)
  }
  const addedLines = hunks.flatMap(({ newStart, newLines }) =>
    Array.from({ length: newLines }, (_, index) => newStart + index),
  )
  return { earlier: Uint8Array.from(earlier), now: Uint8Array.from(now), hunks, expected, gone, addedLines }
}

describe("every line's category is what its history says", () => {
  test('in random histories of a file', () => {
    fc.assert(
      fc.property(histories, history => {
        const { earlier, now, hunks, expected, gone, addedLines } = play(history)
        const isNew = (line: number) => addedLines.includes(line)
        const found = categorize({ carried: carryOver(earlier, hunks), now, isNew, isUnstable: null })
        const counts = Object.fromEntries(Object.keys(found.counts).map(name => [name, 0]))
        for (const category of [...expected.values(), ...gone]) counts[category]! += 1
        expect(found.counts).toEqual(counts)
        const lines = (category: Category) =>
          [...expected].filter(([, each]) => each === category).map(([line]) => line)
        expect(found.lost).toEqual(lines('lost'))
        expect(found.excludedCovered).toEqual(lines('excluded-covered'))
      }),
    )
  })

  test('trailing lines that nobody measured, then or now, may be left out', () => {
    fc.assert(
      fc.property(histories, history => {
        const { earlier, now, hunks, addedLines } = play(history)
        const cut = (lines: Uint8Array) => lines.subarray(0, lines.findLastIndex(each => each > 0) + 1)
        const isNew = (line: number) => addedLines.includes(line)
        const compare = (before: Uint8Array, after: Uint8Array) =>
          categorize({ carried: carryOver(before, hunks), now: after, isNew, isUnstable: null })
        expect(compare(cut(earlier), cut(now))).toEqual(compare(earlier, now))
      }),
    )
  })
})

test('a line that flips from run to run is unstable, and not lost', () => {
  const runs = [Uint8Array.of(0, 2, 1, 2, 0), Uint8Array.of(0, 1, 1, 2, 2)]
  expect([...unstableLines(runs)]).toEqual([1])
  expect([...unstableLines(runs.slice(1))]).toEqual([])
  const carried = carryOver(Uint8Array.of(0, 2, 2), [])
  const found = categorize({
    carried,
    now: Uint8Array.of(0, 1, 1),
    isNew: null,
    isUnstable: line => line === 1,
  })
  expect(found).toMatchObject({ lost: [2], unstable: [1] })
})

test('what replaced lines that were all missed is told; new code and what replaced covered lines is not', () => {
  const earlier = Uint8Array.of(0, 1, 0, 2, 1, 1, 0)
  const hunk = (oldStart: number, oldLines: number, newStart: number, newLines: number): Hunk => ({
    oldStart,
    oldLines,
    newStart,
    newLines,
  })
  const replaced = (one: Hunk, isMissed = (_line: number) => true) => [
    ...replacedMissed(earlier, [one], isMissed),
  ]
  expect(replaced(hunk(1, 2, 1, 3))).toEqual([1])
  expect(replaced(hunk(4, 2, 4, 200))).toEqual([4, 5])
  expect(replaced(hunk(4, 2, 4, 9), line => line > 6)).toEqual([7, 8])
  expect(replaced(hunk(3, 2, 3, 1))).toEqual([])
  expect(replaced(hunk(5, 0, 6, 2))).toEqual([])
  expect(replaced(hunk(2, 1, 2, 1))).toEqual([])
})
