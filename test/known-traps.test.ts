import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cobertura, type Hits, istanbul, lcov } from './reports.ts'
import {
  createRepository,
  numberedLines,
  repositoryIn,
  type TestRepository,
  temporaryDirectory,
} from './repository.ts'
import { gate, runCli } from './run-cli.ts'

/**
 * Inputs on which coverage-on-diff tools are known to pass an untested line, to fail a tested one, or to crash.
 * The truth of each is worked out by hand.
 */
const js = numberedLines(20, 'call').replaceAll(/call (\d+)/g, 'call($1)')

function ignoring(files: Readonly<Record<string, string>> = {}): TestRepository {
  return createRepository({ '.gitignore': 'coverage/\n*.info\n*.xml\nreport*.json\n', ...files })
}

async function lines(repository: TestRepository, args: readonly string[] = [], cwd = repository.directory) {
  const { code, verdict } = await gate(cwd, args)
  const { total, percent } = verdict.patch.lines ?? {}
  return { code, outcome: verdict.outcome, total, percent }
}

test('1: an old file without a final newline', async () => {
  const repository = ignoring({ 'a.js': 'a()\nb()\nc()' })
  repository.write('a.js', 'a()\nb()\nC()\nd()')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 0, 4: 1 } }))
  expect(await lines(repository, ['--base', 'HEAD', 'lcov.info'])).toMatchObject({
    code: 1,
    total: 2,
    percent: 50,
  })
})

test('2, 3: a commit, and loose lines above it', async () => {
  const repository = ignoring({ 'a.js': js })
  const base = repository.git('rev-parse', 'HEAD')
  repository.write('a.js', js.replace('call(10)', 'ten()'))
  repository.commit()
  repository.write('a.js', `x()\ny()\nz()\n${js.replace('call(10)', 'ten()')}`)
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 1, 10: 1, 13: 0 } }))
  expect(await lines(repository, ['--base', base, 'lcov.info'])).toMatchObject({
    code: 1,
    total: 4,
    percent: 75,
  })
  repository.write('a.js', js.replace('call(10)', 'ten()').split('\n').slice(5).join('\n'))
  repository.write('lcov.info', lcov({ 'a.js': { 5: 0, 10: 1 } }))
  expect(await lines(repository, ['--base', base, 'lcov.info'])).toMatchObject({
    code: 1,
    total: 1,
    percent: 0,
  })
})

test('4: a line is missed only if every report that measures it missed it', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write(
    'a.js',
    js.replace('call(2)', 'two()').replace('call(3)', 'three()').replace('call(4)', 'four()'),
  )
  repository.write('one.info', lcov({ 'a.js': { 2: 1, 3: 0, 4: 1 } }))
  repository.write('two.info', lcov({ 'a.js': { 2: 0, 4: 0 } }))
  const args = ['--base', 'HEAD', 'one.info', 'two.info']
  expect(await lines(repository, args)).toMatchObject({ code: 1, total: 3, percent: 66.66 })
})

test('5: a new file that the report does not know counts as missed', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write('b.js', 'export function f() {\n  return 1\n}\n')
  repository.git('add', 'b.js')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 } }))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD', '--fail-under', '100'])
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([{ path: 'b.js', state: 'unreported', lines: { missed: [2] } }])
})

test('6: an empty report, and one of paths that mean nothing here, tell nothing', async () => {
  const repository = ignoring({ 'a.js': js, 'src/b.js': js })
  repository.write('a.js', `${js}more()\n`)
  repository.write('lcov.info', '')
  expect(await runCli(repository.directory, ['coverage', '--base', 'HEAD'])).toMatchObject({
    code: 3,
    out: '',
  })
  repository.write('lcov.info', lcov({ '/elsewhere/x/one.js': { 21: 1 }, '/elsewhere/x/two.js': { 1: 1 } }))
  const foreign = await runCli(repository.directory, ['coverage', '--base', 'HEAD'])
  expect(foreign.code).toBe(3)
  expect(foreign.log).toMatch(/\/elsewhere\/x\/one\.js.*\n.*--map/)
})

test("6: another machine's root, a symlinked checkout, another letter case are found", async () => {
  const repository = ignoring({ 'src/a.js': js, 'src/b.js': js })
  repository.write('src/a.js', `${js}more()\n`)
  const real = repository.directory
  const link = join(temporaryDirectory(), 'checkout')
  symlinkSync(real, link)
  for (const root of ['/home/ci/build/', `${link}/`, 'C:\\agent\\_work\\1\\s\\', 'SRC/../']) {
    const path = (name: string) => (root.includes('\\') ? `${root}src\\${name}` : `${root}src/${name}`)
    repository.write('lcov.info', lcov({ [path('a.js')]: { 21: 0 }, [path('b.js')]: { 1: 1 } }))
    expect(await lines(repository, ['--base', 'HEAD'], link)).toMatchObject({ code: 1, total: 1, percent: 0 })
  }
  repository.write('lcov.info', lcov({ 'Src/A.js': { 21: 0 } }))
  expect(await lines(repository, ['--base', 'HEAD'])).toMatchObject({ code: 1, total: 1, percent: 0 })
})

test.each(['ünï.js', 'a b/x.js', 'q"uote.js', 'tab\t.js', "it's $(x).js", '-r.js'])(
  '7: a file called %j',
  async name => {
    const repository = ignoring({ [name]: js })
    repository.write(name, `${js}more()\n`)
    repository.write('report.json', istanbul({ [join(repository.directory, name)]: [[21, 21, 0]] }))
    expect(await lines(repository, ['--base', 'HEAD', 'report.json'])).toMatchObject({
      code: 1,
      total: 1,
      percent: 0,
    })
  },
)

test('8: a package of a monorepo, its report relative to it or absolute', async () => {
  const repository = ignoring({ 'packages/foo/src/a.js': js, 'packages/foo/src/z.js': js, 'src/z.js': js })
  repository.write('packages/foo/src/a.js', `${js}more()\n`)
  const cwd = join(repository.directory, 'packages/foo')
  for (const prefix of ['', './', `${cwd}/`]) {
    repository.write(
      'packages/foo/coverage/lcov.info',
      lcov({ [`${prefix}src/a.js`]: { 21: 0 }, [`${prefix}src/z.js`]: { 1: 1 } }),
    )
    expect(await lines(repository, ['--base', 'HEAD'], cwd)).toMatchObject({ code: 1, total: 1, percent: 0 })
    const fromTop = ['--base', 'HEAD', 'packages/foo/coverage/lcov.info']
    expect(await lines(repository, fromTop)).toMatchObject({ code: 1, total: 1, percent: 0 })
  }
})

test('9: /index.js is not /packages/x/index.js', async () => {
  const repository = ignoring({ 'index.js': js, 'packages/x/index.js': js })
  repository.write('index.js', `${js}one()\ntwo()\n`)
  const root = repository.directory
  const report = { [`${root}/index.js`]: { 21: 1, 22: 1 }, [`${root}/packages/x/index.js`]: { 21: 0, 22: 0 } }
  repository.write('coverage.xml', cobertura(report))
  expect(await lines(repository, ['--base', 'HEAD'])).toMatchObject({ code: 0, total: 2, percent: 100 })
})

test('10: one name below two source roots is ambiguous', async () => {
  const repository = ignoring({ 'x/a.py': js, 'y/a.py': js })
  repository.write('x/a.py', `${js}more()\n`)
  const sources = ['x', 'y'].map(name => join(repository.directory, name))
  repository.write('coverage.xml', cobertura({ 'a.py': { 21: 1 } }, sources))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(3)
  expect(verdict.files).toMatchObject([
    { path: 'x/a.py', state: 'ambiguous', reason: expect.stringMatching(/x\/a\.py or y\/a\.py/) },
  ])
})

test('11: two class nodes of one file, hit in one', async () => {
  const repository = ignoring({ 'a.cs': js })
  repository.write('a.cs', `${js}more();\n`)
  const both = cobertura({ 'a.cs': { 21: 0 } }).replace(
    /<class .*<\/class>/,
    one => one + one.replace('hits="0"', 'hits="2"'),
  )
  repository.write('coverage.xml', both)
  expect(await lines(repository, ['--base', 'HEAD'])).toMatchObject({ code: 0, total: 1, percent: 100 })
})

test('12, 13: inner lines of an uncovered statement count; blanks, comments and brackets do not', async () => {
  const before = 'run(\n  1,\n  2\n)\nother(\n  3\n)\n'
  const repository = ignoring({ 'a.js': before })
  const report = {
    'a.js': [
      [1, 4, 0],
      [5, 7, 1],
    ] as const,
  }
  repository.write('report.json', istanbul(report))
  repository.write('a.js', before.replace('  2', '  22'))
  expect(await lines(repository, ['--base', 'HEAD', 'report.json'])).toMatchObject({
    code: 1,
    total: 1,
    percent: 0,
  })
  const more = 'run(\n  1,\n  // why\n\n  2\n)\nother(\n  33\n)\n'
  repository.write('a.js', more)
  repository.write(
    'report.json',
    istanbul({
      'a.js': [
        [1, 6, 0],
        [7, 9, 1],
      ],
    }),
  )
  expect(await lines(repository, ['--base', 'HEAD', 'report.json'])).toMatchObject({
    code: 0,
    total: 1,
    percent: 100,
  })
})

test('14, 15: ratios are exact', async () => {
  const long = numberedLines(30_000, 'f').replaceAll(/f (\d+)/g, 'f($1)')
  const repository = ignoring({ 'a.js': '\n' })
  repository.write('a.js', long)
  const hits: Hits = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [index + 1, index === 7 ? 0 : 1]),
  )
  repository.write('lcov.info', lcov({ 'a.js': hits }))
  const at = (threshold: string) => lines(repository, ['--base', 'HEAD', '--fail-under', threshold])
  expect(await at('100')).toMatchObject({ code: 1, total: 30_000, percent: 99.99 })
  expect(await at('99.5')).toMatchObject({ code: 0 })
  expect(await at('99.9967')).toMatchObject({ code: 1 })
  expect(await at('99.9966')).toMatchObject({ code: 0 })
})

test("16, 17: the user's git settings change nothing", async () => {
  const repository = ignoring({ 'lib/old.js': numberedLines(40, 'f') })
  repository.git('mv', 'lib/old.js', 'lib/new.js')
  repository.write('lib/new.js', numberedLines(40, 'f').replace('f 7\n', 'seven\n'))
  repository.write('lcov.info', lcov({ 'lib/new.js': { 6: 1, 7: 0 } }))
  repository.git('config', 'diff.renames', 'false')
  repository.git('config', 'diff.relative', 'true')
  const cwd = join(repository.directory, 'lib')
  expect(await lines(repository, ['--base', 'HEAD', '../lcov.info'], cwd)).toMatchObject({
    code: 1,
    total: 1,
    percent: 0,
  })
})

test('18: a submodule is not code, whatever a report says of its path', async () => {
  const inner = createRepository({ 'a.js': 'a\n' })
  const repository = ignoring({ 'b.js': 'b()\n' })
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.directory, 'sub')
  repository.commit()
  inner.write('a.js', 'b\n')
  inner.commit()
  repositoryIn(join(repository.directory, 'sub')).git('-c', 'protocol.file.allow=always', 'pull', '--quiet')
  repository.write('lcov.info', lcov({ sub: { 1: 0 }, 'b.js': { 1: 1 } }))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(0)
  expect(verdict.files).toMatchObject([{ path: 'sub', state: 'no-code', reason: 'a submodule' }])
})

test.each([
  ['MC/DC records', 'MCDC:21,2,t,1,0,a\nMCF:1\nMCH:1\n'],
  ['a comment', '# made by hand\n'],
  ['a blank line', '\n'],
  [
    'a template function with commas',
    'FN:21,std::map<int, std::pair<int, int> >::at\nFNDA:0,std::map<int, std::pair<int, int> >::at\n',
  ],
  ['version records', 'VER:abc\n'],
])('19: LCOV with %s', async (_, extra) => {
  const repository = ignoring({ 'a.js': js })
  repository.write('a.js', `${js}more()\n`)
  repository.write('lcov.info', lcov({ 'a.js': { 21: 0 } }, extra))
  expect(await lines(repository, ['--base', 'HEAD'])).toMatchObject({ code: 1, total: 1, percent: 0 })
})

test('19: LCOV with a fractional count, and with a Latin-1 path', async () => {
  const repository = ignoring({ 'ä.js': js })
  repository.write('ä.js', `${js}one()\ntwo()\n`)
  const report = lcov({ 'ä.js': { 21: 0.5, 22: 0 } })
  repository.write('lcov.info', Buffer.from(report, 'latin1'))
  expect(await lines(repository, ['--base', 'HEAD'])).toMatchObject({ code: 1, total: 2, percent: 50 })
})

test('20: a line whose branch was not taken is partial, with a threshold of its own', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write('a.js', `${js}if (x) y()\n`)
  repository.write('lcov.info', lcov({ 'a.js': { 21: 1 } }, 'BRDA:21,0,0,1\nBRDA:21,0,1,0\n'))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(0)
  expect(verdict.files[0]?.lines).toMatchObject({ covered: 1, partial: [21] })
  expect(verdict.patch.branches).toEqual({ total: 2, covered: 1, percent: 50 })
  expect(await lines(repository, ['--base', 'HEAD', '--fail-under-branches', '60'])).toMatchObject({
    code: 1,
  })
})

test.each(['src/gen/*', 'src/gen/a.py', 'src/gen'])('21: --exclude %s excludes', async glob => {
  const repository = ignoring({ 'src/gen/a.py': js })
  repository.write('src/gen/a.py', `${js}more()\n`)
  repository.write('lcov.info', lcov({ 'src/gen/a.py': { 21: 0 } }))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD', '--exclude', glob])
  expect(code).toBe(0)
  expect(verdict.files).toMatchObject([{ state: 'excluded', reason: `--exclude ${glob}` }])
})

test('22: a clone too shallow is told apart from a failed gate, with the command that mends it', async () => {
  const origin = ignoring({ 'a.js': js })
  origin.git('checkout', '--quiet', '-b', 'feature')
  for (let at = 0; at < 3; at += 1) {
    origin.write('a.js', `${js}more(${at})\n`)
    origin.commit()
  }
  const clone = join(temporaryDirectory(), 'clone')
  origin.git('clone', '--quiet', '--depth=1', '--branch', 'feature', `file://${origin.directory}`, clone)
  const repository = repositoryIn(clone)
  repository.write('lcov.info', lcov({ 'a.js': { 21: 1 } }))
  const first = await runCli(clone, ['coverage', '--base', 'origin/main'])
  expect(first.code).toBe(3)
  const command = /git fetch \S.*(?=\n)/.exec(first.log)?.[0] ?? ''
  expect(command).toBe('git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main')
  repository.git(...command.split(' ').slice(1))
  expect(await lines(repository, ['--base', 'origin/main'])).toMatchObject({
    code: 0,
    total: 1,
    percent: 100,
  })
})

test('23: diff files of other forms', async () => {
  const repository = ignoring({ 'src/a.js': js })
  repository.write('src/a.js', `${js}more()\n`)
  repository.write('lcov.info', lcov({ 'src/a.js': { 21: 0 } }))
  const git = repository.git('diff')
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(`${git}\r\n`.replaceAll('\n', '\r\n'), 'utf16le'),
  ])
  const forms = [
    git,
    repository.git('diff', '--no-prefix'),
    repository.git('-c', 'diff.mnemonicPrefix=true', 'diff'),
    git
      .split('\n')
      .slice(2)
      .join('\n')
      .replaceAll(/^(---|\+\+\+) [ab]\/(.*)$/gm, '$1 $2\t2026-01-01 00:00:00'),
    utf16,
  ]
  for (const form of forms) {
    repository.write('coverage/change.diff', typeof form === 'string' ? `${form}\n` : form)
    expect(await lines(repository, ['--diff', 'coverage/change.diff', 'lcov.info'])).toMatchObject({
      code: 1,
      total: 1,
      percent: 0,
    })
  }
})

test('a diff file needs no repository', async () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'src'))
  const folder = repositoryIn(directory)
  folder.write('src/a.js', 'a()\nb()\n')
  folder.write('lcov.info', lcov({ 'src/a.js': { 2: 0 } }))
  folder.write('change.diff', '--- a/src/a.js\n+++ b/src/a.js\n@@ -1 +1,2 @@\n a()\n+b()\n')
  expect(await gate(directory, ['--diff', 'change.diff'])).toMatchObject({ code: 1, verdict: { base: null } })
})

test('a diff of another state of the files is not believed', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write('a.js', `${js}more()\n`)
  repository.write('coverage/change.diff', `${repository.git('diff')}\n`)
  repository.write('a.js', `new()\n${js}more()\n`)
  repository.write('lcov.info', lcov({ 'a.js': { 1: 0, 22: 0 } }))
  const { code, log } = await runCli(repository.directory, [
    'coverage',
    '--diff',
    'coverage/change.diff',
    'lcov.info',
  ])
  expect(code).toBe(3)
  expect(log).toMatch(/line 21 of a\.js says something else/)
})

test('a report made before the code it should measure is stale', async () => {
  const repository = ignoring({ 'a.js': 'a()\n' })
  repository.write('report.json', istanbul({ [join(repository.directory, 'a.js')]: [[1, 1, 1]] }))
  repository.write('a.js', 'a()\n\nexport function launch(x) {\n  if (x) throw new Error()\n}\n')
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD', 'report.json'])
  expect(code).toBe(3)
  expect(verdict.files).toMatchObject([
    { state: 'stale', reason: expect.stringMatching(/lines 3-5 hold code that the report does not know/) },
  ])
})

test('code that a pragma takes out of the measure is not stale', async () => {
  const repository = ignoring({ 'a.js': 'a()\n' })
  repository.write('report.json', istanbul({ [join(repository.directory, 'a.js')]: [[1, 1, 1]] }))
  repository.write('a.js', 'a()\n/* v8 ignore next */\nb()\n')
  expect(await gate(repository.directory, ['--base', 'HEAD', 'report.json'])).toMatchObject({ code: 0 })
})

test('source that nobody added is spoken of', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write('new.js', 'a()\n')
  repository.write('x.test.js', 'a()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 } }))
  const { verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  const said = verdict.findings.find(finding => finding.rule === 'untracked-files')?.message
  expect(said).toMatch(/^1 untracked source file not judged \(new\.js\)/)
  expect((await runCli(repository.directory, ['coverage', '--base', 'HEAD'])).out).toContain('--untracked')
})

test('a file in the middle of a merge is not judged', async () => {
  const repository = ignoring({ 'a.js': 'a()\n' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.js', 'b()\n')
  repository.commit()
  repository.git('checkout', '--quiet', 'main')
  repository.write('a.js', 'c()\n')
  repository.commit()
  expect(() => repository.git('merge', '--quiet', 'feature')).toThrow()
  repository.write('lcov.info', lcov({ 'a.js': { 2: 1, 4: 1 } }))
  const { code, log } = await runCli(repository.directory, ['coverage', '--base', 'HEAD^'])
  expect(code).toBe(3)
  expect(log).toMatch(/a\.js.*in the middle of a merge/)
})

test('advice does not hide what could not be told', async () => {
  const repository = ignoring({ 'a.js': js })
  repository.write('a.js', `${js}more()\n`)
  repository.write('lcov.info', lcov({ 'a.js': { 21: 0 } }))
  const args = ['coverage', '--base', 'HEAD', '--advisory']
  expect((await runCli(repository.directory, args)).code).toBe(0)
  expect((await runCli(repository.directory, [...args, '--fail-under-statements', '10'])).code).toBe(3)
})

test('source of which a diff says only that it differs is not passed', async () => {
  const repository = ignoring({ 'a.js': js, 'b.js': js })
  const binary =
    'diff --git a/a.js b/a.js\nindex 1111111..2222222 100644\nBinary files a/a.js and b/a.js differ\n'
  repository.write('b.js', `${js}more()\n`)
  repository.write('coverage/change.diff', `${binary}${repository.git('diff')}\n`)
  for (const known of [{}, { 'a.js': { 1: 1 } }]) {
    repository.write('lcov.info', lcov({ 'b.js': { 21: 1 }, ...known }))
    const { code, verdict } = await gate(repository.directory, [
      '--diff',
      'coverage/change.diff',
      'lcov.info',
    ])
    expect({ code, state: verdict.files[0]?.state }).toEqual({ code: 3, state: 'stale' })
  }
})
