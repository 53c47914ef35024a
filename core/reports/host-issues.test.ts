import { expect, test } from 'vitest'
import { hostPath, oneLine } from './host-issues.ts'

test('a line holds no line break and no half of a character, and keeps to its length', () => {
  expect(oneLine(' a \r\n\tb\n\nc ', 100)).toBe('a b c')
  expect(oneLine('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`)
  // One character of 41 units: a letter and twenty marks of two units each.
  const marked = oneLine(`a${'\u{e0100}'.repeat(20)}`, 10)
  expect(marked).toBe(`a${'\u{e0100}'.repeat(4)}`)
})

test('a path is as the repository has it, and stays in its line', () => {
  expect(hostPath('././src/é 深.ts')).toBe('src/é 深.ts')
  expect(hostPath('.config/a.ts')).toBe('.config/a.ts')
  expect(hostPath('a\nb\t\u0000')).toBe('a\\u{a}b\\u{9}\\u{0}')
})
