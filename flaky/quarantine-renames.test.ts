import { expect, test } from 'vitest'
import { familiesOf } from './identity.ts'
import type { TestRef } from './model.ts'
import type { QuarantineEntry } from './quarantine.ts'
import { followRenames } from './quarantine-renames.ts'

const ref = (id: string): TestRef => ({
  id,
  name: `name ${id}`,
  classname: 'c',
  file: `${id}.ts`,
  project: '',
})
const entry: QuarantineEntry = {
  ...ref('old'),
  fingerprint: 'aa',
  message: 'no',
  owner: 'ada',
  reason: 'known',
  since: '2026-11-01',
  expires: '2026-12-31',
}
const families = familiesOf([
  { from: 'old', to: 'middle' },
  { from: 'middle', to: 'new' },
])
const followed = (...ran: readonly string[]) => followRenames([entry], ran.map(ref), families)[0]

test('an entry follows its test over several renames, and keeps what people answer for', () => {
  expect(followed('new', 'other')).toEqual({ ...entry, ...ref('new') })
})

test.each([
  ['the old one ran as well: a copy', ['old', 'new']],
  ['two of its names ran: nobody knows which', ['middle', 'new']],
  ['none of its names ran', ['other']],
])('it stays as it is where %s', (_, ran) => {
  expect(followed(...ran)).toEqual(entry)
})
