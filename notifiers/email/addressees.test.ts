import { expect, test } from 'vitest'
import { hostileAuthors } from '../../test/notifiers/email-authors.ts'
import { alice, sampleAlert } from '../../test/notifiers/sample-alert.ts'
import type { Alert, Breakage, Person, Suspect } from '../model.ts'
import { type MailingRules, mayReceive, type Recipient, recipientsOf } from './addressees.ts'
import { type Mailbox, parseMailbox } from './mailbox.ts'

const team = parseMailbox('team@lab.test') as Mailbox

const rules: MailingRules = {
  channel: 'mail',
  fixed: [team],
  culprits: true,
  domains: new Set(['lab.test']),
  maxRecipients: 10,
}

function by(...people: readonly Partial<Person>[]): Alert {
  const suspects = people.map((person, index): Suspect => {
    const stranger = { name: 'Dev', email: '', known: false, accounts: {} }
    return { person: { ...stranger, ...person }, commit: `${index}a2b3c4d5e`, subject: '', reason: '' }
  })
  return sampleAlert({ blame: { kind: suspects.length === 1 ? 'one' : 'one-of', suspects, why: '' } })
}

const reached = (all: readonly Recipient[]) =>
  all.filter(each => each.dropped === null).map(each => each.address)
const dropped = (all: readonly Recipient[]) => all.flatMap(each => each.dropped ?? [])

test('the fixed list always, and the author that the people file knows', () => {
  expect(recipientsOf(sampleAlert(), rules)).toEqual([
    { address: 'team@lab.test', name: '', why: 'fixed list', dropped: null, warrant: 'configured' },
    { address: 'alice@lab.test', name: 'Alice', why: 'wrote 1a2b3c4', dropped: null, warrant: 'known' },
  ])
})

test('a stranger only in exactly an allowed domain', () => {
  const all = recipientsOf(
    by({ email: 'dev@LAB.test' }, { email: 'dev@sub.lab.test' }, { email: 'dev@evil.test' }),
    rules,
  )
  expect(reached(all)).toEqual(['team@lab.test', 'dev@lab.test'])
  const why = 'neither the people file nor the allowed domains vouch for it'
  expect(dropped(all)).toEqual([why, why])
})

test('a domain in another script is compared in one form', () => {
  const german = { ...rules, domains: new Set(['xn--bcher-kva.test']) }
  expect(reached(recipientsOf(by({ email: 'dev@BÜCHER.test' }), german))).toContain('dev@xn--bcher-kva.test')
})

test.each(hostileAuthors)('the hostile author %j reaches nobody', email => {
  const all = recipientsOf(by({ email }), rules)
  expect(reached(all)).toEqual(['team@lab.test'])
  expect(dropped(all)).toHaveLength(1)
  expect(all.map(each => each.address).join()).not.toMatch(/[\0-\x1f]/)
})

test('the people file cannot make an address of what is none', () => {
  for (const email of hostileAuthors.filter(each => 'fault' in parseMailbox(each)))
    expect(reached(recipientsOf(by({ email, known: true }), rules))).toEqual(['team@lab.test'])
})

test.each([
  [{ email: 'noreply@github.com', known: true }, 'nobody reads a noreply address'],
  [{ email: '7+dev@users.noreply.github.com', known: true }, 'nobody reads a noreply address'],
  [{ name: 'renovate[bot]', email: 'r@lab.test' }, 'it is a bot'],
  [{ email: 'jürgen@lab.test' }, 'the part before the @ is not ASCII'],
  [{ email: '' }, 'no address is known'],
])('%j gets nothing: %s', (person, why) => {
  const all = recipientsOf(by(person), rules)
  expect(reached(all)).toEqual(['team@lab.test'])
  expect(dropped(all)).toEqual([why])
})

test('a first build, a stopped one and an unclear blame write to the fixed list only', () => {
  const aborted = sampleAlert({ event: 'aborted', status: 'ABORTED' })
  expect(reached(recipientsOf(aborted, rules))).toEqual(['team@lab.test'])
  const first = sampleAlert({ event: 'first-build', previous: null })
  expect(reached(recipientsOf(first, rules))).toEqual(['team@lab.test'])
  const { suspects } = sampleAlert().blame
  const unclear = sampleAlert({ blame: { kind: 'nobody', suspects, why: 'too many' } })
  expect(reached(recipientsOf(unclear, rules))).toEqual(['team@lab.test'])
})

test('culprits: false writes to no author', () => {
  expect(dropped(recipientsOf(sampleAlert(), { ...rules, culprits: false }))).toEqual([
    'this channel does not write to authors (culprits)',
  ])
})

test('the same person once, with both reasons', () => {
  const all = recipientsOf(by({ ...alice, email: 'Team@lab.test' }), rules)
  expect(all.map(each => each.why)).toEqual(['fixed list, wrote 0a2b3c4'])
})

test('no more than the cap, and the others are named', () => {
  const people = [1, 2, 3, 4].map(index => ({ email: `dev${index}@lab.test` }))
  const all = recipientsOf(by(...people), { ...rules, maxRecipients: 3 })
  expect(reached(all)).toEqual(['team@lab.test', 'dev1@lab.test', 'dev2@lab.test'])
  expect(dropped(all)).toEqual(Array(2).fill('more than 3 people (maxRecipients)'))
})

const told = (addresses: Readonly<Record<string, readonly string[]>>): Breakage => ({
  id: 'feed',
  firstBadCommit: null,
  since: 0,
  told: addresses,
})

test('fixed goes to those who heard broken, and to no new suspect', () => {
  const broken = by({ email: 'dev@lab.test' }, { email: 'known@other.test', known: true })
  const heard = reached(recipientsOf(broken, rules))
  const fixed = { ...by({ email: 'new@lab.test' }), event: 'fixed', status: 'SUCCESS' } as const
  const all = recipientsOf({ ...fixed, breakage: told({ mail: heard, chat: ['#ci'] }) }, rules)
  expect(reached(all)).toEqual(heard)
})

test('still broken goes to those and to the new suspects; what the record was made to hold is checked', () => {
  const breakage = told({ mail: ['dev@lab.test', ...hostileAuthors.slice(0, 4), 'noreply@lab.test'] })
  const all = recipientsOf({ ...sampleAlert({ event: 'still-broken' }), breakage }, rules)
  expect(reached(all)).toEqual(['team@lab.test', 'alice@lab.test', 'dev@lab.test'])
  expect(dropped(all)).toHaveLength(5)
})

test('a channel with the name of an object’s own things told nobody', () => {
  const alert = sampleAlert({ event: 'fixed', breakage: told({}) })
  expect(reached(recipientsOf(alert, { ...rules, channel: 'constructor' }))).toEqual(['team@lab.test'])
})

test('the last look refuses every other envelope', () => {
  const chosen: Recipient = { address: 'dev@lab.test', name: '', why: '', dropped: null, warrant: 'domain' }
  expect(mayReceive(['dev@lab.test'], chosen, rules)).toBe(true)
  expect(mayReceive([], chosen, rules)).toBe(false)
  expect(mayReceive(['dev@lab.test', 'evil@evil.test'], chosen, rules)).toBe(false)
  expect(mayReceive(['evil@evil.test'], chosen, rules)).toBe(false)
  expect(mayReceive(['dev@lab.test'], { ...chosen, dropped: 'a bot' }, rules)).toBe(false)
  const stranger = { ...chosen, address: 'dev@evil.test' }
  expect(mayReceive(['dev@evil.test'], stranger, rules)).toBe(false)
  expect(mayReceive(['dev@evil.test'], { ...stranger, warrant: 'known' }, rules)).toBe(true)
})
