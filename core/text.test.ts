import { expect, test } from 'vitest'
import { lineRanges, nearest, plural, rangesOf, visible, visibleLine, visibleText } from './text.ts'

test('a count agrees with its noun', () => {
  expect([0, 1, 2].map(count => plural(count, 'line'))).toEqual(['0 lines', '1 line', '2 lines'])
})

test('the nearest word is found through a slip, a swap or the wrong case', () => {
  const words = ['--fail-under', '--report', '--base', '--head']
  expect(nearest('--reprot', words)).toBe('--report')
  expect(nearest('--FAIL-UNDR', words)).toBe('--fail-under')
  expect(nearest('--bse', words)).toBe('--base')
  expect(nearest('--colour', words)).toBeNull()
  expect(nearest('', words)).toBeNull()
})

test.each([
  ['an escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
  ['a C1 control', '\u009b31m', '\\u{9b}31m'],
  ['line breaks', 'a\r\nb\u2028c', 'a\\u{d}\\u{a}b\\u{2028}c'],
  ['a bidirectional override', 'a\u202etxt.exe', 'a\\u{202e}txt.exe'],
  ['an Arabic letter mark and an isolate', '\u061c\u2066', '\\u{61c}\\u{2066}'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['a tag character beyond the first plane', '\u{e0041}', '\\u{e0041}'],
  ['a lone surrogate', '\ud800x', '\\u{d800}x'],
])('%s is made visible', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('text of any script stays as it is', () => {
  expect(visible('prüfen 試験 😀 é')).toBe('prüfen 試験 😀 é')
})

test('tabs and line feeds stay where they belong', () => {
  expect(visibleLine('\tif (a)\r')).toBe('  if (a)\\u{d}')
  expect(visibleText('a\tb\nc\u0000')).toBe('a\tb\nc\\u{0}')
})

test('lines become ranges', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([
    [1, 3],
    [7, 7],
    [9, 10],
  ])
  expect(lineRanges([1, 2, 3, 7])).toBe('1-3, 7')
  expect(lineRanges([1, 3, 5, 7], 2)).toBe('1, 3 and 2 more')
  expect(lineRanges([])).toBe('')
})
