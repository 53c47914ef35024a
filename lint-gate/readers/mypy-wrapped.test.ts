import { expect, test } from 'vitest'
import { readLintText, shown } from '../../test/lint-report-fixtures.ts'
import { mypyWrapped } from './mypy-wrapped.ts'

test('a message goes on up to its code, which may share a line with its last words', () => {
  const wrap = (...lines: readonly string[]) => mypyWrapped(['', ...lines], 0, 'Argument 1 to "f" ')
  expect(wrap('has incompatible type "int"; ', 'expected "str"  [arg-type]', '    f(1)')).toEqual({
    message: 'Argument 1 to "f" has incompatible type "int"; expected "str"',
    rule: 'arg-type',
    lines: 3,
  })
  expect(wrap('[arg-type]')).toMatchObject({ message: 'Argument 1 to "f"', lines: 2 })
  expect(wrap('    f(1)')).toBeNull()
  expect(wrap('a.py:2: error: x  [misc]')).toBeNull()
  expect(wrap('Found 1 error in 1 file (checked 1 source file)')).toBeNull()
  expect(wrap()).toBeNull()
})

test('so the whole report is understood, with the lines that tell of the function', async () => {
  const text = [
    'a.py: note: In function "g":',
    'a.py:2: error: Argument 1 to "f" has',
    'incompatible type "int"; expected',
    '"str"  [arg-type]',
    '        f(1)',
    '          ^',
    'a.py: note: At top level:',
    'a.py:5: error: x  [misc]',
    'Found 2 errors in 1 file (checked 1 source file)',
    '',
  ].join('\n')
  const content = await readLintText(text)
  expect(shown(content)).toEqual(['a.py:2:null-2:null error arg-type', 'a.py:5:null-5:null error misc'])
  expect(content.findings[0]?.message).toBe('Argument 1 to "f" has incompatible type "int"; expected "str"')
  expect(content).toMatchObject({ tool: 'mypy', unread: [], troubles: [] })
})

test('without codes and without its end, mypy is told by what it writes', async () => {
  const tool = async (text: string) => (await readLintText(text)).tool
  expect(await tool('a.py:1: error: x\na.py:1: note: y\n')).toBe('mypy')
  expect(await tool('a.py:1: x is imported\n')).toBe('linter')
  expect(await tool('a.py:1: warning: x\n')).toBe('linter')
  expect(await tool('a.c:1: error: x\n')).toBe('linter')
})
