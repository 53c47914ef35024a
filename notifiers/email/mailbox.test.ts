import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileAuthors } from '../../test/notifiers/email-authors.ts'
import { isBot, normalDomain, parseMailbox, unread } from './mailbox.ts'

test.each([
  ['dev@lab.test', 'dev@lab.test'],
  ['First.Last+ci@LAB.Test', 'First.Last+ci@lab.test'],
  ["o'brien@lab.test", "o'brien@lab.test"],
  ['dev@bücher.test', 'dev@xn--bcher-kva.test'],
  ['dev@BÜCHER.test', 'dev@xn--bcher-kva.test'],
  ['root@localhost', 'root@localhost'],
])('%s is the mailbox %s', (text, address) => {
  expect(parseMailbox(text)).toMatchObject({ address })
})

test.each([
  'dev',
  '@lab.test',
  'dev@',
  ' dev@lab.test',
  'dev@lab.test ',
  'dev@lab.test.',
  'dev@lab..test',
  '.dev@lab.test',
  'dev.@lab.test',
  'd..ev@lab.test',
  'dev@[127.0.0.1]',
  'dev@127.0.0.1',
  'dev@0x7f.1',
  'dev@lab%2etest',
  'dev@lab\u3002test',
  'dev@lab\u00ad.test',
  '"dev"@lab.test',
  'jürgen@lab.test',
  'Dev <dev@lab.test>',
  '<dev@lab.test>',
  'dev@lab.test, evil@evil.test',
  'team: dev@lab.test;',
  'dev@lab.test (evil@evil.test)',
  'dev@evil.test@lab.test',
  'evil%evil.test@lab.test',
  'evil.test!evil@lab.test',
  '-froot@lab.test',
  '|cat@lab.test',
  'dev@lab.test\r\nBcc: evil@evil.test',
  'dev@lab.test\0',
  `${'a'.repeat(65)}@lab.test`,
  `dev@${'a'.repeat(64)}.test`,
])('%j is no plain mailbox', text => {
  expect(parseMailbox(text)).toEqual({ fault: expect.any(String) })
})

test.each(hostileAuthors)('the hostile author address %j gives no mailbox', text => {
  const parsed = parseMailbox(text)
  if ('address' in parsed) expect(parsed.domain).not.toBe('lab.test')
  else expect(parsed.fault).not.toBe('')
})

test('whatever is read as a mailbox is one word that no header or command can mistake', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'dev',
      'lab.test',
      '@',
      '"',
      '<',
      '>',
      ',',
      ';',
      ':',
      '\\',
      '\r\n',
      ' ',
      '\0',
      '%',
      '!',
      '.',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), parts => {
      const parsed = parseMailbox(parts.join(''))
      if ('address' in parsed) {
        expect(parsed.address).toMatch(/^[a-z0-9_][a-z0-9_+=~'&#.-]*@[a-z0-9.-]+$/i)
        expect(parseMailbox(parsed.address)).toEqual(parsed)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a domain is compared in one form', () => {
  expect(normalDomain('LAB.test')).toBe('lab.test')
  expect(normalDomain('bücher.test')).toBe(normalDomain('xn--bcher-kva.test'))
  expect(normalDomain('*.lab.test')).toBeNull()
  expect(normalDomain('')).toBeNull()
})

test.each([
  'noreply@github.com',
  'no-reply@lab.test',
  'do-not-reply+7@lab.test',
  '12+alice@users.noreply.github.com',
  'x@noreply.lab.test',
])('nobody reads %s', text => {
  const parsed = parseMailbox(text)
  expect('address' in parsed && unread(parsed)).toBe('nobody reads a noreply address')
})

test('people with like names are read', () => {
  const parsed = parseMailbox('noreplyson@lab.test')
  expect('address' in parsed && unread(parsed)).toBeNull()
})

test('bots are told by their mark', () => {
  expect(isBot('renovate[bot]', 'x@lab.test')).toBe(true)
  expect(isBot('Alice', '1+dependabot[bot]@users.noreply.github.com')).toBe(true)
  expect(isBot('Robot', 'bot@lab.test')).toBe(false)
})
