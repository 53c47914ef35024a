import { expect, test } from 'vitest'
import { namedOptions } from './named-options.ts'

test.each([[{ output: 'a.xml' }], [['output=a.xml']], [[{ output: 'a.xml' }]], ['output=a.xml']])(
  '%j names an output',
  given => {
    expect(namedOptions(given)).toEqual({ output: 'a.xml' })
  },
)

test('lists hold commas, values hold equals signs, and a name alone is on', () => {
  expect(namedOptions(['output=a=b.xml,verbose', 'profile=gitlab'])).toEqual({
    output: 'a=b.xml',
    verbose: true,
    profile: 'gitlab',
  })
})

test.each([undefined, null, '', [], true])('%j names none', given => {
  expect(namedOptions(given)).toEqual({})
})
