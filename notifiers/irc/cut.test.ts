import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteLength, cutTo, longestPrefix, textBytes } from './cut.ts'

test('what fits stays as it is', () => {
  expect(cutTo('fits', 4)).toBe('fits')
})

test('cuts between words, and inside one that fills the line', () => {
  expect(cutTo('one two three four', 14)).toBe('one two…')
  expect(cutTo('x'.repeat(2000), 10)).toBe(`${'x'.repeat(7)}…`)
})

test('never cuts a grapheme: a family, a flag, a letter with its accent', () => {
  expect(cutTo('👨‍👩‍👧👨‍👩‍👧', 30)).toBe('👨‍👩‍👧…')
  expect(cutTo('🇫🇷🇩🇪', 12)).toBe('🇫🇷…')
  expect(cutTo('e\u0301e\u0301e\u0301', 8)).toBe('e\u0301…')
  expect(cutTo('👨‍👩‍👧👨‍👩‍👧', 10)).toBe('…')
})

test('never more bytes than allowed, always a beginning, never half a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 0, max: 300 }),
      (text, bytes) => {
        const told = cutTo(text, bytes)
        expect(byteLength(told)).toBeLessThanOrEqual(bytes)
        expect(text.startsWith(told.replace(/…$/, '')) || told === text).toBe(true)
        expect(told).not.toMatch(/\p{Cs}/u)
      },
    ),
  )
})

test('the receiver’s copy is at most 512 bytes', () => {
  const prefix = longestPrefix('gate')
  const text = 'x'.repeat(textBytes(prefix, 'PRIVMSG', '#dev'))
  expect(byteLength(`:${prefix} PRIVMSG #dev :${text}\r\n`)).toBe(512)
})
