import { expect, it } from 'vitest'
import { thrownErrors } from './thrown.ts'

const marks = { constructor: 'Function<Error>', toString: 'Function<toString>' }

it('leaves out functions that were written down as text, in causes and parts too', () => {
  const error = {
    ...marks,
    message: 'outer',
    cause: { ...marks, message: 'inner' },
    errors: [{ ...marks, message: 'part' }],
  }
  expect(thrownErrors([error]).map(each => JSON.stringify(each))).toEqual([
    '{"message":"outer","cause":{"message":"inner"},"errors":[{"message":"part"}]}',
  ])
})

it('keeps what else was thrown', () => {
  const real = new Error('of the main process')
  expect(thrownErrors(['text', null, real, { constructor: 'mine' }])).toEqual([
    'text',
    null,
    real,
    { constructor: 'mine' },
  ])
})
