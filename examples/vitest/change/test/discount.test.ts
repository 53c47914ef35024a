import { expect, test } from 'vitest'
import { discounted } from '../src/price.ts'

test('takes the discount off, in whole cents', () => {
  expect(discounted(999, 10)).toBe(899)
  expect(discounted(500, 0)).toBe(500)
})

test.each([-1, 101])('%d percent is no discount', percent => {
  expect(() => discounted(100, percent)).toThrow(RangeError)
})
