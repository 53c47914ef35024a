import { expect, test } from 'vitest'
import { defaultExcludes, mayBeExcluded } from './default-excludes.ts'
import { createSelection } from './select.ts'

/** Every way through the braces of a glob, with little for each star. */
function examplesOf(glob: string): readonly string[] {
  const [, before, choices, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(glob) ?? []
  if (choices !== undefined) return choices.split(',').flatMap(one => examplesOf(`${before}${one}${after}`))
  return ['', 'q'].map(some => glob.replace(/^\*\*\//, '').replace(/\*+/g, some))
}

test.each(defaultExcludes.flatMap(each => each.globs))('no path of %s is overlooked', glob => {
  const paths = examplesOf(glob).flatMap(path => [path, `q/${path}`, `${path}/q.q`])
  expect(paths.some(path => createSelection([], [])(path) !== null)).toBe(true)
  expect(paths.filter(path => !mayBeExcluded.test(path))).toEqual([])
})

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
  'packages/core/demo/index.js',
  'src/test/java/com/acme/Helper.java',
  'app/src/androidTest/kotlin/com/acme/Helper.kt',
  'src/main/java/com/acme/FooTest.java',
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
  'src/demo/start.js',
  'src/main/java/com/example/demo/Start.java',
  'core/src/main/kotlin/com/acme/test/Probe.kt',
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
