import { expect, test } from 'vitest'
import { combine, exitCodeFor } from './verdict.ts'

test('a failure is certain whatever else is unknown, and an unknown is never outvoted', () => {
  expect(combine(['pass', 'unknown', 'fail'])).toBe('fail')
  expect(combine(['pass', 'unknown', 'pass'])).toBe('unknown')
  expect(combine(['pass'])).toBe('pass')
})

test('each outcome has its own exit code', () => {
  expect([exitCodeFor('pass'), exitCodeFor('fail'), exitCodeFor('unknown')]).toEqual([0, 1, 3])
})
