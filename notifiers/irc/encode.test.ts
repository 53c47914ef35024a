import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isChannelName, isNick, isWord, plainText } from './encode.ts'

const unit = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\r',
      '\n',
      '\0',
      '\u0001',
      '\u0003',
      '04',
      ',',
      '\u202e',
      '\ud800',
      ' ',
      'a',
      '\u001b[31m',
    ),
  }),
)

describe('the one encoder', () => {
  test.each([
    ['CR, LF and tabs', 'x\r\nJOIN #evil\tnow\rQUIT\nx', 'x JOIN #evil now QUIT x'],
    ['NUL and CTCP', '\u0001ACTION dies\u0001\0', 'ACTION dies'],
    ['colours with their numbers', '\u000304,01red\u0003 and \u0004ff0000hex\u000f', 'red and hex'],
    ['formats', '\u0002b\u001di\u001fu\u001es\u0011m\u0016r', 'biusmr'],
    ['ANSI', '\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link', 'red link'],
    ['bidirectional controls and zero widths', 'a\u202eb\u2066c\u200bd\ufeff', 'abcd'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['line and paragraph separators, NEL', 'a\u2028b\u2029c\u0085d', 'a b c d'],
    ['a family of emoji stays one', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['a joiner elsewhere', 'a\u200db', 'ab'],
  ])('%s', (_what, given, expected) => {
    expect(plainText(given)).toBe(expected)
  })

  test('nothing gets through that a line or a client would act on', () => {
    fc.assert(
      fc.property(unit, given => {
        const told = plainText(given)
        expect(told).toMatch(/^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\u200d)*$/u)
        expect(told).not.toMatch(/\p{Cs}/u)
        expect(plainText(told)).toBe(told)
      }),
    )
  })

  test('a megabyte costs no more than its beginning', () => {
    expect(plainText('x'.repeat(1_000_000)).length).toBe(4000)
  })
})

test('channel names', () => {
  for (const name of ['#dev', '&local', '+plain', '!12345x', '##c++', '#разработка']) {
    expect(isChannelName(name), name).toBe(true)
  }
  for (const name of [
    'dev',
    '#',
    '',
    '#a b',
    '#a,#b',
    '#a\u0007',
    '#a\r\nJOIN #b',
    '#a\u200b',
    `#${'x'.repeat(300)}`,
  ]) {
    expect(isChannelName(name), name).toBe(false)
  }
})

test('nicks and words', () => {
  expect(['gate', '[ci]', 'a-1', '`x'].every(isNick)).toBe(true)
  expect(['1gate', 'a b', 'a\r\n', '-a', '', 'a!b', 'ä'].some(isNick)).toBe(false)
  expect(['word', 'k=y'].every(isWord)).toBe(true)
  expect(['', ':x', 'a b', 'a,b', 'a\0'].some(isWord)).toBe(false)
})
