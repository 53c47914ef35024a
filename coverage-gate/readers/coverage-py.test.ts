import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import { readCoveragePy } from './coverage-py.ts'

const meta = { version: '7.6.1', format: 3, branch_coverage: true, show_contexts: false }
const report = (files: unknown) => JSON.stringify({ meta, files, totals: {} })
const ofEntry = (entry: unknown) => report({ 'a.py': entry })
const plain = { executed_lines: [1], missing_lines: [2], excluded_lines: [] }

/** cart.py by coverage.py's own count: 13 of 18 statements, 4 of 8 branches. */
const covered = [3, 6, 9, 10, 12, 13, 15, 19, 20, 21, 25, 31, 34]
const missed = [14, 22, 35, 36, 37]
const states = (lines: readonly number[], hit: boolean) => Object.fromEntries(lines.map(line => [line, hit]))

describe('reports of coverage.py', () => {
  test('7.16, format 3: lines, branches and functions as its summary counts them', () => {
    const content = readIn(readCoveragePy, fixture('cd-gate/python/coverage-7.json'))
    expect(hitsOf(content)).toEqual({
      'shop/__init__.py': {},
      'shop/cart.py': { ...states(covered, true), ...states(missed, false) },
    })
    const detail = content.files[1]?.details[0]
    expect(detail).toMatchObject({
      scheme: 'coverage.py',
      placeholder: false,
      statements: null,
      checksums: null,
    })
    expect(detail?.branches?.map(({ key, line, pathLine, taken }) => [key, line, pathLine, taken])).toEqual([
      ['13->15', 13, 15, true],
      ['21->25', 21, 25, true],
      ['31->-31', 31, null, true],
      ['31->34', 31, 34, true],
      ['13->14', 13, 14, false],
      ['21->22', 21, 22, false],
      ['35->36', 35, 36, false],
      ['35->37', 35, 37, false],
    ])
    expect(detail?.functions).toEqual([
      { name: 'Cart.__init__', line: 9, endLine: 10, range: null, hit: true },
      { name: 'Cart.add', line: 12, endLine: 15, range: null, hit: true },
      { name: 'Cart.total', line: 19, endLine: 25, range: null, hit: true },
      { name: 'empty', line: 31, endLine: 31, range: null, hit: true },
      { name: 'never', line: 34, endLine: 37, range: null, hit: false },
    ])
    expect(content.files[0]?.details[0]).toMatchObject({ branches: [], functions: [] })
  })

  test('6.5: lists docstrings and excluded lines as executed; excluded ones are not measured', () => {
    const content = readIn(readCoveragePy, fixture('cd-gate/python/coverage-6.json'))
    expect(hitsOf(content)['shop/cart.py']).toEqual({
      ...states([1, 7, ...covered], true),
      ...states(missed, false),
    })
    expect(content.files[1]?.details[0]?.branches).toHaveLength(8)
    expect(content.files[1]?.details[0]?.functions).toBeNull()
  })

  test('measured by line alone, printed for people', () => {
    const content = readIn(readCoveragePy, fixture('cd-gate/python/pretty-lines-only.json'))
    expect(hitsOf(content)['shop/cart.py']).toEqual({ ...states(covered, true), ...states(missed, false) })
    expect(content.files[1]?.details[0]?.branches).toBeNull()
    expect(content.files[1]?.details[0]?.functions).toHaveLength(5)
  })
})

test('before 7.13.1 a function begins where its body does', () => {
  const functions = { f: { executed_lines: [], missing_lines: [4, 3] }, '': plain, g: { executed_lines: [] } }
  const { files } = readIn(readCoveragePy, ofEntry({ ...plain, functions }))
  expect(files[0]?.details[0]?.functions).toEqual([
    { name: 'f', line: 3, endLine: 4, range: null, hit: false },
  ])
})

test('what is excluded is not measured, whichever list has it too', () => {
  const entry = { executed_lines: [1, 2], missing_lines: [3, 4], excluded_lines: [2, 4] }
  expect(hitsOf(readIn(readCoveragePy, ofEntry(entry)))).toEqual({ 'a.py': { 1: true, 3: false } })
})

test('a file that is not of the change has lines and no more', () => {
  const content = readIn(readCoveragePy, fixture('cd-gate/python/coverage-7.json'), nothing)
  expect(content.files.map(file => file.details)).toEqual([[], []])
})

test('names that all objects inherit are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const entries = names.map(name => `${JSON.stringify(name)}: ${JSON.stringify(plain)}`)
  const text = `{"meta": {"__proto__": {"files": {}}}, "files": {${entries.join(',')}}}`
  expect(readIn(readCoveragePy, text).files.map(file => file.path)).toEqual(names)
})

test('a file that is listed twice is covered where either says so', () => {
  const text = `{"meta": {}, "files": {"a.py": ${JSON.stringify(plain)}, "a.py": {"executed_lines": [2], "missing_lines": [3]}}}`
  expect(hitsOf(readIn(readCoveragePy, text))).toEqual({ 'a.py': { 1: true, 2: true, 3: false } })
})

test.each([
  ['no files at all', JSON.stringify({ meta }), /damaged: .*no "files"/],
  ['files that are a list', report([]), /damaged: .*no object/],
  ['no file', report({}), /empty: /],
  ['no measured line', ofEntry({ executed_lines: [], missing_lines: [] }), /empty: /],
  ['an entry that is a list', ofEntry([1]), /damaged: .*"a\.py" is no object/],
  [
    'an entry without executed lines',
    ofEntry({ missing_lines: [1] }),
    /damaged: .*"a\.py" has no "executed_lines"/,
  ],
  ['an entry without missing lines', ofEntry({ executed_lines: [1] }), /damaged: .*has no "missing_lines"/],
  ['lines that are no list', ofEntry({ ...plain, executed_lines: { 0: 1 } }), /damaged: .*no list/],
  [
    'a line that is text',
    ofEntry({ ...plain, executed_lines: ['1'] }),
    /damaged: .*"1" among its executed_lines/,
  ],
  ['a line that is null', ofEntry({ ...plain, missing_lines: [null] }), /damaged: .*null among/],
  ['a negative line', ofEntry({ ...plain, missing_lines: [-1] }), /damaged: .*-1 among/],
  ['a line that no file has', ofEntry({ ...plain, missing_lines: [1e9] }), /damaged: .*1000000000 among/],
  ['half a line', ofEntry({ ...plain, missing_lines: [1.5] }), /damaged: .*1\.5 among/],
  ['a branch of one line', ofEntry({ ...plain, executed_branches: [[1]] }), /damaged: .*\[1\] among/],
  [
    'a branch of text',
    ofEntry({ ...plain, missing_branches: [[1, '2']] }),
    /damaged: .*among its missing_branches/,
  ],
  ['a function that is a list', ofEntry({ ...plain, functions: { f: [] } }), /damaged: .*function "f"/],
  ['a file without a name', report({ '': plain }), /damaged: .*no name/],
  ['something behind its end', `${ofEntry(plain)}{}`, /damaged: .*nothing more/],
  [
    'an entry that is no JSON',
    '{"files": {"a.py": {"executed_lines": [1,], "missing_lines": []}}}',
    /damaged: .*no JSON/,
  ],
  ['a key that is no JSON', '{"files": {"a\\q.py": {}}}', /damaged: .*key/],
  [
    'a comma too much',
    '{"files": {"a.py": {"executed_lines": [1], "missing_lines": []},}}',
    /damaged: .*a key/,
  ],
  ['a value that is missing', '{"meta": , "files": {}}', /damaged: .*a value/],
  ['a list', '[]', /damaged: .*a "\{"/],
  ['nesting without end', `{"files": {"a.py": ${'['.repeat(100_000)}`, /damaged: .*ends too early/],
  [
    'nesting',
    ofEntry({ ...plain, executed_lines: 0 }).replace('0,', `${'['.repeat(100_000)}${']'.repeat(100_000)},`),
    /damaged/,
  ],
])('%s is an error', (_, text, message) => {
  expect(faultOf(readCoveragePy, text)).toMatch(message)
})

test('files of invented lines are refused before they fill the memory', () => {
  const entry = { executed_lines: [9_999_999], missing_lines: [] }
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.py`, entry]))
  expect(faultOf(readCoveragePy, report(files))).toMatch(/^report\.hostile: /)
})

describe('coverage.py', () => provesReader(readCoveragePy, fixture('cd-gate/python/coverage-6.json')))

function entries(files: Files): Record<string, unknown> {
  const all = Object.entries(files).map(([path, hits]) => {
    const lines = (hit: boolean) =>
      Object.entries(hits)
        .filter(([, count]) => count > 0 === hit)
        .map(([line]) => Number(line))
    const summary = { covered_lines: 0, percent_covered_display: '0' }
    return [path, { executed_lines: lines(true), summary, missing_lines: lines(false), excluded_lines: [61] }]
  })
  return Object.fromEntries(all)
}

test.each([
  ['in one line', (files: Files) => report(entries(files))],
  ['for people', (files: Files) => JSON.stringify(JSON.parse(report(entries(files))), null, 4)],
  [
    'with contexts and regions',
    (files: Files) => {
      const all = Object.entries(entries(files)).map(([path, entry]) => {
        const region = { ...(entry as object), start_line: 1, contexts: { 1: ['} ", "files"'] } }
        return [
          path,
          { ...(entry as object), contexts: { 1: [''] }, functions: { '': region }, classes: { '': region } },
        ]
      })
      return report(Object.fromEntries(all))
    },
  ],
])('coverage.py JSON %s says what was written, however it is cut', (_, print) =>
  provesDialect(readCoveragePy, print),
)
