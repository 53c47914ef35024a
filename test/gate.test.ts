import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { coverage, defineConfig } from '../index.ts'
import { cobertura, istanbul, lcov } from './reports.ts'
import { createRepository, repositoryIn, temporaryDirectory } from './repository.ts'
import { gate, runCli } from './run-cli.ts'

const base = ['--base', 'HEAD']

function repositoryWith(files: Readonly<Record<string, string>>) {
  return createRepository({ '.gitignore': '*.info\n*.xml\nreport*.json\n', ...files })
}

test('what was changed: the work tree, the index, a commit', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.js', 'a()\nb()\n')
  repository.commit()
  repository.write('a.js', 'a()\nb()\nc()\n')
  repository.git('add', 'a.js')
  repository.write('a.js', 'a()\nb()\nc()\nd()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 1, 4: 0 } }))
  const totals = async (head: string) =>
    (await gate(repository.directory, ['--base', 'main', '--head', head])).verdict
  expect(await totals('worktree')).toMatchObject({
    head: 'worktree',
    patch: { lines: { total: 3, covered: 2 } },
  })
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 1 } }))
  expect(await totals('index')).toMatchObject({ head: 'index', patch: { lines: { total: 2, covered: 2 } } })
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 0 } }))
  const commit = repository.git('rev-parse', 'HEAD')
  expect(await totals('commit')).toMatchObject({ head: commit, patch: { lines: { total: 1, covered: 0 } } })
  expect(await totals('feature')).toMatchObject({ head: commit, patch: { lines: { total: 1, covered: 0 } } })
})

test('untracked files count when they are asked for', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n', 'c.js': 'c()\n' })
  repository.write('new.js', 'one()\ntwo()\n')
  repository.write('a.js', 'a()\nb()\n')
  repository.write('ignored.info', 'x')
  repository.write('lcov.info', lcov({ 'a.js': { 2: 1 }, 'new.js': { 1: 1, 2: 0 } }))
  expect((await gate(repository.directory, [...base, 'lcov.info'])).verdict.files).toHaveLength(1)
  const { verdict } = await gate(repository.directory, [...base, '--untracked', 'lcov.info'])
  expect(verdict.files).toMatchObject([
    { path: 'a.js' },
    { path: 'new.js', lines: { total: 2, missed: [2] } },
  ])
})

test('an empty change: no answer where the base was not named, a pass where it was', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.commit('Nothing')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 } }))
  const unnamed = await runCli(repository.directory, ['coverage'])
  expect(unnamed.code).toBe(3)
  expect(unnamed.log).toMatch(/the change is empty: nothing differs from main/)
  const { code, verdict } = await gate(repository.directory, ['--base', 'main'])
  expect({ code, files: verdict.files }).toEqual({ code: 0, files: [] })
  expect(verdict.summary).toMatch(/empty/)
})

test('a change without code passes, and says so', async () => {
  const repository = repositoryWith({
    'README.md': 'a\n',
    'a.js': 'a()\nb()\n',
    't.ts': 'export type A = 1\n',
  })
  repository.write('README.md', 'b\n')
  repository.write('a.js', 'a()\n')
  repository.write('t.ts', 'export type A = 1 | 2\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 } }))
  const { code, verdict } = await gate(repository.directory, [...base, '--fail-under-branches', '90'])
  expect(code).toBe(0)
  expect(verdict.patch.lines).toEqual({ total: 0, covered: 0, percent: null })
  expect(verdict.files.map(file => [file.path, file.state, file.reason])).toEqual([
    ['README.md', 'no-code', 'not source code'],
    ['a.js', 'no-code', 'lines were only removed'],
    ['t.ts', 'no-code', 'no executable code on the changed lines'],
  ])
  expect(verdict.summary).toMatch(/no measured code/)
})

test('files that no report knows: missed, told, or ignored', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n', 'b.js': 'b()\n' })
  repository.write('b.js', 'b(\n  1,\n)\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1 } }))
  expect(await gate(repository.directory, base)).toMatchObject({
    code: 1,
    verdict: { patch: { lines: { total: 2, covered: 0 } } },
  })
  for (const mode of ['warn', 'ignore']) {
    const { code, verdict } = await gate(repository.directory, [...base, '--unreported', mode])
    expect({ code, state: verdict.files[0]?.state }).toEqual({ code: 3, state: 'unreported' })
  }
  repository.write('a.js', 'a()\nc()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1 } }))
  expect((await gate(repository.directory, [...base, '--unreported', 'warn'])).code).toBe(0)
})

test('source that git attributes hide from diffs is judged all the same', async () => {
  const repository = repositoryWith({ '.gitattributes': '*.js binary\n', 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 0 } }))
  expect(await gate(repository.directory, base)).toMatchObject({
    code: 1,
    verdict: { patch: { lines: { total: 1 } } },
  })
})

test('reports of several formats are one', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\nc()\nd()\n')
  repository.write('one.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 0 } }))
  repository.write('two.xml', cobertura({ 'a.js': { 1: 1, 3: 4, 4: 0 } }))
  repository.write(
    'report.json',
    istanbul({
      [join(repository.directory, 'a.js')]: [
        [1, 1, 1],
        [4, 4, 0],
      ],
    }),
  )
  const { verdict } = await gate(repository.directory, [...base, '*.info', 'two.xml', 'report.json'])
  expect(verdict.patch.lines).toMatchObject({ total: 3, covered: 2 })
  expect(verdict.files[0]?.lines.missed).toEqual([4])
  expect(verdict.project.lines).toMatchObject({ total: 4, covered: 3 })
})

test('a report of another version of the file is stale, not believed', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 9: 1 } }))
  const late = await gate(repository.directory, base)
  expect(late).toMatchObject({
    code: 3,
    verdict: {
      files: [{ state: 'stale', reason: expect.stringMatching(/line 9, but the file has 2 lines/) }],
    },
  })
  const sum = (text: string) => createHash('md5').update(text).digest('base64').replace(/=+$/, '')
  repository.write('lcov.info', `SF:a.js\nDA:1,1,${sum('a()')}\nDA:2,1,${sum('other()')}\nend_of_record\n`)
  expect(await gate(repository.directory, base)).toMatchObject({
    code: 3,
    verdict: { files: [{ state: 'stale', reason: expect.stringMatching(/line 2 is not/) }] },
  })
  repository.write('lcov.info', `SF:a.js\nDA:1,1,${sum('a()')}\nDA:2,1,${sum('b()')}\nend_of_record\n`)
  expect((await gate(repository.directory, base)).code).toBe(0)
})

test('what did not match is shown beside what the report has, and the --map that is proposed works', async () => {
  const repository = repositoryWith({ 'packages/x/src/a.js': 'a()\n', 'b.js': 'b()\n' })
  repository.write('packages/x/src/a.js', 'a()\nb()\n')
  repository.write(
    'lcov.info',
    lcov({
      '/srv/one/lib/a.js': { 2: 1 },
      '/srv/two/q.js': { 1: 1 },
      '/srv/z.js': { 1: 1 },
      'b.js': { 1: 1 },
    }),
  )
  const { code, verdict } = await gate(repository.directory, base)
  const hint = verdict.findings.find(finding => finding.rule === 'path-hint')?.message ?? ''
  expect(code).toBe(1)
  expect(hint).toMatch(/\/srv\/one\/lib\/a\.js; if that is packages\/x\/src\/a\.js, add --map/)
  const map = /--map (\S+)$/.exec(hint)?.[1] ?? ''
  expect((await gate(repository.directory, [...base, '--map', map])).code).toBe(0)
})

test('a linked work tree and a detached head are checkouts like any other', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  const linked = join(temporaryDirectory(), 'linked')
  repository.git('worktree', 'add', '--quiet', '--detach', linked)
  const tree = repositoryIn(linked)
  tree.write('a.js', 'a()\nb()\n')
  tree.write('lcov.info', lcov({ 'a.js': { 2: 0 } }))
  expect((await gate(linked, base)).code).toBe(1)
})

test('the JavaScript interface gives the same verdict', async () => {
  const repository = repositoryWith({ 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 2: 0 } }))
  const config = defineConfig({ coverage: { base: 'HEAD', failUnder: 0 } })
  const context = { cwd: repository.directory, env: process.env }
  expect(await coverage(config.coverage, context)).toMatchObject({
    outcome: 'pass',
    patch: { lines: { total: 1, covered: 0 } },
  })
  expect((await coverage({ ...config.coverage, failUnder: '99.5' }, context)).outcome).toBe('fail')
  await expect(coverage({ reports: 'none.info' }, context)).rejects.toMatchObject({
    code: 'report.missing',
    exitCode: 3,
  })
})
