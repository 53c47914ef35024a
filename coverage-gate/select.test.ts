import { expect, test } from 'vitest'
import { createSelection } from './select.ts'

test.each([
  'src/a.test.ts',
  'src/__tests__/a.js',
  'tests/helper.py',
  'app/test_views.py',
  'pkg/x_test.go',
  'src/main/FooTest.java',
  'vitest.config.ts',
  '.eslintrc.cjs',
  'types/a.d.ts',
  'api/v1.pb.go',
  'examples/x/index.js',
])('%s is excluded by default', path => {
  expect(createSelection([], [])(path)).toMatch(/^by default, /)
})

test.each([
  'src/a.ts',
  'src/latest.ts',
  'src/contest/a.js',
  'src/config.ts',
  'lib/Testing.java',
  'src/setupUi.js',
])('%s is judged', path => {
  expect(createSelection([], [])(path)).toBeNull()
})

test('a directory, with or without a slash or stars, is everything below it', () => {
  for (const glob of ['src/gen', 'src/gen/', 'src/gen/**', './src/gen', 'src/gen/*']) {
    expect(createSelection([], [glob])('src/gen/a.py')).toBe(`--exclude ${glob}`)
  }
  expect(createSelection([], ['src/gen/a.py'])('src/gen/a.py')).toBe('--exclude src/gen/a.py')
  expect(createSelection([], ['src/gen'])('src/generator/a.py')).toBeNull()
})

test('--include leaves out the rest and lifts the default excludes; --exclude still wins', () => {
  const select = createSelection(['test/support'], ['**/*.snap.js'])
  expect(select('test/support/a.js')).toBeNull()
  expect(select('src/a.js')).toBe('not in --include')
  expect(select('test/support/a.snap.js')).toBe('--exclude **/*.snap.js')
})
