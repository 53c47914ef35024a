import { expect, test } from 'vitest'
import { eslint, flake8, lint, said } from './lint-reports.ts'
import { createRepository, numberedLines } from './repository.ts'
import { runCli } from './run-cli.ts'

const args = ['--base', 'HEAD', 'now.json', '--baseline', 'then.json']
const ignore = { '.gitignore': '/*.json\n/*.txt\n' }

/** `user.js` uses what `api.js` exports; the change renames that, and pushes the rest of `api.js` down. */
function renamedExport() {
  const repository = createRepository({
    ...ignore,
    'api.js': `export const old = 1\n${numberedLines(8)}`,
    'user.js': "import { old } from './api.js'\nold()\nolder()\n",
  })
  repository.write('api.js', `// more\nexport const fresh = 1\n${numberedLines(8)}`)
  return repository
}

test('what the change caused in files that it does not touch is caught', async () => {
  const { directory, write } = renamedExport()
  write('then.json', eslint({ 'api.js': [{ line: 5, rule: 'x' }], 'user.js': [{ line: 3 }] }))
  write(
    'now.json',
    eslint({
      'api.js': [{ line: 6, rule: 'x' }],
      'user.js': [{ line: 1, rule: 'import/named' }, { line: 3 }],
    }),
  )
  const { code, verdict } = await lint(directory, args)
  expect(code).toBe(1)
  expect(verdict.counts).toMatchObject({ judged: 1, new: 0, caused: 1, old: 2 })
  expect(verdict.elsewhere).toMatchObject([
    { path: 'user.js', line: 1, rule: 'import/named', standing: 'caused' },
  ])
  const { out } = await runCli(directory, ['lint', ...args])
  expect(out).toContain('not touched by the change, and not in the baseline')
  expect((await lint(directory, args.slice(0, 3))).code).toBe(0)
})

test('what the change caused beside its lines, in a renamed file, is told from what only moved', async () => {
  const repository = createRepository({ ...ignore, 'old.js': `import 'x'\n${numberedLines(20)}used()\n` })
  repository.git('mv', 'old.js', 'new.js')
  repository.write('new.js', `import 'x'\nadded\n${numberedLines(20)}`)
  repository.git('add', '--all')
  repository.write('then.json', eslint({ 'old.js': [{ line: 12, rule: 'no-eval' }] }))
  const now = [
    { line: 1, rule: 'no-unused-vars' },
    { line: 13, rule: 'no-eval' },
  ]
  repository.write('now.json', eslint({ 'new.js': now }))
  const { verdict } = await lint(repository.directory, args)
  expect(verdict.files[0]?.findings).toMatchObject([{ line: 1, rule: 'no-unused-vars', standing: 'caused' }])
  expect(verdict.counts).toMatchObject({ judged: 1, caused: 1, old: 1 })
})

test('equal findings are counted: one more than before is one caused', async () => {
  const { directory, write } = renamedExport()
  write('then.json', eslint({ 'api.js': [], 'user.js': [{ line: 2 }] }))
  write('now.json', eslint({ 'api.js': [], 'user.js': [{ line: 2 }, { line: 2 }] }))
  expect((await lint(directory, args)).verdict.counts).toMatchObject({ caused: 1, old: 1 })
})

test('lines of the base end in CRLF, and those of the head in LF', async () => {
  const repository = createRepository({ ...ignore, 'a.js': 'one\r\ntwo\r\n', 'b.js': 'b\n' })
  repository.write('a.js', 'zero\none\ntwo\n')
  repository.write('then.json', eslint({ 'a.js': [{ line: 2 }], 'b.js': [] }))
  repository.write('now.json', eslint({ 'a.js': [{ line: 3 }], 'b.js': [] }))
  const { verdict } = await lint(repository.directory, [...args, '--ignore-whitespace'])
  expect(verdict.counts).toMatchObject({ judged: 0, old: 1 })
})

test.each([
  ['empty', '', /then\.json is empty/],
  ['without results', '[]', /the baseline then\.json finds nothing and does not show that it ran/],
  [
    'with lines that the base does not have',
    eslint({ 'api.js': [{ line: 40 }], 'user.js': [] }),
    /then\.json has a finding in line 40 of api\.js, which has 10 lines/,
  ],
  [
    'with files that only the change has',
    eslint({ 'api.js': [], 'user.js': [], 'added.js': [] }),
    /names added\.js, which the base does not have/,
  ],
  ['of files elsewhere', eslint({ '/srv/q.js': [] }), /names no file that the base has/],
  ['of another linter', flake8([['user.js', 1, 'F401', 'unused']]), /the baseline is of flake8/],
  ['that did not look at a file with findings', eslint({ 'api.js': [] }), /did not check user\.js/],
])('a baseline %s is none: it cannot be told', async (_, content, message) => {
  const repository = renamedExport()
  repository.write('added.js', 'x\n')
  repository.git('add', 'added.js')
  repository.write('then.json', content)
  repository.write('now.json', eslint({ 'api.js': [], 'added.js': [], 'user.js': [{ line: 1 }] }))
  const { code, verdict } = await lint(repository.directory, args)
  expect(code).toBe(3)
  expect(verdict.findings.map(each => each.message).join('\n')).toMatch(message)
  repository.write('now.json', eslint({ 'api.js': [{ line: 1 }], 'added.js': [], 'user.js': [] }))
  expect((await lint(repository.directory, args)).code).toBe(1)
})

test('a damaged baseline, and one that is not there', async () => {
  const { directory, write } = renamedExport()
  write('now.json', eslint({ 'api.js': [], 'user.js': [] }))
  const missing = await runCli(directory, ['lint', ...args])
  expect(missing.code).toBe(3)
  expect(missing.log).toContain('no lint report matches "then.json"')
  write('then.json', eslint({ 'api.js': [{ line: 1 }] }).slice(0, 70))
  expect((await runCli(directory, ['lint', ...args])).code).toBe(3)
})

test('a baseline of one linter among several: of the others the changed lines are judged, which is said', async () => {
  const { directory, write } = renamedExport()
  write('then.json', eslint({ 'api.js': [], 'user.js': [] }))
  write('now.json', eslint({ 'api.js': [], 'user.js': [{ line: 1 }] }))
  write('flake8.txt', flake8([['user.js', 2, 'F401', 'unused']]))
  const { code, verdict } = await lint(directory, [...args, 'flake8.txt'])
  expect({ code, caused: verdict.counts.caused, old: verdict.counts.old }).toEqual({
    code: 1,
    caused: 1,
    old: 1,
  })
  expect(said(verdict, 'baseline-tool')).toMatch(/no baseline of flake8/)
})

test('a diff has no base whose lines could be read', async () => {
  const { directory, write, git } = renamedExport()
  write('now.json', eslint({ 'api.js': [], 'user.js': [] }))
  write('then.json', eslint({ 'api.js': [], 'user.js': [] }))
  write('change.txt', `${git('diff')}\n`)
  const diff = ['lint', 'now.json', '--baseline', 'then.json', '--diff', 'change.txt']
  const { code, log } = await runCli(directory, diff)
  expect(code).toBe(2)
  expect(log).toMatch(/--baseline and --diff contradict/)
})

test('a finding that may be in one of several files may be caused in either', async () => {
  const repository = createRepository({ ...ignore, 'a.js': numberedLines(3), 'x/a.js': numberedLines(3) })
  repository.write('x/a.js', `${numberedLines(3)}added\n`)
  repository.write('then.json', eslint({ 'a.js': [{ line: 2 }] }))
  repository.write('now.json', eslint({ 'a.js': [{ line: 1 }] }))
  const { code, verdict } = await lint(repository.directory, [...args, '--unchecked', 'ignore'])
  expect(code).toBe(3)
  expect(said(verdict, 'ambiguous-path')).toMatch(/^a\.js in now\.json may be a\.js or x\/a\.js/)
  const top = await lint(repository.directory, [...args, '--unchecked', 'ignore', '--map', '.=.'])
  expect(top.verdict.counts).toMatchObject({ caused: 1 })
})
