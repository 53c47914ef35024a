import { describe, expect, test } from 'vitest'
import { lintReport, lintReports, readLintText } from './lint-report-fixtures.ts'
import { eslint, flake8, lint, said } from './lint-reports.ts'
import { createRepository, numberedLines } from './repository.ts'

/** Linters that were stopped on the way, reports of another text, changes that no report speaks of. */

const base = ['--base', 'HEAD']
const ignore = { '.gitignore': '/*.json\n/*.txt\n/*.sarif\n' }

function changed(...files: readonly string[]) {
  const all = Object.fromEntries(files.map(path => [path, numberedLines(3)]))
  const repository = createRepository({ ...ignore, ...all })
  for (const path of files) repository.write(path, `${numberedLines(3)}added\n`)
  const judge = async (text: string, ...args: readonly string[]) => {
    repository.write('report.txt', text)
    return lint(repository.directory, [...base, 'report.txt', ...args])
  }
  return { ...repository, judge }
}

describe('a linter that was stopped', () => {
  test('in the middle of a line', async () => {
    const { judge } = changed('a.py')
    const whole = flake8([['a.py', 1, 'F401', 'unused']])
    const { code, verdict } = await judge(`${whole}a.py:4:1: F8`)
    expect(code).toBe(3)
    expect(said(verdict, 'cut-report')).toMatch(/report\.txt is cut off in its last line, "a\.py:4:1: F8"/)
    expect((await judge(whole.trimEnd())).code).toBe(3)
    expect((await judge(`${flake8([['a.py', 4, 'F401', 'unused']])}a.p`)).code).toBe(1)
  })

  test('no real report of text looks cut off, and each that ends in what its linter writes last may lose its line end', async () => {
    const proven: string[] = []
    for (const name of lintReports.filter(each => each.endsWith('.txt'))) {
      const text = lintReport(name)
      const content = await readLintText(text).catch(() => null)
      expect(content?.cut, name).toBeUndefined()
      if (content?.proven && (await readLintText(text.trimEnd())).cut === undefined) proven.push(name)
    }
    expect(proven).toEqual(
      expect.arrayContaining(['pylint/text.txt', 'mypy/2-text.txt', 'flake8/source.txt']),
    )
  })

  test.each([
    [
      'pylint',
      'a.py:1:0: W0611: Unused import os (unused-import)\n',
      'Your code has been rated at 9.00/10\n',
      'score',
    ],
    [
      'mypy',
      'a.py:1: error: No  [name-defined]\n',
      'Found 1 error in 1 file (checked 2 source files)\n',
      'no-error-summary',
    ],
    [
      'tsc',
      '\u001b[96ma.py\u001b[0m:1:1 - error TS2304: x\n\n1 x\n  ~\n\n',
      'Found 1 error in a.py:1\n',
      'Found',
    ],
    ['ruff', 'a.py:1:8: F401 [*] `os` imported but unused\n', 'Found 1 error.\n', 'quiet'],
  ])('%s writes an end, and without it, it cannot be told', async (tool, finding, end, hint) => {
    const { judge } = changed('a.py')
    const { code, verdict } = await judge(finding)
    expect(code).toBe(3)
    expect(said(verdict, 'unproven-report')).toMatch(
      new RegExp(`not the end that ${tool} writes.*${hint}.*--allow-empty`),
    )
    const ended = await judge(finding + end, '--unchecked', 'ignore')
    expect({ code: ended.code, said: said(ended.verdict, 'unproven-report') }).toEqual({ code: 0, said: '' })
    expect((await judge(finding, '--allow-empty', '--unchecked', 'ignore')).code).toBe(0)
  })

  test.each([
    ['flake8', flake8([['a.py', 1, 'F401', 'unused']])],
    ['tsc', 'a.py(1,1): error TS2304: x\n'],
    ['gcc', 'a.py:1:1: warning: x [-Wx]\n'],
  ])('%s writes none, which is said', async (tool, text) => {
    const { judge } = changed('a.py')
    const { code, verdict } = await judge(text)
    expect(code).toBe(0)
    expect(said(verdict, 'unproven')).toBe(
      `nothing in report.txt shows that ${tool} ran to its end: have the step check its exit code`,
    )
  })

  test.each([
    'make: *** [Makefile:3: a.o] Error 1',
    'make[2]: *** [all] Error 2',
    "make: Target 'all' not remade because of errors.",
    'compilation terminated.',
    'ninja: build stopped: subcommand failed.',
    'MemoryError',
    'KeyboardInterrupt',
  ])('%s behind a finding is a trouble', async line => {
    const { judge } = changed('a.c')
    const { code, verdict } = await judge(`a.c:1:1: warning: x [-Wx]\n${line}\n`)
    expect(code).toBe(3)
    expect(said(verdict, 'linter-trouble')).toContain(line)
  })

  test('an error that make was told to ignore is none', async () => {
    const { judge } = changed('a.c')
    expect((await judge('a.c:1:1: warning: x [-Wx]\nmake: *** [x] Error 1 (ignored)\n')).code).toBe(0)
  })
})

describe('a report of another text', () => {
  const withSource = (source: string, field = 'source') =>
    JSON.stringify([{ ...JSON.parse(eslint({ 'a.js': [{ line: 1 }] }))[0], [field]: source }])

  test("ESLint's own copy of the file shows it", async () => {
    const { judge } = changed('a.js')
    const now = `${numberedLines(3)}added\n`
    const { code, verdict } = await judge(withSource(numberedLines(3)))
    expect(code).toBe(3)
    expect(said(verdict, 'stale-report')).toMatch(
      /report\.txt is of another text of a\.js than what lies there/,
    )
    expect((await judge(withSource(now))).code).toBe(0)
    expect((await judge(withSource(`\ufeff${now.replaceAll('\n', '\r\n')}`))).code).toBe(0)
    expect((await judge(withSource('other\n', 'output'))).code).toBe(3)
    expect((await judge(withSource(now, 'output'))).code).toBe(0)
  })

  test('so it is for a baseline', async () => {
    const { write, judge } = changed('a.js')
    const now = withSource(`${numberedLines(3)}added\n`)
    write('then.json', withSource(`${numberedLines(2)}other\n`))
    const { code, verdict } = await judge(now, '--baseline', 'then.json')
    expect(code).toBe(3)
    expect(said(verdict, 'baseline-elsewhere')).toMatch(
      /^the baseline then\.json is of another text of a\.js/,
    )
    write('then.json', withSource(numberedLines(3)))
    expect((await judge(now, '--baseline', 'then.json')).code).toBe(0)
  })
})

describe('a change that no report speaks of', () => {
  const gcc = 'a.c:1:1: warning: x [-Wx]\n'

  test.each(['scripts/r.sh', 'style.css', 'q.sql', 'Makefile', 'run'])('%s alone', async path => {
    const { write, git, judge } = changed(path)
    write('a.c', numberedLines(3))
    git('add', 'a.c')
    git('commit', '--quiet', '--message', 'c', '--', 'a.c')
    const { code, verdict } = await judge(gcc)
    expect(code).toBe(3)
    expect(said(verdict, 'nothing-checked')).toMatch(
      /none of the changed files \(.*--exclude them, or choose --unchecked/,
    )
    const warned = await judge(gcc, '--unchecked', 'warn')
    expect(warned.code).toBe(0)
    expect(said(warned.verdict, 'nothing-checked')).toBe(
      `the reports know none of the changed files (${path})`,
    )
    const ignored = await judge(gcc, '--unchecked', 'ignore')
    expect([ignored.code, said(ignored.verdict, 'nothing-checked')]).toEqual([0, ''])
  })

  test.each(['README.md', 'LICENSE', 'package-lock.json', 'data.csv', 'ci.yml', '.npmrc'])(
    '%s needs no linter',
    async path => {
      const { write, git, judge } = changed(path)
      write('a.c', numberedLines(3))
      git('add', 'a.c')
      git('commit', '--quiet', '--message', 'c', '--', 'a.c')
      expect((await judge(gcc)).code).toBe(0)
    },
  )
})

describe('what stands around a report', () => {
  test("npm's banner alone is an empty report", async () => {
    const { judge } = changed('a.js')
    const banner = '\n> app@1.0.0 lint\n> eslint .\n\n'
    const { code, verdict } = await judge(banner)
    expect(code).toBe(3)
    expect(said(verdict, 'empty-report')).toMatch(/report\.txt is empty/)
    expect((await judge(banner, '--allow-empty')).code).toBe(0)
  })

  test('an empty list names both linters that write it', async () => {
    const { judge } = changed('a.js')
    expect(said((await judge('[]')).verdict, 'unproven-report')).toMatch(/Pylint.*ESLint.*--quiet/)
  })
})

test('a finding that begins before the changed lines is old where the baseline knows it', async () => {
  const { write, judge } = changed('a.js')
  const range = eslint({ 'a.js': [{ line: 2, endLine: 4, rule: 'complexity' }] })
  expect((await judge(range)).code).toBe(1)
  write('then.json', eslint({ 'a.js': [{ line: 2, endLine: 3, rule: 'complexity' }] }))
  const known = await judge(range, '--baseline', 'then.json')
  expect({ code: known.code, old: known.verdict.counts.old }).toEqual({ code: 0, old: 1 })
  write('then.json', eslint({ 'a.js': [] }))
  const fresh = await judge(range, '--baseline', 'then.json')
  expect(fresh.verdict.counts).toMatchObject({ new: 1, caused: 0 })
})

test('a baseline that is the report itself is said', async () => {
  const { write, judge } = changed('a.js')
  const text = eslint({ 'a.js': [{ line: 1 }] })
  write('then.json', text)
  const { code, verdict } = await judge(text, '--baseline', 'then.json')
  expect(code).toBe(0)
  expect(said(verdict, 'baseline-same')).toMatch(/then\.json is byte for byte the report report\.txt/)
})

test('a place that is told by a count of characters cannot be told from a changed line', async () => {
  const { judge } = changed('a.js')
  const sarif = (result: object) =>
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 't' } }, results: [result] }] })
  const physicalLocation = { artifactLocation: { uri: 'a.js' }, region: { charOffset: 3, charLength: 2 } }
  const message = { text: 'm' }
  const { code, verdict } = await judge(sarif({ message, locations: [{ physicalLocation }] }))
  expect(code).toBe(3)
  expect(said(verdict, 'unplaced-finding')).toMatch(/a\.js by a count of characters alone/)
  const nowhere = await judge(sarif({ message }))
  expect(nowhere.code).toBe(3)
  expect(said(nowhere.verdict, 'unread-lines')).toMatch(/holds nothing that is understood/)
})
