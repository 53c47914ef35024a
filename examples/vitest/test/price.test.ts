import { expect, test } from 'vitest'
import { total } from '../src/price.ts'

test('adds up', () => {
  expect(total([{ name: 'tea', price: 250, quantity: 2 }])).toBe(500)
})

test('refuses what is no quantity', () => {
  expect(() => total([{ name: 'tea', price: 250, quantity: -1 }])).toThrow(RangeError)
})
