import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePercent, percentOf, reaches } from './ratio.ts'

const at = (text: string) => {
  const percent = parsePercent(text)
  if (!percent) throw new Error(`no percentage: ${text}`)
  return percent
}

test('one line of 30,000 keeps 100 % out of reach', () => {
  const count = { total: 30_000, covered: 29_999 }
  expect(reaches(count, at('100'))).toBe(false)
  expect(reaches(count, at('99.5'))).toBe(true)
  expect(percentOf(count)).toBe(99.99)
})

test('a threshold is met exactly, not nearly', () => {
  expect(reaches({ total: 3, covered: 2 }, at('66.66'))).toBe(true)
  expect(reaches({ total: 3, covered: 2 }, at('66.67'))).toBe(false)
  expect(reaches({ total: 8, covered: 7 }, at('87.5'))).toBe(true)
})

test('nothing to cover has no percentage', () => {
  expect(percentOf({ total: 0, covered: 0 })).toBeNull()
})

test.each(['', 'x', '-1', '101', '100.1', '1e2', '80,5', '.5', 'NaN'])('%j is no percentage', text => {
  expect(parsePercent(text)).toBeNull()
})

test('the shown percentage is never above the true one, and 100 only when all is covered', () => {
  const counts = fc.nat(1e9).chain(total => fc.nat(total).map(covered => ({ total: total + 1, covered })))
  fc.assert(
    fc.property(counts, count => {
      const shown = percentOf(count) ?? -1
      expect(shown).toBeLessThan(100)
      expect(BigInt(Math.round(shown * 100)) * BigInt(count.total)).toBeLessThanOrEqual(
        BigInt(count.covered) * 10_000n,
      )
      expect(reaches(count, at(shown.toFixed(2)))).toBe(true)
    }),
  )
})
