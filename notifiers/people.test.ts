import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isNoReply,
  nobodyKnown,
  personBehind,
  personCalled,
  personKey,
  personOf,
  readPeople,
} from './people.ts'

const file = readPeople(
  `{ "people": [
    { "name": "Alice", "emails": ["alice@corp.test", "al@home.test"], "also": ["alice-gh", "AL@old.test"], "irc": "alice", "slack": "U1" },
    { "name": "Bob", "emails": ["7+bob@users.noreply.github.com"] },
    { "name": "Releases", "emails": ["team@corp.test"], "also": ["release-bot@corp.test"] }
  ] }`,
  'cd-gate.people.json',
)
const alice = {
  name: 'Alice',
  email: 'alice@corp.test',
  known: true,
  accounts: { irc: 'alice', slack: 'U1' },
}

describe('an author', () => {
  test.each([
    ['whatever', 'al@home.test'],
    ['x', 'ALICE@CORP.TEST'],
    ['x', 'al@OLD.test'],
    ['x', '12345+alice-gh@users.noreply.github.com'],
    ['x', 'Alice-GH@users.noreply.github.com'],
    ['x', '99-alice-gh@users.noreply.gitlab.com'],
  ])('%s <%s> is Alice, who is written to at her first address', (name, email) => {
    expect(personOf({ name, email }, file)).toEqual(alice)
  })

  test('nobody is Alice for being called so', () => {
    expect(personOf({ name: 'Alice', email: 'evil@evil.test' }, file)).toEqual({
      name: 'Alice',
      email: 'evil@evil.test',
      known: false,
      accounts: {},
    })
    expect(personOf({ name: 'alice-gh', email: 'evil@evil.test' }, file)).toMatchObject({ known: false })
    expect(personOf({ name: 'x', email: 'alice@corp.test.evil.test' }, file)).toMatchObject({ known: false })
    expect(personOf({ name: 'x', email: 'alice-gh@users.noreply.github.com@evil.test' }, file)).toMatchObject(
      {
        known: false,
      },
    )
  })

  test('a noreply address is written to by nobody, whoever has it', () => {
    expect(personOf({ name: 'b', email: '7+bob@users.noreply.github.com' }, file)).toEqual({
      name: 'Bob',
      email: '',
      known: true,
      accounts: {},
    })
    expect(personOf({ name: 'Dan', email: '8+dan@users.noreply.github.com' }, file)).toEqual({
      name: 'Dan',
      email: '',
      known: false,
      accounts: {},
    })
  })

  test.each([
    ['GitHub', 'noreply@github.com', 'noreply@github.com belongs to no person'],
    ['renovate[bot]', '29+renovate[bot]@users.noreply.github.com', 'renovate[bot] is a bot'],
    ['dependabot[bot]', 'support@github.com', 'dependabot[bot] is a bot'],
    ['Renovate Bot', 'bot@renovateapp.com', 'Renovate Bot is a bot'],
    ['semantic-release-bot', 'x@x.test', 'semantic-release-bot is a bot'],
    ['x', 'ci-bot@corp.test', 'x is a bot'],
    ['', '', 'the commit names no author'],
    [' ', ' ', 'the commit names no author'],
  ])('%s <%s> is nobody', (name, email, dropped) => {
    expect(personOf({ name, email }, file)).toEqual({ dropped })
  })

  test.each(['Abbot', 'Talbot', 'Botha', 'Robotham', 'Bothwell'])('%s is no bot', name => {
    expect(personOf({ name, email: `${name}@x.test` }, file)).toMatchObject({ name, known: false })
  })

  test('the people file outweighs what looks like a bot', () => {
    expect(personOf({ name: 'release-bot', email: 'release-bot@corp.test' }, file)).toMatchObject({
      name: 'Releases',
      email: 'team@corp.test',
    })
  })

  test('an address that two people could have is nobody’s', () => {
    const two = {
      entries: ['A', 'B'].map(name => ({ name, emails: ['x@x.test'], also: ['x'], accounts: {} })),
    }
    expect(personOf({ name: 'x', email: 'x@x.test' }, two)).toMatchObject({ known: false })
    expect(personCalled('x', two)).toMatchObject({ known: false })
  })

  test('a long name is cut, a long address left out: a part of it would be another’s', () => {
    const person = personOf({ name: '😀'.repeat(90), email: `a@${'x'.repeat(400)}` }, nobodyKnown)
    expect(person).toMatchObject({ email: '', known: false })
    expect('name' in person && person.name).toMatch(/^(?:😀){49}…$/u)
  })

  test.each([
    'evil@evil.test, John',
    'John" <evil@evil.test>, "x',
    'dev@corp.test> <evil@evil.test',
    'x\r\nBcc: evil@evil.test',
    '\u0001ACTION\u0003\u202e<!channel> @everyone <b>',
    'lone \ud800 half',
  ])('%j passes unharmed: each channel escapes for itself', hostile => {
    expect(personOf({ name: hostile, email: 'a@x.test' }, file)).toEqual({
      name: hostile.trim(),
      email: 'a@x.test',
      known: false,
      accounts: {},
    })
    expect(personOf({ name: 'x', email: hostile }, file)).toEqual({
      name: 'x',
      email: hostile,
      known: false,
      accounts: {},
    })
  })

  test('no string makes a stranger known, or another address', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('Alice', 'alice', '@', '[bot]', ' ', '@users.noreply.github.com', 'Ⓐlice'),
    )
    const words = fc.array(word, { maxLength: 4 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(words, words, (name, email) => {
        const person = personOf({ name, email }, file)
        if ('dropped' in person) return
        expect(person.known).toBe(false)
        expect(['', email]).toContain(person.email)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('who stands behind a commit', () => {
  const bot = { name: 'renovate[bot]', email: 'x@x.test' }
  const dan = { name: 'Dan', email: 'dan@x.test' }

  test('its author', () => {
    expect(personBehind({ author: dan, coAuthors: [bot] }, 'alice-gh', file)).toMatchObject({
      person: { name: 'Dan' },
      instead: '',
    })
  })

  test('else a co-author who is somebody', () => {
    expect(personBehind({ author: bot, coAuthors: [bot, dan] }, 'alice-gh', file)).toMatchObject({
      person: { name: 'Dan' },
      instead: 'co-author, as renovate[bot] is a bot',
    })
  })

  test('else who asked for the build, else nobody', () => {
    expect(personBehind({ author: bot, coAuthors: [] }, 'Alice-GH', file)).toEqual({
      person: alice,
      instead: 'asked for the build, as renovate[bot] is a bot',
    })
    const none = { dropped: 'renovate[bot] is a bot' }
    expect(personBehind({ author: bot, coAuthors: [] }, 'github-actions[bot]', file)).toEqual(none)
    expect(personBehind({ author: bot, coAuthors: [] }, ' ', file)).toEqual(none)
    expect(personBehind({ author: bot, coAuthors: [] }, null, file)).toEqual(none)
  })
})

test('a CI’s word for a person: a login, a name, an address, or somebody unknown', () => {
  expect(personCalled('alice', file)).toEqual(alice)
  expect(personCalled('alice-gh', file)).toEqual(alice)
  expect(personCalled('AL@home.test', file)).toEqual(alice)
  expect(personCalled('zoe', file)).toEqual({ name: 'zoe', email: '', known: false, accounts: {} })
})

test('one person under two spellings has one key', () => {
  const key = (name: string, email: string) => {
    const person = personOf({ name, email }, file)
    return 'dropped' in person ? '' : personKey(person)
  }
  expect(key('a', 'al@home.test')).toBe(key('b', '1+alice-gh@users.noreply.github.com'))
  expect(key('Dan', 'dan@x.test')).toBe(key('dan d.', 'Dan@X.test'))
  expect(key('Dan', 'dan@x.test')).not.toBe(key('Dan', 'other@x.test'))
})

test.each([
  ['noreply@github.com', true],
  ['No-Reply@corp.test', true],
  ['git.noreply@corp.test', true],
  ['do-not-reply@corp.test', true],
  ['1+a@users.noreply.github.com', true],
  ['a@noreply.gitea.test', true],
  ['noreplyson@corp.test', false],
  ['a@noreplys.test', false],
  ['reply@corp.test', false],
])('%s takes no mail: %s', (email, expected) => {
  expect(isNoReply(email)).toBe(expected)
})

describe('a people file that is wrong', () => {
  const faultOf = (text: string) => {
    try {
      readPeople(text, 'cd-gate.people.json')
      return null
    } catch (error) {
      return error
    }
  }

  test.each([
    ['', 'it is empty'],
    ['{\n"people": [\n{]', 'it is not JSON: line 3'],
    ['[]', 'it has no list "people"'],
    ['{"people": {}}', 'it has no list "people"'],
    ['{"people": [], "peple": 1}', 'it has the unknown key "peple" beside "people"'],
    ['{"people": [\n {"name": "A {"},\n\n 7, {}]}', 'line 4: person 2 is no object'],
    ['{"people": [{}]}', 'line 1: person 1 has no "name", or one that is no text of a single line'],
    [
      '{"people": [{"name": "a\\nb"}]}',
      'line 1: person 1 has no "name", or one that is no text of a single line',
    ],
    ['{"people": [{"name": "A", "email": "a@x"}]}', 'line 1: person 1 has the unknown key "email"'],
    ['{"people": [{"name": "A", "mail": "a@x"}]}', 'line 1: person 1 has the unknown key "mail"'],
    [
      '{"people": [{"name": "A", "emails": "a@x"}]}',
      'line 1: person 1 has "emails" that are no list of texts',
    ],
    ['{"people": [{"name": "A", "emails": [7]}]}', 'line 1: person 1 has "emails" that are no list of texts'],
    [
      '{"people": [{"name": "A", "emails": ["A <a@x>"]}]}',
      'line 1: person 1 has "A <a@x>" in "emails", which is no plain address',
    ],
    [
      '{"people": [{"name": "A", "emails": ["a@x, b@x"]}]}',
      'line 1: person 1 has "a@x, b@x" in "emails", which is no plain address',
    ],
    [
      '{"people": [{"name": "A", "IRC": "a"}]}',
      'line 1: person 1 has the key "IRC", which is no channel type',
    ],
    [
      '{"people": [{"name": "A", "irc": 7}]}',
      'line 1: person 1 has an account "irc" that is no text of a single line',
    ],
    [
      '{"people": [{"name": "A", "emails": ["a@x"]},\n{"name": "B", "also": ["A@X"]}]}',
      'line 2: person 2 has "a@x", which "A" has, too',
    ],
  ])('%j', (text, why) => {
    expect(faultOf(text)).toMatchObject({
      code: 'notify.bad-people',
      exitCode: 2,
      message: `the people file cd-gate.people.json: ${why}`,
    })
  })

  test('whatever is in it, it is read or it is a GateError', () => {
    const value = fc.jsonValue()
    const entry = fc.dictionary(fc.constantFrom('name', 'emails', 'also', 'irc', '__proto__'), value)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          value.map(x => JSON.stringify(x)),
          fc.array(entry).map(people => JSON.stringify({ people })),
        ),
        text => {
          const fault = faultOf(text)
          if (fault !== null) expect(fault).toMatchObject({ code: 'notify.bad-people' })
        },
      ),
    )
  })
})
