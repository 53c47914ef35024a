import { expect, it } from 'vitest'
import { errorsOf, execErrors } from './errors.ts'

const result = { ancestorTitles: [], title: 't', status: 'failed' } as const
const text = 'TypeError: boom\nmore\n    at Object.<anonymous> (/a.test.js:1:2)'

it('leaves an error that is whole as it is', () => {
  const error = Object.assign(new Error('no'), { matcherResult: { expected: 1 } })
  expect(errorsOf({ ...result, failureDetails: [error], failureMessages: [text] })[0]).toBe(error)
})

it.each([[{}], ['thrown'], [undefined]])('takes from the text what %o lost between processes', detail => {
  const [error] = errorsOf({ ...result, failureDetails: [detail], failureMessages: [text] })
  expect(error).toMatchObject({ name: 'TypeError', message: 'boom\nmore', stack: text })
})

it('keeps what is left of it', () => {
  const detail = { matcherResult: { expected: 1, actual: 2 } }
  const [error] = errorsOf({ ...result, failureDetails: [detail], failureMessages: [text] })
  expect(error).toMatchObject({ ...detail, stack: text })
})

it('has the messages alone without details', () => {
  expect(errorsOf({ ...result, failureMessages: [text, 'plain'] }).map(String)).toEqual([
    'TypeError: boom\nmore',
    'Error: plain',
  ])
})

it("tells jest's own words of a test that took too long without the quotes of a text that was thrown", () => {
  const told =
    'Error: thrown: "Exceeded timeout of 20 ms for a test.\nAdd a timeout value."\n    at it (/a.test.js:1:2)'
  const [error] = errorsOf({ ...result, failureMessages: [told] })
  expect(error).toMatchObject({ message: 'Exceeded timeout of 20 ms for a test.\nAdd a timeout value.' })
})

it('takes apart the errors outside the tests', () => {
  const stack =
    'Error: one\nand more\n    at a (/a.js:1:1)\n    at b (/b.js:1:1)\nRangeError: two\n    at c (/c.js:1:1)'
  expect(execErrors({ message: '', stack }).map(String)).toEqual(['Error: one\nand more', 'RangeError: two'])
  expect(execErrors({ message: 'Cannot find module', stack: 'Error: x' })).toMatchObject([
    { name: 'Error', message: 'Cannot find module', stack: 'Error: x' },
  ])
  expect(execErrors({}).map(String)).toEqual(['Error: the test file failed'])
})
