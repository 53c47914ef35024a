import { expect, test } from 'vitest'
import { lintReport } from '../../test/lint-report-fixtures.ts'
import { detectLintReader, lintReaders } from './index.ts'

const formats: Readonly<Record<string, readonly string[]>> = {
  sarif: ['biome/biome.sarif', 'eslint/eslint.sarif', 'oxlint/oxlint.sarif', 'ruff/ruff.sarif'],
  rdjson: ['biome/rdjson.json', 'biome/clean-rdjson.json', 'eslint/rdjson.json', 'ruff/rdjson.json'],
  eslint: ['eslint/eslint.json', 'eslint/clean.json', 'eslint/ignored.json', 'eslint/with-metadata.json'],
  'pylint-json': ['pylint/pylint.json', 'pylint/clean.json', 'pylint/json2.json', 'pylint/clean-json2.json'],
  checkstyle: [
    'biome/checkstyle.xml',
    'eslint/checkstyle.xml',
    'oxlint/checkstyle.xml',
    'shellcheck/checkstyle.xml',
  ],
  pylint: ['clean', 'colorized', 'duplicate', 'fatal', 'msvs', 'old', 'parseable', 'reports', 'text'].map(
    name => `pylint/${name}.txt`,
  ),
  tsc: [5, 7].flatMap(version =>
    ['config', 'diagnostics', 'list', 'plain', 'pretty', 'syntax'].map(name => `tsc/${version}-${name}.txt`),
  ),
  flake8: [
    ...['clean-benchmark', 'clean-count', 'fatal', 'pylint', 'source', 'text'].map(
      name => `flake8/${name}.txt`,
    ),
    ...['clean', 'concise', 'fatal'].map(name => `ruff/${name}.txt`),
  ],
  gcc: [
    ...['eslint/unix.txt', 'oxlint/unix.txt', 'gcc/gcc.txt', 'gcc/fatal.txt', 'shellcheck/gcc.txt'],
    ...[1, 2].flatMap(version =>
      ['clean', 'end', 'pretty', 'syntax', 'text'].map(name => `mypy/${version}-${name}.txt`),
    ),
  ],
}

test.each(Object.entries(formats).flatMap(([format, names]) => names.map(name => [name, format])))(
  '%s is %s',
  (name, format) => {
    expect(detectLintReader(lintReport(name), name).format).toBe(format)
  },
)

test('rdjsonl and what only a clean run writes are told too', () => {
  const told = (text: string) => detectLintReader(text, 'r').format
  expect(told('{"message":"a","location":{"path":"a.go"}}\n')).toBe('rdjsonl')
  expect(told('{"version":"2.1.0","runs":[]}')).toBe('sarif')
  expect(told('<?xml version="1.0"?>\n<!-- > -->\n<checkstyle/>')).toBe('checkstyle')
  expect(told('0 issues.\n')).toBe('gcc')
  expect(told('10:00:00 AM - Found 0 errors. Watching for file changes.\nFound 0 errors. Watching\n')).toBe(
    'tsc',
  )
})

test('JSON that is cut off still shows what it was', () => {
  const text = lintReport('eslint/eslint.json')
  expect(detectLintReader(text.slice(0, 40), 'r').format).toBe('eslint')
})

test.each(['', ' \n\t\r\n', '\n'])('a report of nothing but white space (%j) may mean either', text => {
  expect(() => detectLintReader(text, 'lint.txt')).toThrow(
    expect.objectContaining({ code: 'report.empty', message: expect.stringMatching(/crashed.*all is well/) }),
  )
})

test.each([
  ['eslint/stylish.txt', /ESLint's text for people; give -f json/],
  ['eslint/crash.txt', /breakdown: "Oops! Something went wrong/],
  ['gcc/no-input.txt', /breakdown: "gcc: fatal error: no input files"/],
  ['biome/gitlab.json', /GitLab's code quality/],
  ['biome/biome.json', /Biome's own JSON; give --reporter/],
  ['oxlint/oxlint.json', /Oxlint's own JSON/],
  ['ruff/ruff.json', /Ruff's own JSON/],
])('%s is named, and none of the formats', (name, found) => {
  expect(() => detectLintReader(lintReport(name), name)).toThrow(
    expect.objectContaining({ code: 'report.unknown-format', message: expect.stringMatching(found) }),
  )
})

test.each([
  [
    'Traceback (most recent call last):\n  File "x", line 1\nValueError: no\n',
    /a Python traceback: ValueError: no/,
  ],
  ['npm ERR! code ELIFECYCLE\n', /npm's log of an error/],
  ['> a@1.0.0 lint\n> eslint -f json .\n\n[{"filePath":"/a.js","messages":[]}]', /npm's or Yarn's own lines/],
  ['<!doctype html><html></html>', /an HTML page/],
  ['<testsuites><testsuite name="a"/></testsuites>', /JUnit XML/],
  ['<coverage line-rate="1"/>', /a coverage report/],
  ['TN:\nSF:a.js\nend_of_record\n', /a coverage report/],
  ['{"a":1}', /JSON of another kind/],
  ['{"file": "a.py", "line": 1, "severity": "error"}\n', /mypy's JSON/],
  ['Segmentation fault (core dumped)\n', /breakdown: "Segmentation fault/],
  ['bash: line 1: flake8: command not found\n', /breakdown: "bash/],
  ['all is well\n', /it begins with "all is well"/],
  ['diff --git a/a b/a\n', /a change/],
  ['PK\x03\x04\0\0', /binary/],
])('%j is named', (text, found) => {
  expect(() => detectLintReader(text, 'r')).toThrow(
    expect.objectContaining({ code: 'report.unknown-format', message: expect.stringMatching(found) }),
  )
})

test('every format has a name of its own', () => {
  expect(new Set(lintReaders.map(each => each.format)).size).toBe(lintReaders.length)
})
