import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

const lines = (...texts: readonly string[]): string => texts.join('\n')

test('one hunk that holds everything has no position', () => {
  expect(lineDiff(lines('a', 'b', 'c'), lines('a', 'x', 'c'))).toBe(lines('  a', '- b', '+ x', '  c'))
})

test('what is far from a change is left out, and the positions say where', () => {
  const expected = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`)
  const actual = expected.map(line => (line === 'line 10' ? 'ten' : line)).filter(line => line !== 'line 30')
  const diff = lineDiff(expected.join('\n'), actual.join('\n')).split('\n')
  expect(diff.filter(line => !line.startsWith('  '))).toEqual([
    '@@ -5,11 +5,11 @@',
    '- line 10',
    '+ ten',
    '@@ -25,11 +25,10 @@',
    '- line 30',
  ])
  expect(diff).toHaveLength(2 + 12 + 11)
})

test.each([
  ['', 'a', ['-', '+ a']],
  ['a', '', ['- a', '+']],
  ['a', lines('a', ''), ['  a', '+']],
  ['a ', 'a', ['- a·', '+ a']],
  ['a\t', 'a', ['- a→', '+ a']],
  ['a\r\nb', 'a\nb', ['- a\\r', '+ a', '  b']],
])('%j and %j', (expected, actual, diff) => {
  expect(lineDiff(expected, actual).split('\n')).toEqual(diff)
})

test('long lines are shown around their first difference', () => {
  const [head, tail] = ['h'.repeat(5_000), 't'.repeat(5_000)]
  const [removed, added] = lineDiff(`${head}1${tail}`, `${head}2${tail}`).split('\n')
  expect(removed).toMatch(/^- …h{60}1t+…$/)
  expect(added).toMatch(/^\+ …h{60}2t+…$/)
  expect(removed?.length).toBeLessThan(310)
})

test('a difference far inside a long text is found', () => {
  const text = Array.from({ length: 300_000 }, (_, index) => `line ${index + 1}`)
  const changed = text.with(250_000, 'other')
  expect(lineDiff(text.join('\n'), changed.join('\n'))).toMatch(
    /^@@ -249996,11 \+249996,11 @@\n {2}line 249996\n[\s\S]*\n- line 250001\n\+ other\n/,
  )
  const line = 'x'.repeat(3_000_000)
  expect(lineDiff(`${line}a`, `${line}b`)).toMatch(/^@@ .*\n- …x+a\n\+ …x+b$/)
})

test('texts without a common line are told as two blocks, up to a number of lines', () => {
  const block = (word: string): string =>
    Array.from({ length: 1_000 }, (_, index) => `${word} ${index}`).join('\n')
  const diff = lineDiff(block('a'), block('b')).split('\n')
  expect(diff).toHaveLength(121)
  expect(diff.at(-1)).toBe('… 1880 more lines of the difference')
})

test('the hunks of any two texts say how to make one of the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
  fc.assert(
    fc.property(text, text, (expected, actual) => {
      fc.pre(expected.join() !== actual.join() && expected.length > 0 && actual.length > 0)
      expect(applied(expected, lineDiff(expected.join('\n'), actual.join('\n')))).toEqual(actual)
    }),
    { numRuns: 500 },
  )
})

test('no script is longer than replacing everything, and equal lines are kept', () => {
  const diff = lineDiff(lines('a', 'b', 'c', 'a', 'b', 'b', 'a'), lines('c', 'b', 'a', 'b', 'a', 'c'))
  // The example of Myers' paper: five edits.
  expect(diff.split('\n').filter(line => /^[-+]/.test(line))).toHaveLength(5)
})

/** A reader of hunks of its own: patches the expected lines. */
function applied(expected: readonly string[], diff: string): readonly string[] {
  const rows = diff.split('\n')
  const result: string[] = []
  let at = 0
  for (const row of rows) {
    const start = /^@@ -(\d+),/.exec(row)?.[1]
    if (start) while (at < Number(start) - 1) result.push(expected[at++] ?? '')
    else if (row.startsWith('+')) result.push(row.slice(2))
    else {
      expect(expected[at]).toBe(row.slice(2))
      if (row.startsWith(' ')) result.push(expected[at] ?? '')
      at += 1
    }
  }
  return [...result, ...expected.slice(at)]
}
