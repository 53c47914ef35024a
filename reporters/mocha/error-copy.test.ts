import { expect, it } from 'vitest'
import { eachOnce, untouched } from './error-copy.ts'

it('keeps the values of an error that another listener is going to write on', () => {
  const error = Object.assign(new TypeError('differs'), { actual: { a: 1 }, expected: [2], code: 'E' })
  const copy = untouched(error)
  Object.assign(error, { actual: '[object too large to diff]', expected: '' })
  expect(copy).toBeInstanceOf(TypeError)
  expect(copy).toMatchObject({
    message: 'differs',
    stack: error.stack,
    actual: { a: 1 },
    expected: [2],
    code: 'E',
  })
})

it('copies nothing that need not be', () => {
  const plain = new Error('plain')
  const texts = Object.assign(new Error('texts'), { actual: 'a', expected: 'b' })
  expect(untouched(plain)).toBe(plain)
  expect(untouched(texts)).toBe(texts)
  expect(untouched('text')).toBe('text')
})

it('has an error once that mocha hung on the first', () => {
  const second = new Error('second')
  const first = Object.assign(new Error('first'), { multiple: [second] })
  expect(eachOnce([first, second])).toEqual([first])
  const other = new Error('other')
  expect(eachOnce([other, second])).toEqual([other, second])
})
