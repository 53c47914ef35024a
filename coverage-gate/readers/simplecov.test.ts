import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import type { FileDetail } from '../model.ts'
import { readSimpleCov } from './simplecov.ts'

const resultSet = (coverage: unknown, command = 'RSpec') =>
  JSON.stringify({ [command]: { coverage, timestamp: 1_700_000_000 } })
const formatted = (coverage: unknown) =>
  JSON.stringify({ meta: { simplecov_version: '0.22.0' }, coverage, groups: { Models: { lines: {} } } })
const ofEntry = (entry: unknown) => resultSet({ '/a.rb': entry })

function detailOf(report: string | Uint8Array): FileDetail {
  return readIn(readSimpleCov, report).files[0]?.details[0] as FileDetail
}

describe('a result set of two commands', () => {
  const report = fixture('cd-gate/ruby/resultset.json')
  const path = '/builds/shop/lib/cart.rb'

  test('a line that ran in either of them ran; what stands between :nocov: is still in it', () => {
    const covered = [4, 5, 6, 9, 10, 12, 13, 16, 17, 18, 19, 21, 29, 34]
    expect(hitsOf(readIn(readSimpleCov, report))).toEqual({
      [path]: { ...Object.fromEntries(covered.map(line => [line, true])), 23: false, 30: false, 35: false },
    })
  })

  test('its branches: of the one command, as SimpleCov lists them', () => {
    const [unit, integration] = readIn(readSimpleCov, report).files[0]?.details ?? []
    expect(unit?.branches?.map(({ line, pathLine, taken }) => [line, pathLine, taken])).toEqual([
      [10, 10, false],
      [10, 10, true],
      [18, 19, false],
      [18, 21, true],
      [18, 23, false],
      [35, 35, false],
      [35, 35, false],
    ])
    expect(unit?.branches?.[3]).toEqual({
      key: 'case 18:4-25:7 when 21:6-21:13',
      line: 18,
      pathLine: 21,
      range: { start: { line: 21, column: 6 }, end: { line: 21, column: 13 } },
      taken: true,
    })
    expect(integration?.branches?.map(branch => branch.key)).toEqual(
      unit?.branches?.map(branch => branch.key),
    )
    expect(unit).toMatchObject({ scheme: 'simplecov-resultset', functions: null, statements: null })
  })
})

describe('what the JSON formatter writes, with :nocov:', () => {
  const report = fixture('undercover/nocov.json')

  test('ignored lines and those without code are not measured', () => {
    expect(hitsOf(readIn(readSimpleCov, report))).toEqual({
      'spec/fixtures/nocov.rb': { 12: true, 13: false, 14: false, 15: true },
    })
  })

  test('ignored branches are none', () => {
    expect(detailOf(report).branches?.map(({ key, line, taken }) => [key, line, taken])).toEqual([
      ['then 4-5 0', 4, false],
      ['else 6-7 0', 6, true],
      ['then 13-14 0', 13, false],
    ])
  })
})

test('newer versions: branches by the line of their condition, methods', () => {
  const entry = {
    source: ['def a', '{"lines": ["'],
    lines: [1, null, 0, 'ignored'],
    covered_lines: 1,
    branches: [
      { type: 'then', start_line: 3, end_line: 3, coverage: 0, inline: false, report_line: 2 },
      { type: 'then', start_line: 3, end_line: 3, coverage: 4, inline: true, report_line: 3 },
    ],
    methods: [
      { name: 'Cart#add', start_line: 1, end_line: 3, coverage: 1 },
      { name: 'Cart#debug', start_line: 4, end_line: 4, coverage: 'ignored' },
    ],
  }
  const report = formatted({ 'lib/cart.rb': entry })
  expect(hitsOf(readIn(readSimpleCov, report))).toEqual({ 'lib/cart.rb': { 1: true, 3: false } })
  expect(detailOf(report)).toEqual({
    scheme: 'simplecov',
    placeholder: false,
    branches: [
      { key: 'then 3-3 0', line: 2, pathLine: 3, range: null, taken: false },
      { key: 'then 3-3 1', line: 3, pathLine: 3, range: null, taken: true },
    ],
    functions: [{ name: 'Cart#add', line: 1, endLine: 3, range: null, hit: true }],
    statements: null,
    checksums: null,
    lineCount: 4,
    excluded: [4],
  })
})

test('methods of a result set', () => {
  const methods = { '["Cart", :add!, 9, 2, 14, 5]': 3, '[Cart, "size", 15, 2, 15, 9]': 0 }
  expect(detailOf(ofEntry({ lines: [1], methods })).functions).toEqual([
    {
      name: 'Cart#add!',
      line: 9,
      endLine: 14,
      range: { start: { line: 9, column: 2 }, end: { line: 14, column: 5 } },
      hit: true,
    },
    {
      name: 'Cart#size',
      line: 15,
      endLine: 15,
      range: { start: { line: 15, column: 2 }, end: { line: 15, column: 9 } },
      hit: false,
    },
  ])
})

test.each([
  ['before 0.18: counts alone', ofEntry([null, 1, 0])],
  ['a formatter that has no meta', JSON.stringify({ coverage: { '/a.rb': { lines: [null, 1, 0] } } })],
  [
    'commands with the names of other members',
    `{"meta2": {"coverage": {}}, "files": {"timestamp": 1, "coverage": {"/a.rb": [null, 1, 0]}}}`,
  ],
  [
    'simplecov-json',
    JSON.stringify({
      timestamp: 1,
      command_name: 'RSpec',
      files: [{ filename: '/a.rb', covered_percent: 50, coverage: { lines: [null, 1, 0], branches: {} } }],
      groups: { A: { coverage: {} } },
      metrics: { covered_percent: 50 },
    }),
  ],
  [
    'an older simplecov-json',
    JSON.stringify({ timestamp: 1, files: [{ filename: '/a.rb', coverage: [null, 1, 0] }] }),
  ],
])('%s', (_, report) => {
  expect(hitsOf(readIn(readSimpleCov, report))).toEqual({ '/a.rb': { 2: true, 3: false } })
})

test('a group that is called like the coverage is none', () => {
  const report = JSON.stringify({
    meta: { simplecov_version: '1.0' },
    coverage: { 'a.rb': { lines: [1] } },
    groups: { coverage: { 'b.rb': { lines: [0] } } },
  })
  expect(countsOf(readIn(readSimpleCov, report))).toEqual({ 'a.rb': [1, 1] })
})

test('a file that is not of the change has lines and no more', () => {
  expect(readIn(readSimpleCov, fixture('cd-gate/ruby/resultset.json'), nothing).files[0]?.details).toEqual([])
})

test('names that all objects inherit are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString']
  const coverage = `{${names.map(name => `${JSON.stringify(name)}: {"lines": [1]}`).join()}}`
  const report = `{"__proto__": {"coverage": ${coverage}}, "constructor": {"coverage": ${coverage}}}`
  expect(readIn(readSimpleCov, report).files.map(file => file.path)).toEqual(names)
})

test.each([
  ['no coverage', '{"meta": {"simplecov_version": "1"}}', /damaged: .*no "coverage"/],
  ['commands without any', '{"RSpec": {"timestamp": 1}}', /damaged: .*no "coverage"/],
  ['coverage that is a list', '{"RSpec": {"coverage": []}}', /damaged: .*"RSpec" is no object/],
  ['no file', resultSet({}), /empty: /],
  ['no measured line', ofEntry({ lines: [null, 'ignored'] }), /empty: /],
  ['an entry without lines', ofEntry({ branches: {} }), /damaged: .*"\/a\.rb" has no "lines"/],
  [
    'lines that are inherited',
    `{"RSpec": {"coverage": {"/a.rb": {"__proto__": {"lines": [1]}}}}}`,
    /damaged: .*no "lines"/,
  ],
  ['a count that is text', ofEntry({ lines: ['1'] }), /damaged: .*"1" for a count/],
  ['a branch that is no place', ofEntry({ lines: [1], branches: { '[:if]': {} } }), /damaged: .*\[:if\]/],
  [
    'a condition that is a list',
    ofEntry({ lines: [1], branches: { '[:if, 0, 1, 1, 1, 1]': [] } }),
    /damaged: .*no object/,
  ],
  [
    'a branch on a line that no file has',
    ofEntry({ lines: [1], branches: { '[:if, 0, 99999999, 1, 99999999, 1]': {} } }),
    /damaged: .*line 99999999/,
  ],
  ['branches that are text', ofEntry({ lines: [1], branches: 'x' }), /damaged: .*branches/],
  [
    'a listed branch without a line',
    ofEntry({ lines: [1], branches: [{ type: 'then', coverage: 1 }] }),
    /damaged: .*start_line/,
  ],
  ['a method without a name', ofEntry({ lines: [1], methods: [{}] }), /damaged: .*method/],
  ['a method that is no place', ofEntry({ lines: [1], methods: { add: 1 } }), /damaged: .*method add/],
  ['a file without a name', resultSet({ '': [1] }), /damaged: .*no name/],
  ['an entry that is no JSON', '{"a": {"coverage": {"/a.rb": {"lines": [1,,]}}}}', /damaged: .*no JSON/],
  ['files that are no JSON', '{"files": [{"filename" 1}]}', /damaged: .*no JSON/],
  ['files without names', '{"files": [{"coverage": [1]}]}', /damaged: .*no "filename"/],
  [
    'more lines than a file has',
    ofEntry(0).replace(/0(?=\})/, `[${'0,'.repeat(10_000_001)}0]`),
    /damaged: .*counts 10000002 lines/,
  ],
  [
    'nesting without end',
    `{"a": {"coverage": {"/a.rb": ${'{"x":'.repeat(50_000)}`,
    /damaged: .*ends too early/,
  ],
])('%s is an error', (_, report, message) => {
  expect(faultOf(readSimpleCov, report)).toMatch(message)
})

describe('a result set', () => provesReader(readSimpleCov, fixture('cd-gate/ruby/resultset.json')))
describe('the JSON formatter', () => provesReader(readSimpleCov, fixture('undercover/nocov.json')))

/** An entry for each line of a file: a count, or null. */
function countsIn(files: Files): Record<string, readonly (number | null)[]> {
  const all = Object.entries(files).map(([path, hits]) => {
    const last = Math.max(0, ...Object.keys(hits).map(Number))
    return [path, Array.from({ length: last }, (_, index) => hits[index + 1] ?? null)]
  })
  return Object.fromEntries(all)
}

function mapped(
  files: Files,
  entry: (counts: readonly (number | null)[]) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(countsIn(files)).map(([path, counts]) => [path, entry(counts)]))
}

test.each([
  ['a result set', (files: Files) => resultSet(mapped(files, lines => ({ lines })))],
  ['an old result set', (files: Files) => resultSet(countsIn(files))],
  [
    'several commands',
    (files: Files) => {
      const none = mapped(files, counts => ({ lines: counts.map(count => count && 0) }))
      const all = mapped(files, lines => ({ lines, branches: {} }))
      return JSON.stringify(
        { a: { coverage: none }, 'b}"': { coverage: all, timestamp: 1 }, c: { coverage: none } },
        null,
        2,
      )
    },
  ],
  [
    'the formatter',
    (files: Files) => formatted(mapped(files, counts => ({ lines: [...counts, 'ignored'], branches: [] }))),
  ],
  [
    'simplecov-json',
    (files: Files) => {
      const all = Object.entries(countsIn(files)).map(([filename, lines]) => ({
        filename,
        coverage: { lines },
      }))
      return JSON.stringify({ timestamp: 1, files: all })
    },
  ],
])('%s says what was written, however it is cut', (_, print) => provesDialect(readSimpleCov, print))
