import { expect, test } from 'vitest'
import { legalXml } from './xml.ts'

test('what XML 1.0 cannot hold is made visible', () => {
  expect(legalXml('\u0000\u001b[0m\ufffe')).toBe('\\u{0}\\u{1b}[0m\\u{fffe}')
  expect(legalXml('\ud800a\udc00')).toBe('\\u{d800}a\\u{dc00}')
})

test('all the rest stays: white space, other planes, what has to be escaped later', () => {
  expect(legalXml('\t\r\n😀 <&> ]]>')).toBe('\t\r\n😀 <&> ]]>')
})
