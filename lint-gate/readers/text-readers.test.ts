import { describe, expect, test } from 'vitest'
import { lintReport, readLintText, shown } from '../../test/lint-report-fixtures.ts'

const pylint = [
  'a.py:1:1-1:null note C0114',
  'a.py:5:1-5:null note C0116',
  'a.py:6:8-6:null note C0121',
  'a.py:7:16-7:null error E0602',
  'a.py:5:16-5:null warning W0613',
  'a.py:8:5-8:null warning W0612',
  'a.py:12:1-12:null note C0116',
  'a.py:1:1-1:null warning W0611',
  'a.py:2:1-2:null warning W0611',
]

describe('Pylint text', () => {
  test.each(['text', 'reports', 'colorized'])('%s has columns from 0, made 1-based', async name => {
    const content = await readLintText(lintReport(`pylint/${name}.txt`))
    expect(shown(content)).toEqual(pylint)
    expect(content).toMatchObject({ tool: 'pylint', proven: true, checked: null, unread: [], troubles: [] })
    expect(content.findings[0]?.message).toBe('Missing module docstring')
  })

  test.each(['parseable', 'msvs'])('%s has no columns', async name => {
    const content = await readLintText(lintReport(`pylint/${name}.txt`))
    expect(shown(content)).toEqual(pylint.map(each => each.replace(/:\d+-/, ':null-')))
    expect(content.findings[3]?.message).toBe("Undefined variable 'missing_name'")
  })

  test('old reports, without symbols, with source and tables behind the rating', async () => {
    const content = await readLintText(lintReport('pylint/old.txt'))
    expect(shown(content)).toEqual([
      'violations_test_file.py:1:null-1:null note C0111',
      'violations_test_file.py:1:null-1:null note C0111',
      'violations_test_file.py:2:null-2:null note C0322',
    ])
    expect(content).toMatchObject({ unread: [], proven: true })
  })

  test.each(['duplicate', 'duplicate-parseable'])('%s: a message of several lines is one', async name => {
    const content = await readLintText(lintReport(`pylint/${name}.txt`))
    expect(content.findings).toHaveLength(5)
    expect(content.findings[4]?.message).toMatch(/^Similar lines in 2 files\n==dup1:[\s\S]*return value$/)
    expect(content.unread).toEqual([])
  })

  test('syntax errors and fatal messages are fatal, these a trouble too; a rating alone is proof', async () => {
    const content = await readLintText(lintReport('pylint/fatal.txt'))
    expect(shown(content).slice(0, 2)).toEqual([
      'nothere.py:1:1-1:null error F0001!',
      'broken.py:1:13-1:null error E0001!',
    ])
    expect(content.troubles).toEqual(['nothere.py: No module named nothere.py'])
    expect(await readLintText(lintReport('pylint/clean.txt'))).toMatchObject({ findings: [], proven: true })
  })
})

describe('flake8 and Ruff', () => {
  const found = [
    'a.py:1:1-1:null error F401',
    'a.py:2:1-2:null error F401',
    'a.py:6:14-6:null warning E711',
    'a.py:7:16-7:null error F821',
    'a.py:8:5-8:null error F841',
  ]

  test('the default form, with source, counts and statistics', async () => {
    expect(shown(await readLintText(lintReport('flake8/text.txt')))).toEqual(found)
    const content = await readLintText(lintReport('flake8/source.txt'))
    expect(shown(content)).toEqual(found)
    expect(content).toMatchObject({ tool: 'flake8', proven: true, unread: [], troubles: [] })
  })

  test('what could not be read is fatal', async () => {
    const content = await readLintText(lintReport('flake8/fatal.txt'))
    expect(shown(content).slice(5)).toEqual([
      'broken.py:1:13-1:null error E999!',
      'nothere.py:null:null-null:null error E902!',
    ])
    expect(content.troubles).toHaveLength(1)
  })

  test('a clean run is proven by what --count or --benchmark print, and by Ruff', async () => {
    for (const name of ['flake8/clean-count.txt', 'flake8/clean-benchmark.txt', 'ruff/clean.txt']) {
      expect(await readLintText(lintReport(name)), name).toMatchObject({ findings: [], proven: true })
    }
  })

  test('a count above what is listed is a trouble', async () => {
    const text = lintReport('flake8/source.txt').split('\n').slice(3).join('\n')
    expect((await readLintText(text)).troubles).toEqual(['it counts 5 findings, and 4 are listed'])
  })

  test("Ruff's concise form", async () => {
    const content = await readLintText(lintReport('ruff/fatal.txt'))
    expect(shown(content)).toContain('broken.py:1:12-1:null error invalid-syntax!')
    expect(content.findings[0]?.message).toBe('`os` imported but unused')
    expect(content).toMatchObject({ tool: 'ruff', proven: true, unread: [] })
  })
})

describe.each([5, 7])('tsc %i', version => {
  const found = [
    'src/a.ts:2:3-2:null error TS2322',
    'src/a.ts:4:1-4:null error TS2304',
    'src/a.ts:5:40-5:null error TS2322',
  ]

  test('plain and pretty say the same; only the pretty form counts at its end', async () => {
    const plain = await readLintText(lintReport(`tsc/${version}-plain.txt`))
    const pretty = await readLintText(lintReport(`tsc/${version}-pretty.txt`))
    expect(shown(plain)).toEqual(found)
    expect(plain.end).toBe('none')
    expect(pretty).toEqual({ ...plain, proven: true, end: 'usual' })
  })

  test('errors of syntax keep the types of every file from being checked', async () => {
    const content = await readLintText(lintReport(`tsc/${version}-syntax.txt`))
    expect(content.findings.map(each => each.fatal)).toEqual([true, true])
    expect(content.troubles).toEqual([expect.stringMatching(/checks types only when there are none/)])
  })

  test('an error without a file is a trouble', async () => {
    const content = await readLintText(lintReport(`tsc/${version}-config.txt`))
    expect(content.troubles).toEqual([expect.stringMatching(/^TS18003: No inputs were found/)])
  })

  test('--diagnostics proves a clean run, --listFiles names what was checked', async () => {
    const clean = await readLintText(lintReport(`tsc/${version}-diagnostics.txt`))
    expect(clean).toMatchObject({ findings: [], proven: true, unread: [], troubles: [] })
    const listed = await readLintText(lintReport(`tsc/${version}-list.txt`))
    expect(shown(listed)).toEqual(found)
    expect(listed.checked?.map(each => each.replace('/build/', '')).slice(1)).toEqual([
      'src/a.ts',
      'src/clean.ts',
    ])
  })
})

test('tsc: a message goes on below, and a count above what is listed is a trouble', async () => {
  const text = "a.ts(1,2): error TS2345: no\n  Type 'a'\n    because\nFound 3 errors in 2 files.\n"
  const content = await readLintText(text)
  expect(content.findings[0]?.message).toBe("no\n  Type 'a'\n    because")
  expect(content.troubles).toEqual(['it counts 3 errors, and 1 are listed'])
})

describe('gcc-style text', () => {
  test('gcc: warnings with their flags, notes with what they explain', async () => {
    const content = await readLintText(lintReport('gcc/gcc.txt'))
    expect(shown(content)).toEqual([
      'a.c:4:13-4:null warning -Wint-conversion',
      'a.c:5:10-5:null error null',
      'a.c:4:9-4:null warning -Wunused-variable',
      'a.c:3:7-3:null warning -Wunused-variable',
      'a.c:7:13-7:null error null',
      'a.c:6:1-6:null warning -Wreturn-type',
      'h.h:1:12-1:null warning -Wunused-function',
    ])
    expect(content.findings[1]?.message).toMatch(/\nnote: declared here \(h\.h\)$/)
    expect(content).toMatchObject({ tool: 'gcc', proven: false, unread: [] })
    expect(shown(await readLintText(lintReport('gcc/fatal.txt')))).toEqual(['b.c:1:10-1:null error null!'])
  })

  test('ShellCheck: notes with rules are findings of their own', async () => {
    const content = await readLintText(lintReport('shellcheck/gcc.txt'))
    expect(shown(content)).toHaveLength(9)
    expect(shown(content)[0]).toBe('a.sh:3:6-3:null note SC2086')
    expect(content.tool).toBe('shellcheck')
  })

  test.each([1, 2])('mypy %i: its last line is proof, or tells that it stopped early', async version => {
    const text = await readLintText(lintReport(`mypy/${version}-text.txt`))
    expect(shown(text)).toEqual([
      'a.py:5:null-5:null error no-untyped-def',
      'a.py:7:null-7:null error name-defined',
      'a.py:13:null-13:null error return-value',
    ])
    expect(text).toMatchObject({ tool: 'mypy', proven: true, troubles: [] })
    expect(shown(await readLintText(lintReport(`mypy/${version}-pretty.txt`)))).toEqual(shown(text))
    expect(shown(await readLintText(lintReport(`mypy/${version}-end.txt`)))[2]).toBe(
      'a.py:13:12-13:17 error return-value',
    )
    expect(await readLintText(lintReport(`mypy/${version}-clean.txt`))).toMatchObject({
      tool: 'mypy',
      proven: true,
    })
    expect((await readLintText(lintReport(`mypy/${version}-syntax.txt`))).troubles).toHaveLength(1)
  })

  test.each([
    ['C:\\src\\a.c:3:4: warning: x [-Wfoo]', 'C:\\src\\a.c:3:4-3:null warning -Wfoo'],
    ['a.c:3:4:{3:1-3:9}: error: x [-Werror=foo]', 'a.c:3:4-3:null error -Wfoo'],
    ['a b.c:3: error: x', 'a b.c:3:null-3:null error null'],
    ['a.go:3:4: not checked (errcheck)', 'a.go:3:4-3:null error errcheck'],
    ['./a.go:3:4: undefined: x', './a.go:3:4-3:null error null'],
    ['A.java:3: warning: [deprecation] x', 'A.java:3:null-3:null warning deprecation'],
    ['a.yaml:1:1: [warning] missing start (document-start)', 'a.yaml:1:1-1:null warning document-start'],
    ['a.cc:1:2: warning: x [bugprone-x,-warnings-as-errors]', 'a.cc:1:2-1:null warning bugprone-x'],
    ['a.swift:1:2: error: Line too long (line_length)', 'a.swift:1:2-1:null error line_length'],
    ['a.c:3:4:  error: x', 'a.c:3:4-3:null error null'],
    ['a.cc:1:2:   required from here\na.cc:3:4: error: x', 'a.cc:3:4-3:null error null'],
    ['a.c:0: error: x', 'a.c:null:null-null:null error null'],
    ['a.js:1:2: no [Error/no-undef]', 'a.js:1:2-1:null error no-undef'],
  ])('%s', async (line, expected) => {
    expect(shown(await readLintText(`${line}\n`))).toEqual([expected])
  })

  test.each([
    'http://localhost:8080: no',
    '12:30:45: no',
    '2026-01-02 03:04:05: no',
    'zsh:1: command not found: x',
  ])('%s is no finding', async line => {
    await expect(readLintText(line)).rejects.toThrow(
      expect.objectContaining({ code: 'report.unknown-format' }),
    )
  })

  test('a line number beyond reason is damage', async () => {
    await expect(readLintText('a.c:99999999999:1: error: x\n')).rejects.toThrow(
      expect.objectContaining({ code: 'report.damaged' }),
    )
  })

  test('that a linter exits with an error is explained by findings, and a trouble without', async () => {
    const exit = 'error Command failed with exit code 1.\n'
    expect((await readLintText(`a.c:1:1: error: x\n${exit}`)).troubles).toEqual([])
    expect((await readLintText(`0 issues.\n${exit}`)).troubles).toEqual([exit.trim()])
  })

  test.each([
    'Segmentation fault (core dumped)',
    'gcc: internal compiler error: Killed (program cc1)',
    'Oops! Something went wrong! :(',
    'sh: 1: eslint: not found',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ])('%s is a trouble', async line => {
    expect((await readLintText(`a.c:1:1: error: x\n${line}\n`)).troubles).toEqual([line])
  })
})
