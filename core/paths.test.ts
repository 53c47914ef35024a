import { expect, test } from 'vitest'
import { below, decodeName, joinPaths, normalizePath } from './paths.ts'

test.each([
  ['./src/a.js', 'src/a.js'],
  ['a/../src//a.js', 'src/a.js'],
  ['../lib/a.js', '../lib/a.js'],
  ['/a/../../b', '/b'],
  ['file:///home/u/a.js', '/home/u/a.js'],
  ['D:\\a\\repo\\src\\x.cs', 'D:/a/repo/src/x.cs'],
  ['src\\x.cs', 'src/x.cs'],
  ['\\\\host\\share\\x.cs', '/host/share/x.cs'],
  ['src/odd\\name.js', 'src/odd\\name.js'],
  ['.', ''],
])('%j is %j', (written, path) => {
  expect(normalizePath(written)).toBe(path)
})

test('below keeps to whole directories', () => {
  expect(below('/repo', '/repo/src/a.js')).toBe('src/a.js')
  expect(below('/repo', '/repository/a.js')).toBeNull()
  expect(below('', 'src/a.js')).toBe('src/a.js')
  expect(below('', '/src/a.js')).toBeNull()
  expect(below('/', '/a.js')).toBe('a.js')
})

test('joins and leaves absolute paths alone', () => {
  expect(joinPaths('packages/a', '../b/x.js')).toBe('packages/b/x.js')
  expect(joinPaths('packages/a', '/x.js')).toBe('/x.js')
})

test('names are UTF-8 where they can be, else Latin-1', () => {
  expect(decodeName(Buffer.from('ünï.js').toString('latin1'))).toBe('ünï.js')
  expect(decodeName('\xfcn\xef.js')).toBe('ünï.js')
})
