import { expect, test } from 'vitest'
import { receipt } from '../src/receipt.ts'

test('shows the items and the sum', () => {
  expect(receipt([{ name: 'tea', price: 250, quantity: 2 }])).toBe('2 × tea\n= 5.00')
})
