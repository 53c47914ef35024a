import { expect, test } from 'vitest'
import { catalogue } from './error-catalogue.ts'
import { gateError } from './errors.ts'

test('an error carries its sentence, its hint and its exit code', () => {
  const error = gateError('report.missing', { given: 'a.info' })
  expect(error).toMatchObject({
    code: 'report.missing',
    exitCode: 3,
    message: 'no coverage report matches "a.info"',
  })
})

test('values from outside are not taken for placeholders', () => {
  const details = { first: '{second}', second: 'b', why: '$& {why}' }
  expect(gateError('usage.contradiction', details).message).toBe(
    '{second} and b contradict each other: $& {why}',
  )
})

test.each(Object.entries(catalogue))(
  '%s says what was found and what to do, without closing punctuation',
  (_, entry) => {
    expect([2, 3]).toContain(entry.exitCode)
    expect(entry.message).toMatch(/^\S.*[^.!]$/s)
    expect(entry.hint).toMatch(/^\S.*[^.!]$/s)
  },
)
