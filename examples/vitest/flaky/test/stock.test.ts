import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** A service that is not up when it is first asked: what makes a test flaky in real life, planted. */
function stockOf(item: string): number {
  const isUp = existsSync('.stock-service-is-up')
  writeFileSync('.stock-service-is-up', '')
  if (!isUp) throw new Error(`the stock service did not answer for ${item}`)
  return 3
}

test('asks the stock service', () => {
  expect(stockOf('tea')).toBe(3)
})

test('counts reserved items', () => {
  expect({ item: 'tea', free: 3 - 1 }).toEqual({ item: 'tea', free: 3 })
})
