import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eslint, flake8, lint, type Message, said } from './lint-reports.ts'
import { createRepository, numberedLines, repositoryIn, temporaryDirectory } from './repository.ts'
import { runCli } from './run-cli.ts'

const base = ['--base', 'HEAD']
const ignore = { '.gitignore': '/*.json\n/*.txt\n' }

/** Ten lines at the base; the change adds one after the third and drops the last. */
function changedFile(path = 'src/a.js') {
  const repository = createRepository({ ...ignore, [path]: numberedLines(10) })
  const lines = numberedLines(9).split(/(?<=\n)/)
  repository.write(path, [...lines.slice(0, 3), 'added\n', ...lines.slice(3)].join(''))
  return repository
}

test('a finding on a changed line fails, one beside it is old and only counted', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 3 }, { line: 4, rule: 'no-eval' }, { line: 5 }] }))
  const { code, verdict } = await lint(directory, [...base, 'eslint.json'])
  expect(code).toBe(1)
  expect(verdict.schema).toBe('cd-gate/lint/1')
  expect(verdict.counts).toEqual({
    judged: 1,
    new: 1,
    caused: 0,
    old: 2,
    changedLines: 1,
    changedLinesWithFindings: 1,
  })
  expect(verdict.files[0]).toMatchObject({
    path: 'src/a.js',
    state: 'checked',
    findings: [{ line: 4, rule: 'no-eval', standing: 'new' }],
  })
  expect(verdict.findings.map(each => each.rule)).toEqual(['new-findings', 'eslint/no-eval'])
  expect(verdict.summary).toBe('1 new finding. Next, mend no-eval in src/a.js:4.')
})

test('a finding counts by its whole range; a file that could not be read, by itself', async () => {
  const { directory, write } = changedFile()
  const run = async (message: Message) => {
    write('eslint.json', eslint({ 'src/a.js': [message] }))
    return (await lint(directory, [...base, 'eslint.json'])).code
  }
  expect(await run({ line: 1, endLine: 4 })).toBe(1)
  expect(await run({ line: 1, endLine: 3 })).toBe(0)
  expect(await run({ line: 1, rule: null, fatal: true, message: 'Parsing error: Unexpected token' })).toBe(1)
})

test('severities, allowances and advice', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4, severity: 1 }] }))
  const run = (...args: readonly string[]) => lint(directory, [...base, 'eslint.json', ...args])
  expect((await run()).code).toBe(1)
  expect((await run('--severity', 'warning')).code).toBe(1)
  const quiet = await run('--severity', 'error')
  expect(quiet.code).toBe(0)
  expect(said(quiet.verdict, 'below-severity')).toBe('1 new below --severity error: not judged')
  expect((await run('--max-new', '1')).code).toBe(0)
  expect(await run('--advisory')).toMatchObject({ code: 0, verdict: { outcome: 'fail' } })
})

test('tests and configuration are linted too; --exclude and --include choose', async () => {
  const repository = createRepository({ ...ignore, 'a.test.js': 'a\n', 'x.config.js': 'x\n' })
  repository.write('a.test.js', 'b\n')
  repository.write('x.config.js', 'y\n')
  repository.write('eslint.json', eslint({ 'a.test.js': [{ line: 1 }], 'x.config.js': [{ line: 1 }] }))
  const run = (...args: readonly string[]) => lint(repository.directory, [...base, 'eslint.json', ...args])
  expect((await run()).verdict.counts.judged).toBe(2)
  const some = await run('--exclude', '*.config.js')
  expect(some.verdict.counts.judged).toBe(1)
  expect(some.verdict.files[1]).toMatchObject({ state: 'excluded', reason: '--exclude *.config.js' })
  expect((await run('--include', 'src')).code).toBe(0)
})

test('what was changed: the work tree, the index, a commit; untracked files when asked for', async () => {
  const repository = createRepository({ ...ignore, 'a.js': 'a\n' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.js', 'a\nb\n')
  repository.commit()
  repository.write('a.js', 'a\nb\nc\n')
  repository.git('add', 'a.js')
  repository.write('a.js', 'a\nb\nc\nd\n')
  repository.write('new.js', 'n\n')
  const messages = [{ line: 1 }, { line: 2 }, { line: 3 }, { line: 4 }]
  const judged = async (lines: number, ...args: readonly string[]) => {
    repository.write('eslint.json', eslint({ 'a.js': messages.slice(0, lines), 'new.js': [{ line: 1 }] }))
    return (await lint(repository.directory, ['--base', 'main', 'eslint.json', ...args])).verdict.counts
      .judged
  }
  expect(await judged(4)).toBe(3)
  expect(await judged(4, '--untracked')).toBe(4)
  expect(await judged(3, '--head', 'index')).toBe(2)
  expect(await judged(2, '--head', 'commit')).toBe(1)
})

test('a change given as a diff, with and without a repository', async () => {
  const { directory, write, git } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4 }] }))
  write('change.txt', `${git('diff')}\n`)
  expect((await lint(directory, ['--diff', 'change.txt', 'eslint.json'])).code).toBe(1)
  const elsewhere = repositoryIn(temporaryDirectory())
  for (const name of ['src/a.js', 'eslint.json', 'change.txt'])
    elsewhere.write(name, readFileSync(join(directory, name)))
  expect((await lint(elsewhere.directory, ['--diff', 'change.txt', 'eslint.json'])).code).toBe(1)
})

test.each([
  ['relative to the top', (_: string) => 'packages/x/src/a.js'],
  ['absolute', (top: string) => join(top, 'packages/x/src/a.js')],
  ["another machine's", () => '/builds/team/app/packages/x/src/a.js'],
  ["Windows'", () => 'D:\\a\\app\\packages\\x\\src\\a.js'],
  ['relative to the package, from inside it', () => 'src/a.js'],
])('paths: %s', async (title, spell) => {
  const { directory, write } = changedFile('packages/x/src/a.js')
  write('eslint.json', eslint({ [spell(directory)]: [{ line: 4 }] }))
  const inside = title.includes('inside')
  const cwd = inside ? join(directory, 'packages/x') : directory
  const { code, verdict } = await lint(cwd, [...base, inside ? '../../eslint.json' : 'eslint.json'])
  expect(code).toBe(1)
  expect(verdict.files[0]?.findings).toMatchObject([{ path: 'packages/x/src/a.js', line: 4 }])
})

test('a monorepo: a report in each package, relative to it', async () => {
  const repository = createRepository({ 'packages/x/a.js': 'a\n', 'packages/y/a.js': 'a\n' })
  for (const name of ['x', 'y']) {
    repository.write(`packages/${name}/a.js`, 'a\nb\n')
    repository.write(`packages/${name}/eslint.json`, eslint({ 'a.js': name === 'x' ? [] : [{ line: 2 }] }))
  }
  const { code, verdict } = await lint(repository.directory, [...base, 'packages/*/eslint.json'])
  expect({ code, found: verdict.files.map(file => file.findings.length) }).toEqual({ code: 1, found: [0, 1] })
  // Without the other's report, nobody has looked at the other's file.
  const alone = []
  for (const name of ['x', 'y'])
    alone.push((await lint(join(repository.directory, 'packages', name), [...base, 'eslint.json'])).code)
  expect(alone).toEqual([3, 1])
})

test('renamed files, CRLF line ends, names with spaces and letters of every kind', async () => {
  const text = numberedLines(20).replaceAll('\n', '\r\n')
  const repository = createRepository({ ...ignore, 'src/old name.js': text, 'ünï.js': 'a\r\nb\r\n' })
  repository.git('mv', 'src/old name.js', 'src/new name.js')
  repository.write('src/new name.js', text.replace('line 7\r\n', 'line 7\r\nadded\r\n'))
  repository.write('ünï.js', 'a\r\nc\r\n')
  repository.git('add', '--all')
  repository.write(
    'eslint.json',
    eslint({ 'src/new name.js': [{ line: 7 }, { line: 8 }], 'ünï.js': [{ line: 2 }] }),
  )
  const { verdict } = await lint(repository.directory, [...base, 'eslint.json'])
  expect(verdict.files.map(file => file.findings.map(each => each.line))).toEqual([[8], [2]])
})

test('deleted files, submodules and binaries are not judged', async () => {
  const repository = createRepository({ ...ignore, 'gone.js': 'a\n', 'a.bin': new Uint8Array([0, 1, 2]) })
  repository.git('rm', '--quiet', 'gone.js')
  repository.write('a.bin', new Uint8Array([0, 3]))
  repository.git('init', '--quiet', 'sub')
  const head = repository.git('rev-parse', 'HEAD')
  repository.git('update-index', '--add', '--cacheinfo', `160000,${head},sub`)
  repository.write('eslint.json', eslint({ 'b.js': [] }))
  const { code, verdict } = await lint(repository.directory, [...base, 'eslint.json'])
  expect(code).toBe(0)
  expect(verdict.files.map(file => [file.path, file.state, file.reason])).toEqual([
    ['a.bin', 'excluded', 'binary'],
    ['gone.js', 'excluded', 'deleted'],
    ['sub', 'excluded', 'a submodule'],
  ])
})

test('two reports of one change: what both have is one', async () => {
  const { directory, write } = changedFile()
  write('one.json', eslint({ 'src/a.js': [{ line: 4 }] }))
  write('two.json', eslint({ [join(directory, 'src/a.js')]: [{ line: 4 }, { line: 4, rule: 'other' }] }))
  expect((await lint(directory, [...base, '*.json'])).verdict.counts.judged).toBe(2)
})

test('a pipe is a report like any other', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4 }] }))
  const pipe = join(directory, 'pipe.txt')
  execFileSync('mkfifo', [pipe])
  const writer = spawn('sh', ['-c', 'cat eslint.json > pipe.txt'], { cwd: directory, stdio: 'ignore' })
  const [result] = await Promise.all([lint(directory, [...base, 'pipe.txt']), once(writer, 'exit')])
  expect(result.code).toBe(1)
})

test('every form goes where it is sent, and says the same', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4, message: 'no <b>|` here' }] }))
  const reports = ['json=v.json', 'markdown=v.txt', 'junit=v.xml'].flatMap(each => ['--report', each])
  const { code, out } = await runCli(directory, ['lint', ...base, 'eslint.json', ...reports])
  expect(code).toBe(1)
  expect(out).toMatch(/^FAIL {2}1 new finding; 0 allowed\n/)
  expect(out).toContain('│ added')
  const read = (name: string) => readFileSync(join(directory, name), 'utf8')
  expect(JSON.parse(read('v.json'))).toMatchObject({ outcome: 'fail' })
  expect(read('v.txt')).toContain('no &lt;b&gt;&#124;&#96; here')
  expect(read('v.xml')).toContain('<failure message="1 new finding"')
})

test('secrets of the environment reach no form', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4, message: 'found "s3cr3t-value" here' }] }))
  const env = { MY_TOKEN: 's3cr3t-value' }
  for (const form of ['json', 'markdown', 'junit', 'terminal']) {
    const { out } = await runCli(directory, ['lint', ...base, 'eslint.json', '--report', `${form}=-`], env)
    expect(out.replaceAll('&#42;', '*')).toContain('***')
    expect(out).not.toContain('s3cr3t')
  }
})

test('usage: without a report it says how to make one, and refuses what contradicts', async () => {
  const { directory, write } = changedFile()
  const none = await runCli(directory, ['lint'])
  expect(none).toMatchObject({ code: 2, out: '' })
  expect(none.log).toContain('eslint --format json --output-file eslint.json .')
  const missing = await runCli(directory, ['lint', ...base, 'nowhere.json'])
  expect(missing.code).toBe(3)
  expect(missing.log).toContain('no lint report matches "nowhere.json"')
  write('eslint.json', eslint({ 'src/a.js': [] }))
  write('change.txt', 'x')
  const both = await runCli(directory, ['lint', 'eslint.json', '--diff', 'change.txt', ...base])
  expect(both.code).toBe(2)
  expect((await runCli(directory, ['lint', 'eslint.json', '--severity', 'fatal'])).code).toBe(2)
})

test('the configuration and the environment say the same as the flags', async () => {
  const { directory, write } = changedFile()
  write('eslint.json', eslint({ 'src/a.js': [{ line: 4 }] }))
  writeFileSync(
    join(directory, 'cd-gate.config.json'),
    JSON.stringify({ lint: { reports: 'eslint.json', base: 'HEAD', maxNew: 1 } }),
  )
  expect((await lint(directory)).code).toBe(0)
  expect((await lint(directory, [], { CD_GATE_LINT_MAX_NEW: '0' })).code).toBe(1)
})

test('a report that names only files with findings: clean where it proves that it ran, or is said to be', async () => {
  const repository = createRepository({ ...ignore, 'a.py': 'a\n', 'b.py': 'b\n' })
  repository.write('a.py', 'a\nb\n')
  repository.write('flake8.txt', flake8([['b.py', 1, 'F821', "undefined name 'b'"]]))
  const { code, verdict } = await lint(repository.directory, [...base, 'flake8.txt'])
  expect(code).toBe(0)
  expect(verdict.files[0]).toMatchObject({ state: 'untold' })
  expect(said(verdict, 'untold-files')).toMatch(/whether a\.py was looked at/)
  repository.write('flake8.txt', '')
  expect((await lint(repository.directory, [...base, 'flake8.txt'])).code).toBe(3)
  expect((await lint(repository.directory, [...base, '--allow-empty', 'flake8.txt'])).code).toBe(0)
})
