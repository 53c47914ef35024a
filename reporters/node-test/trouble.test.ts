import { expect, it } from 'vitest'
import { troubleIn } from './trouble.ts'

it.each([
  [
    'Error: A resource generated asynchronous activity after the test ended. This activity created the error "RangeError: x" which triggered an uncaughtException event, caught by the test runner.',
    'uncaught exception',
    'RangeError',
  ],
  ['Error: 50.00% line coverage does not meet threshold of 90%.', 'coverage', 'Error'],
  ['Warning: The rerun failures file at x is not a valid rerun file.', 'node:test', 'Warning'],
])('reads %s', (message, name, type) => {
  expect(troubleIn(message)).toMatchObject({
    name,
    error: { name: type, message: message.replace(/^\w+: /, '') },
  })
})

it.each(['tests 12', 'duration_ms 12.5', 'a remark of a test'])('takes %s for no trouble', message => {
  expect(troubleIn(message)).toBeNull()
})
