import { expect, test } from 'vitest'
import { locatePaths, type Place } from './locate.ts'
import { repositoryPaths } from './repository-paths.ts'

interface Setting {
  readonly repository: readonly string[]
  readonly report: readonly string[]
  readonly sources?: readonly string[]
  readonly directory?: string | null
  readonly place?: Partial<Place>
}

function locate({ repository, report, sources = [], directory = 'coverage', place = {} }: Setting) {
  const where: Place = { tops: ['/home/anna/app'], cwd: '', mappings: [], ...place }
  return locatePaths({ paths: report, sources }, directory, where, repositoryPaths(repository)).map(
    location =>
      location.kind === 'found' ? location.path : location.kind === 'ambiguous' ? location.paths : null,
  )
}

const src = ['src/a.js', 'src/b.js', 'src/sub/c.js']

test('paths relative to the top, and absolute ones below it', () => {
  expect(locate({ repository: src, report: ['./src/a.js', '/home/anna/app/src/sub/c.js'] })).toEqual([
    'src/a.js',
    'src/sub/c.js',
  ])
})

test('the other spelling of a checkout that was entered through a link', () => {
  const place = { tops: ['/data/app', '/home/anna/link'] }
  expect(locate({ repository: src, report: ['/home/anna/link/src/a.js'], place })).toEqual(['src/a.js'])
})

test("a container's root, another machine's, a drive letter", () => {
  for (const root of ['/builds/app/', '/home/ci/x y/', 'D:\\a\\app\\']) {
    const report = src.map(path => root + (root.includes('\\') ? path.replaceAll('/', '\\') : path))
    expect(locate({ repository: src, report })).toEqual(src)
  }
})

test('a monorepo package whose report is relative to the package', () => {
  const repository = ['index.js', 'packages/foo/index.js', 'packages/foo/src/a.js', 'packages/bar/index.js']
  const report = ['index.js', 'src/a.js']
  const found = ['packages/foo/index.js', 'packages/foo/src/a.js']
  expect(locate({ repository, report, directory: 'packages/foo/coverage' })).toEqual(found)
  expect(locate({ repository, report, directory: null, place: { cwd: 'packages/foo' } })).toEqual(found)
  expect(locate({ repository, report, directory: 'out' })).toEqual(found)
})

test('what two packages explain equally well is ambiguous', () => {
  const repository = ['packages/foo/index.js', 'packages/bar/index.js']
  expect(locate({ repository, report: ['index.js'], directory: 'out' })).toEqual([repository])
})

test('a whole repository path at the end of a foreign one is that path', () => {
  const repository = ['packages/x/src/index.js', 'packages/y/src/index.js']
  expect(locate({ repository, report: ['/builds/a/b/packages/y/src/index.js'] })).toEqual([
    'packages/y/src/index.js',
  ])
})

test('the working directory and the report directory that disagree are ambiguous, not guessed', () => {
  const repository = ['src/index.js', 'packages/foo/src/index.js']
  const [found] = locate({ repository, report: ['src/index.js'], directory: 'packages/foo/coverage' })
  expect(found).toEqual(['src/index.js', 'packages/foo/src/index.js'])
})

test('source roots: a unique one decides, two are ambiguous', () => {
  const repository = ['x/a.py', 'y/a.py', 'x/only.py']
  const sources = ['/home/anna/app/x', '/home/anna/app/y']
  expect(locate({ repository, report: ['only.py', 'a.py'], sources })).toEqual([
    'x/only.py',
    ['x/a.py', 'y/a.py'],
  ])
  expect(locate({ repository, report: ['a.py'], sources: ['y'] })).toEqual(['y/a.py'])
})

test('source roots of another machine are found by their prefix', () => {
  const repository = ['app/one.py', 'app/two.py']
  expect(
    locate({ repository, report: ['/srv/build/app/one.py', '/srv/build/app/two.py'], directory: null }),
  ).toEqual(repository)
})

test('letter case and Unicode form may differ when only one file fits', () => {
  expect(locate({ repository: src, report: ['SRC/A.js'] })).toEqual(['src/a.js'])
  expect(locate({ repository: ['src/\u00e9.js'], report: ['src/e\u0301.js'] })).toEqual(['src/\u00e9.js'])
  expect(locate({ repository: ['src/A.js', 'src/a.js'], report: ['src/a.js', 'SRC/a.js'] })).toEqual([
    'src/a.js',
    null,
  ])
})

test('the end of a name is no path: xfoo.c is not foo.c', () => {
  expect(locate({ repository: ['foo.c'], report: ['xfoo.c', 'lib/xfoo.c'] })).toEqual([null, null])
})

test('one foreign file that shares a name with ours is not ours', () => {
  const report = ['/opt/lib/one.js', '/opt/lib/two.js', '/opt/lib/util/index.js']
  expect(locate({ repository: ['src/util/index.js', ...src], report })).toEqual([null, null, null])
})

test('index.js at the top is not packages/x/index.js', () => {
  const repository = ['index.js', 'packages/x/index.js']
  const report = ['/home/anna/app/index.js', '/home/anna/app/packages/x/index.js']
  expect(locate({ repository, report })).toEqual(repository)
})

test('a mapping is obeyed, also where it leads nowhere', () => {
  const place = {
    mappings: [
      { from: '/app', to: 'packages/foo' },
      { from: '.', to: 'packages/bar' },
    ],
  }
  const repository = ['packages/foo/a.js', 'packages/bar/a.js', 'gone/b.js']
  expect(locate({ repository, report: ['/app/a.js', 'a.js', '/app/b.js'], place })).toEqual([
    'packages/foo/a.js',
    'packages/bar/a.js',
    null,
  ])
})

test('many files of one name stay cheap and are found by their root', () => {
  const repository = Array.from({ length: 3000 }, (_, index) => `src/m${index}/index.js`)
  const report = repository.map(path => `/builds/${path}`)
  expect(
    locate({ repository: [...repository, 'src/one.js'], report: [...report, '/builds/src/one.js'] }),
  ).toEqual([...repository, 'src/one.js'])
})
