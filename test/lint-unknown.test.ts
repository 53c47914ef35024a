import { expect, test } from 'vitest'
import { eslint, flake8, lint, said } from './lint-reports.ts'
import { createRepository, numberedLines } from './repository.ts'
import { runCli } from './run-cli.ts'

/** Everything that keeps the gate from telling: none of it may ever be a pass. */

const base = ['--base', 'HEAD']

function changed(files: Readonly<Record<string, string>> = { 'a.js': 'a\n' }) {
  const repository = createRepository({ '.gitignore': '/*.json\n/*.txt\n', ...files })
  for (const [path, text] of Object.entries(files)) repository.write(path, `${text}b\n`)
  return repository
}

test('an empty report is that of a linter that crashed, unless it is said to mean that all is well', async () => {
  const { directory, write } = changed()
  for (const content of ['', '\n \n', '\ufeff']) {
    write('lint.txt', content)
    const { code, verdict } = await lint(directory, [...base, 'lint.txt'])
    expect({ code, content }).toEqual({ code: 3, content })
    expect(said(verdict, 'empty-report')).toMatch(/lint\.txt is empty.*--allow-empty/)
    expect(verdict.files[0]).toMatchObject({ state: 'untold', reason: 'no report says anything' })
  }
  expect((await lint(directory, [...base, 'lint.txt', '--allow-empty'])).code).toBe(0)
})

test('an empty report beside one with new findings: the failure is certain', async () => {
  const { directory, write } = changed()
  write('lint.txt', '')
  write('eslint.json', eslint({ 'a.js': [{ line: 2 }] }))
  const { code, verdict } = await lint(directory, [...base, 'lint.txt', 'eslint.json'])
  expect(code).toBe(1)
  expect(said(verdict, 'empty-report')).not.toBe('')
  expect((await lint(directory, [...base, 'lint.txt', 'eslint.json', '--advisory'])).code).toBe(3)
})

test('a list of no results shows no linter at work', async () => {
  const { directory, write } = changed()
  write('eslint.json', '[]')
  const { code, verdict } = await lint(directory, [...base, 'eslint.json'])
  expect(code).toBe(3)
  expect(said(verdict, 'unproven-report')).toMatch(/finds nothing and does not show that it ran/)
  expect((await lint(directory, [...base, 'eslint.json', '--allow-empty'])).code).toBe(0)
})

test.each([
  ['another format', 'TN:\nSF:a.js\nDA:1,1\nend_of_record\n'],
  ['text that is no report', 'Oops! Something went wrong! :(\n\nESLint: 9.9.1\n'],
  ['a cut one', eslint({ 'a.js': [{ line: 2 }] }).slice(0, 60)],
])('%s is no answer', async (_, content) => {
  const { directory, write } = changed()
  write('lint.txt', content)
  const { code, out, log } = await runCli(directory, ['lint', ...base, 'lint.txt'])
  expect({ code, pass: out.includes('PASS') }).toEqual({ code: 3, pass: false })
  expect(log + out).toMatch(/lint\.txt/)
})

test('reports of another machine that know nothing here name what they have, and the --map that is proposed works', async () => {
  const { directory, write } = changed({ 'packages/x/src/a.js': 'a\n' })
  write('eslint.json', eslint({ '/srv/one/lib/a.js': [], '/srv/two/q.js': [], '/srv/z.js': [] }))
  const { code, log } = await runCli(directory, ['lint', ...base, 'eslint.json'])
  expect(code).toBe(3)
  expect(log).toMatch(/know no file of this repository: eslint\.json has \/srv\/one\/lib\/a\.js/)
  const map = /--map (\S+)/.exec(log)?.[1] ?? ''
  expect((await lint(directory, [...base, 'eslint.json', '--map', map])).code).toBe(0)
})

test('one foreign report among others', async () => {
  const { directory, write } = changed()
  write('one.json', eslint({ 'a.js': [] }))
  write('two.json', eslint({ '/srv/z.js': [] }))
  const { code, verdict } = await lint(directory, [...base, '*.json'])
  expect(code).toBe(3)
  expect(said(verdict, 'foreign-report')).toMatch(/two\.json names no file of this repository/)
})

test('a finding beyond the end of a file is of another version, changed or not', async () => {
  const { directory, write } = changed({ 'a.js': 'a\n' })
  write('eslint.json', eslint({ 'a.js': [{ line: 9 }] }))
  const { code, verdict } = await lint(directory, [...base, 'eslint.json'])
  expect(code).toBe(3)
  expect(said(verdict, 'stale-report')).toBe('eslint.json has a finding in line 9 of a.js, which has 3 lines')
})

test('a report that names what the change took away is of before it', async () => {
  const repository = createRepository({ '.gitignore': '/*.json\n', 'gone.js': 'a\n', 'a.js': 'a\n' })
  repository.git('rm', '--quiet', 'gone.js')
  repository.write('a.js', 'b\n')
  repository.write('eslint.json', eslint({ 'gone.js': [], 'a.js': [] }))
  const { code, verdict } = await lint(repository.directory, [...base, 'eslint.json'])
  expect(code).toBe(3)
  expect(said(verdict, 'stale-report')).toBe('eslint.json names gone.js, which the change took away')
})

test('a changed file that was not checked, though others of its kind were', async () => {
  const { directory, write } = changed({ 'a.js': 'a\n', 'b.js': 'b\n' })
  write('eslint.json', eslint({ 'a.js': [] }))
  const run = (...args: readonly string[]) => lint(directory, [...base, 'eslint.json', ...args])
  const { code, verdict } = await run()
  expect(code).toBe(3)
  expect(verdict.files[1]).toMatchObject({ path: 'b.js', state: 'unchecked' })
  expect(said(verdict, 'unchecked-file')).toMatch(/b\.js was not checked.*--exclude it/)
  const warned = await run('--unchecked', 'warn')
  expect(warned.code).toBe(0)
  expect(said(warned.verdict, 'unchecked-file')).not.toBe('')
  const ignored = await run('--unchecked', 'ignore')
  expect(ignored.code).toBe(0)
  expect(said(ignored.verdict, 'unchecked-file')).toBe('')
  expect((await run('--exclude', 'b.js')).code).toBe(0)
})

test('where nothing of the change was checked, only --unchecked makes a pass of it', async () => {
  const { directory, write } = changed({ 'b.js': 'b\n' })
  write('other.js', 'x\n')
  write('eslint.json', eslint({ [`${directory}/other.js`]: [] }))
  for (const [mode, expected] of [
    ['unknown', 3],
    ['warn', 0],
    ['ignore', 0],
  ] as const) {
    const { code, verdict } = await lint(directory, [...base, 'eslint.json', '--unchecked', mode])
    expect({ code, mode }).toEqual({ code: expected, mode })
    const message = said(verdict, 'nothing-checked').startsWith(
      'the reports know none of the changed files (b.js)',
    )
    expect(message).toBe(mode !== 'ignore')
  }
})

test('a report of another language knows nothing of the change; beside one that does, that is a warning', async () => {
  const { directory, write } = changed({ 'a.py': 'a\n', 'b.py': 'b\n' })
  write('c.js', 'x\n')
  write('eslint.json', eslint({ [`${directory}/c.js`]: [] }))
  const alone = await lint(directory, [...base, 'eslint.json'])
  expect(alone.code).toBe(3)
  expect(said(alone.verdict, 'nothing-checked')).toMatch(/a\.py, b\.py/)
  const both = changed({ 'a.py': 'a\n', 'a.js': 'b\n' })
  both.write('eslint.json', eslint({ 'a.js': [] }))
  const { code, verdict } = await lint(both.directory, [...base, 'eslint.json'])
  expect(code).toBe(0)
  expect(said(verdict, 'unspoken-kind')).toMatch(/no report speaks of \(a\.py\)/)
})

test('a silent report of a linter of another language proves nothing', async () => {
  const { directory, write } = changed({ 'a.ts': 'a\n' })
  write('flake8.txt', '')
  write('c.py', 'x\n')
  write('flake8.txt', flake8([[`${directory}/c.py`, 1, 'F821', 'undefined name']]))
  expect((await lint(directory, [...base, 'flake8.txt'])).code).toBe(3)
})

test('a change of documents alone has nothing to lint', async () => {
  const { directory, write } = changed({ 'README.md': 'a\n' })
  write('c.js', 'x\n')
  write('eslint.json', eslint({ [`${directory}/c.js`]: [] }))
  expect((await lint(directory, [...base, 'eslint.json'])).code).toBe(0)
})

test('an ambiguous path matters where one of its files is changed there', async () => {
  const repository = changed({ 'packages/x/a.js': numberedLines(3), 'packages/y/a.js': numberedLines(3) })
  const run = async (line: number) => {
    repository.write('eslint.json', eslint({ 'a.js': [{ line }] }))
    return lint(repository.directory, [...base, 'eslint.json', '--unchecked', 'ignore'])
  }
  const { code, verdict } = await run(4)
  expect(code).toBe(3)
  expect(said(verdict, 'ambiguous-path')).toBe(
    'a.js in eslint.json may be packages/x/a.js or packages/y/a.js',
  )
})

test('an empty change: no answer where the base was not named, a pass where it was', async () => {
  const { directory, write, git, commit } = changed()
  git('checkout', '--quiet', '-b', 'feature')
  git('checkout', '--quiet', '--', '.')
  commit('Nothing')
  write('eslint.json', eslint({ 'a.js': [] }))
  expect((await runCli(directory, ['lint', 'eslint.json'])).code).toBe(3)
  expect((await lint(directory, ['--base', 'main', 'eslint.json'])).code).toBe(0)
})

test('what is not added yet, and a report older than the files, are said', async () => {
  const { directory, write } = changed()
  write('eslint.json', eslint({ 'a.js': [] }))
  write('loose.js', 'x\n')
  const { verdict } = await lint(directory, [...base, 'eslint.json'])
  expect(said(verdict, 'untracked-files')).toMatch(/loose\.js/)
})

test('a file in the middle of a merge', async () => {
  const { directory, write, git, commit } = changed()
  git('checkout', '--quiet', '-b', 'feature')
  commit()
  git('checkout', '--quiet', 'main')
  write('a.js', 'other\n')
  commit()
  expect(() => git('merge', 'feature')).toThrow()
  write('eslint.json', eslint({ 'a.js': [] }))
  const { code, log } = await runCli(directory, ['lint', '--base', 'HEAD', 'eslint.json'])
  expect(code).toBe(3)
  expect(log).toMatch(/middle of a merge/)
})
