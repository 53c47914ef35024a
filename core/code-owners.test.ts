import { expect, test } from 'vitest'
import { ownersOf, parseCodeOwners } from './code-owners.ts'

const owner = (text: string, path: string) => ownersOf(parseCodeOwners(text), path).join(' ')

test.each([
  ['*', 'a/b/c.ts', true],
  ['*.js', 'a/b.js', true],
  ['*.js', 'a/b.ts', false],
  ['/build/logs/', 'build/logs/a/b.log', true],
  ['/build/logs/', 'x/build/logs/a.log', false],
  ['/build/logs/', 'build/logs', false],
  ['docs/*', 'docs/a.md', true],
  ['docs/*', 'docs/a/b.md', false],
  ['docs/*', 'x/docs/a.md', false],
  ['apps/', 'x/apps/y/z.ts', true],
  ['apps/', 'apps', false],
  ['apps', 'x/apps/y.ts', true],
  ['apps', 'x/apps', true],
  ['apps', 'x/apps2', false],
  ['/docs/', 'docs/a/b.md', true],
  ['/apps/github', 'apps/github/a.ts', true],
  ['/apps/github', 'apps/github2', false],
  ['**/logs', 'deep/er/logs/a.log', true],
  ['**/logs', 'logs/a.log', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b/c.ts', true],
  ['a/**', 'a/x/y', true],
  ['a/**', 'b/a/x', false],
  ['/*', 'top.ts', true],
  ['/*', 'a/b.ts', false],
  ['src/?.ts', 'src/a.ts', true],
  ['src/?.ts', 'src/ab.ts', false],
  ['src/[ab].ts', 'src/a.ts', false],
  ['my\\ docs/', 'my docs/a.md', true],
])('%s for %s: %s', (pattern, path, expected) => {
  expect(owner(`${pattern} @o`, path)).toBe(expected ? '@o' : '')
})

test('the last line that matches counts, even one that names nobody', () => {
  const text = '# all\n* @all\n\n/src/ @one @two # those\n/src/free/\n!/src/a.ts @never\n'
  expect(owner(text, 'src/a.ts')).toBe('@one @two')
  expect(owner(text, 'src/free/a.ts')).toBe('')
  expect(owner(text, 'README.md')).toBe('@all')
})

test("GitLab's sections give owners to lines that name none", () => {
  const text = '[Docs][2] @writers\ndocs/\n*.md @ann\r\n^[Code]\nsrc/ @bob\nsrc/x/\n'
  expect(owner(text, 'docs/a.txt')).toBe('@writers')
  expect(owner(text, 'a.md')).toBe('@ann')
  expect(owner(text, 'src/a.ts')).toBe('@bob')
  expect(owner(text, 'src/x/a.ts')).toBe('')
})

test('a pattern that would keep a regular expression busy for ever is answered at once', () => {
  expect(owner(`${'a*'.repeat(200)}b @o`, 'a'.repeat(5_000))).toBe('')
  expect(owner(`${'**/a/'.repeat(50)}b @o`, 'a/'.repeat(500))).toBe('')
})
