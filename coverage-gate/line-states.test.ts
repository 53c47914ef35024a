import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineRecorder, mergeLines } from './line-states.ts'

test('a line marked twice is covered if it was covered once, in either order', () => {
  const recorder = new LineRecorder()
  recorder.mark(1, false)
  recorder.mark(1, true)
  recorder.mark(2, true)
  recorder.mark(2, false)
  recorder.mark(4, false)
  expect([...recorder.take()]).toEqual([0, 2, 2, 0, 1])
})

test('nothing of one file reaches the next', () => {
  const recorder = new LineRecorder()
  recorder.mark(9, true)
  expect(recorder.any).toBe(true)
  recorder.take()
  expect(recorder.any).toBe(false)
  expect(recorder.take()).toHaveLength(0)
  recorder.mark(2, false)
  expect([...recorder.take()]).toEqual([0, 0, 1])
})

test('line 0 is no line', () => {
  const recorder = new LineRecorder()
  recorder.mark(0, true)
  expect(recorder.take()).toHaveLength(0)
})

test('it grows with the file, also in one leap', () => {
  const recorder = new LineRecorder()
  recorder.mark(1, true)
  recorder.mark(1_000_000, false)
  const lines = recorder.take()
  expect(lines).toHaveLength(1_000_001)
  expect([lines[1], lines[2], lines[1_000_000]]).toEqual([2, 0, 1])
})

test('merging takes the greater state of each line, whatever the order and grouping', () => {
  const lines = fc.uint8Array({ max: 2, maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, lines, (a, b, c) => {
      const merged = mergeLines(mergeLines(a, b), c)
      expect(merged).toEqual(mergeLines(a, mergeLines(c, b)))
      expect(merged).toHaveLength(Math.max(a.length, b.length, c.length))
      for (const [line, state] of merged.entries()) {
        expect(state).toBe(Math.max(a[line] ?? 0, b[line] ?? 0, c[line] ?? 0))
      }
    }),
  )
})

test('merging leaves both sides as they were', () => {
  const a = Uint8Array.of(0, 1)
  mergeLines(a, Uint8Array.of(0, 2))
  expect([...a]).toEqual([0, 1])
})
