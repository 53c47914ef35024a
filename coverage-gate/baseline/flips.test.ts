import { expect, test } from 'vitest'
import { flipsOf } from './flips.ts'

const none = new Map<string, never[]>()

test('lines that flip are found where they are now', () => {
  const runs = new Map([['old.js', [Uint8Array.of(0, 2, 1, 2), Uint8Array.of(0, 2, 2, 1)]]])
  const flips = flipsOf(runs, none, new Map())
  expect(flips.disagreement).toBe(null)
  expect([...flips.in('old.js', 'new.js', [])!]).toEqual([2, 3])
  const inserted = { oldStart: 2, oldLines: 0, newStart: 3, newLines: 2 }
  expect([...flips.in('old.js', 'new.js', [inserted])!]).toEqual([2, 5])
  const rewritten = { oldStart: 3, oldLines: 1, newStart: 3, newLines: 1 }
  expect([...flips.in('old.js', 'new.js', [rewritten])!]).toEqual([2])
  expect(flips.in('new.js', 'new.js', [])).toBe(null)
})

test('other runs of the head count with the present one', () => {
  const alike = new Map([['a.js', [Uint8Array.of(0, 2, 2)]]])
  const flips = flipsOf(none, alike, new Map([['a.js', Uint8Array.of(0, 1, 2)]]))
  expect([...flips.in('a.js', 'a.js', [])!]).toEqual([1])
})

test('runs that differ in too much are no runs of the same tests', () => {
  const differing = (lines: number, stable: number) => {
    const run = (state: number) =>
      new Uint8Array(1 + lines + stable).fill(state, 1, 1 + lines).fill(2, 1 + lines)
    return flipsOf(new Map([['a.js', [run(1), run(2)]]]), none, new Map())
  }
  expect(differing(20, 0).disagreement).toBe(null)
  expect(differing(21, 399).disagreement).toBe(null)
  expect(differing(21, 398).disagreement).toEqual({ lines: 21, covered: 419 })
  expect(differing(21, 398).in('a.js', 'a.js', [])).toBe(null)
})
