import { expect, test } from 'vitest'
import { thrownError } from './errors.ts'

test('the name is parted from the message, colours are left out', () => {
  expect(
    thrownError({ message: 'TypeError: \u001b[31mno\u001b[39m', stack: 'TypeError: no\n    at a.ts:1:2' }),
  ).toEqual({
    name: 'TypeError',
    message: 'no',
    stack: 'TypeError: no\n    at a.ts:1:2',
  })
  expect(thrownError({ message: 'Error' })).toMatchObject({ name: 'Error', message: '' })
  expect(thrownError({ message: 'Note: this is no name' })).toMatchObject({
    name: '',
    message: 'Note: this is no name',
  })
})

test('a thrown value comes as it prints', () => {
  expect(thrownError({ value: "'a string'" })).toEqual({
    name: '',
    message: "'a string'",
    stack: "'a string'",
  })
  expect(thrownError({})).toMatchObject({ message: 'an error without a message' })
})

test('causes are kept', () => {
  const error = { message: 'Error: outer', cause: { message: 'RangeError: inner' } }
  expect(thrownError(error).cause).toMatchObject({ name: 'RangeError', message: 'inner' })
})

test.each([
  ['Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 1', true],
  ['Error: the total\n\nexpect(received).toBe(expected)', true],
  ['Error: expect(locator).toBeVisible() failed', true],
  ['Error: expect.toBeBetween(1, 2)', true],
  ['Error: do not expect(this) to count', false],
  ['Error: one\ntwo\nexpect(x)', false],
])('%j is an expectation: %s', (message, assertion) => {
  expect('matcherResult' in thrownError({ message })).toBe(assertion)
})

test.each([
  'Test timeout of 200ms exceeded.',
  '\u001b[31mTest timeout of 500ms exceeded while running "beforeEach" hook.\u001b[39m',
  '"beforeAll" hook timeout of 30000ms exceeded.',
])('%j is a timeout', message => {
  expect(thrownError({ message }).name).toBe('TimeoutError')
})

test('a worker that died leaves a test that did not finish', () => {
  const error = thrownError({
    message: 'Error: worker process exited unexpectedly (code=null, signal=SIGKILL)',
  })
  expect(error).toMatchObject({
    name: 'DidNotFinish',
    message: 'did not finish: the worker process exited unexpectedly (code=null, signal=SIGKILL)',
  })
})
