import fc from 'fast-check'
import coverage, { type CoverageMapData, type FileCoverageData } from 'istanbul-lib-coverage'
import { describe, expect, test } from 'vitest'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import { readIstanbul } from './istanbul.ts'

function place(line: number, column = 0, endLine = line, endColumn: number | null = 9) {
  return { start: { line, column }, end: { line: endLine, column: endColumn as number } }
}

function numbered<Value>(values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, index) => [index, value]))
}

/** A file with one statement a line. */
function fileOf(path: string, hits: Readonly<Record<number, number | null>>): FileCoverageData {
  const lines = Object.keys(hits).map(Number)
  return {
    path,
    statementMap: numbered(lines.map(line => place(line))),
    fnMap: {},
    branchMap: {},
    s: numbered(lines.map(line => hits[line] as number)),
    f: {},
    b: {},
  }
}

function detailOf(entry: object) {
  const report = JSON.stringify({ 'a.js': { ...fileOf('a.js', { 1: 1 }), ...entry } })
  return readIn(readIstanbul, report).files[0]?.details[0]
}

describe('the report of a real tool', () => {
  const report = fixture('vitest-coverage-report-action/coverage-final.json')

  test('vitest: lines of files that ran, and of those that are only listed', () => {
    const content = readIn(readIstanbul, report)
    const source = '/absolute/path/src'
    expect(countsOf(content)).toEqual({
      [`${source}/components/HelloWorld.vue`]: [40, 40],
      [`${source}/components/TheWelcome.vue`]: [93, 0],
      [`${source}/components/WelcomeItem.vue`]: [86, 0],
      [`${source}/components/__tests__/HelloWorld.spec.ts`]: [16, 16],
      [`${source}/router/index.ts`]: [23, 0],
      [`${source}/views/AboutView.vue`]: [15, 0],
      [`${source}/views/HomeView.vue`]: [9, 0],
    })
    expect(content.files.map(file => file.details[0]?.placeholder)).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      true,
    ])
    const spec = content.files[3]?.details[0]
    expect(spec?.branches?.map(branch => branch.taken)).toEqual([true, true, true])
    expect(spec?.statements).toHaveLength(16)
  })

  test('only wanted files are read in depth, with the same lines', () => {
    const shallow = readIn(readIstanbul, report, nothing)
    expect(hitsOf(shallow)).toEqual(hitsOf(readIn(readIstanbul, report)))
    expect(shallow.files.flatMap(file => file.details)).toEqual([])
  })

  test('compact, it is the same', () => {
    const compact = JSON.stringify(JSON.parse(report.toString()))
    expect(hitsOf(readIn(readIstanbul, compact, nothing))).toEqual(hitsOf(readIn(readIstanbul, report)))
  })
})

const location = fc.record({
  start: fc.record({ line: fc.integer({ min: 1, max: 9 }), column: fc.nat(9) }),
  end: fc.record({ line: fc.integer({ min: 1, max: 9 }), column: fc.option(fc.nat(9)) }),
})
const count = fc.oneof(fc.nat(3), fc.constantFrom(0, 0, 2 ** 40, 1e21, 1.5, -1, null))
const awkward = fc.constantFrom(
  '}',
  '{"',
  '\\',
  '"s":{"0":1}',
  '"statementMap":{',
  'ü€',
  '\u0000',
  '__proto__',
)
const text = fc.oneof(fc.string({ maxLength: 5 }), awkward)

/** What tools write: statements numbered from 0, names of any kind, maps and sources of any content behind. */
const entry = fc
  .record({
    path: fc.tuple(fc.constantFrom('/a', 'C:\\b', 'ü'), text).map(([root, name]) => `${root}/${name}`),
    statements: fc.array(fc.tuple(location, count), { maxLength: 6 }),
    functions: fc.array(fc.tuple(text, location, fc.nat(2)), { maxLength: 2 }),
    inputSourceMap: fc.option(
      fc.record({ version: fc.constant(3), mappings: text, sourcesContent: fc.array(text) }),
      { nil: undefined },
    ),
    all: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(({ path, statements, functions, inputSourceMap, all }) => ({
    path,
    ...(all === undefined ? {} : { all }),
    statementMap: { ...statements.map(([at]) => at) },
    fnMap: { ...functions.map(([name, loc]) => ({ name, decl: loc, loc, line: loc.start.line })) },
    branchMap: {},
    s: { ...statements.map(([, hits]) => hits) },
    f: { ...functions.map(([, , hits]) => hits) },
    b: {},
    ...(inputSourceMap === undefined ? {} : { inputSourceMap, hash: 'f00' }),
  }))

function expectedOf(map: CoverageMapData): Record<string, Record<string, boolean>> {
  const files = Object.values(map).map(data => {
    const lines = coverage.createFileCoverage(data as FileCoverageData).getLineCoverage()
    return [
      data.path,
      Object.fromEntries(Object.entries(lines).map(([line, hits]) => [line, hits > 0])),
    ] as const
  })
  return Object.fromEntries(files)
}

test('a scanned file has the lines that istanbul-lib-coverage finds, however the JSON is written', () => {
  const known = fileOf('known.js', { 1: 1 })
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { maxLength: 3, selector: each => each.path }),
      fc.constantFrom(undefined, 1, '\t'),
      fc.integer({ min: 1, max: 300 }),
      (entries, indent, length) => {
        const map = Object.fromEntries([known, ...entries].map(each => [each.path, each])) as CoverageMapData
        const report = JSON.stringify(map, null, indent)
        const expected = expectedOf(map)
        expect(hitsOf(readIn(readIstanbul, report, nothing, length))).toEqual(expected)
        expect(hitsOf(readIn(readIstanbul, report, path => path !== 'known.js', length))).toEqual(expected)
        expect(readIn(readIstanbul, report)).toEqual(readIn(readIstanbul, JSON.stringify(map, null, 2)))
      },
    ),
    { numRuns: 400 },
  )
})

test.each([
  [
    'another order of keys',
    ({ path, statementMap, s, ...rest }: FileCoverageData) => ({ s, ...rest, statementMap, path }),
  ],
  [
    'statements numbered from 1',
    (data: FileCoverageData) => ({
      ...data,
      statementMap: Object.fromEntries(
        Object.entries(data.statementMap).map(([id, at]) => [Number(id) + 1, at]),
      ),
      s: Object.fromEntries(Object.entries(data.s).map(([id, hits]) => [Number(id) + 1, hits])),
    }),
  ],
  [
    'statements with names',
    (data: FileCoverageData) => ({
      ...data,
      statementMap: Object.fromEntries(Object.entries(data.statementMap).map(([id, at]) => [`s${id}`, at])),
      s: Object.fromEntries(Object.entries(data.s).map(([id, hits]) => [`s${id}`, hits])),
    }),
  ],
  [
    'counts in another order',
    (data: FileCoverageData) => ({
      ...data,
      s: Object.fromEntries(
        Object.entries(data.s)
          .map(([id, hits]) => [`${id}`, hits])
          .reverse(),
      ),
    }),
  ],
  [
    'the end before the start',
    (data: FileCoverageData) => ({
      ...data,
      statementMap: Object.fromEntries(
        Object.entries(data.statementMap).map(([id, { start, end }]) => [id, { end, start }]),
      ),
    }),
  ],
  ["the library's own object around it", (data: FileCoverageData) => ({ data })],
  ['no path of its own', ({ path: _, ...data }: FileCoverageData) => data],
  [
    'counts of statements that are not there',
    (data: FileCoverageData) => ({
      ...data,
      s: { ...data.s, 7: 1, constructor: 1, ['__proto__']: 1 },
    }),
  ],
])('%s changes nothing', (_, change) => {
  const report = JSON.stringify({ 'a.js': change(fileOf('a.js', { 3: 0, 4: 2 })) })
  for (const wanted of [nothing, () => true]) {
    expect(hitsOf(readIn(readIstanbul, report, wanted))).toEqual({ 'a.js': { 3: false, 4: true } })
  }
})

test('the path is that of the value, not of the key', () => {
  const report = JSON.stringify({ 'key.js': fileOf('C:\\src\\ü.js', { 1: 1 }) })
  expect(readIn(readIstanbul, report, nothing).files[0]?.path).toBe('C:\\src\\ü.js')
})

test('a file in Latin-1', () => {
  const report = Buffer.from(JSON.stringify({ 'ü.js': fileOf('ü.js', { 1: 1 }) }), 'latin1')
  expect(readIn(readIstanbul, report, nothing).files[0]?.path).toBe('ü.js')
  expect(readIn(readIstanbul, report).files[0]?.path).toBe('ü.js')
})

test('a file listed twice is one file', () => {
  const one = JSON.stringify(fileOf('a.js', { 1: 0, 2: 0 }))
  const two = JSON.stringify(fileOf('a.js', { 2: 1, 3: 0 }))
  const content = readIn(readIstanbul, `{"a.js":${one},"a.js":${two}}`)
  expect(hitsOf(content)).toEqual({ 'a.js': { 1: false, 2: true, 3: false } })
  expect(content.files[0]?.details).toHaveLength(2)
})

test('names that mean something to JavaScript are names', () => {
  const paths = ['__proto__', 'constructor', 'toString']
  const report = `{${paths.map(path => `${JSON.stringify(path)}:${JSON.stringify(fileOf(path, { 1: 0 }))}`).join()}}`
  for (const wanted of [nothing, () => true]) {
    expect(readIn(readIstanbul, report, wanted).files.map(file => [file.path, [...file.lines]])).toEqual(
      paths.map(path => [path, [0, 1]]),
    )
  }
  expect(({} as { path?: unknown }).path).toBeUndefined()
})

test('statements have their ranges; an end without a column is the end of the line', () => {
  const detail = detailOf({ statementMap: { 0: place(2, 4, 3, null) }, s: { 0: 0 } })
  expect(detail?.statements).toEqual([
    {
      range: { start: { line: 2, column: 4 }, end: { line: 3, column: Number.MAX_SAFE_INTEGER } },
      hit: false,
    },
  ])
})

test('branches: a place of their own each, a missing else without', () => {
  const loc = place(3, 0, 5, 1)
  const b = { 0: [1, 0], 1: [0, 2], 2: [0] }
  const branchMap = {
    0: { type: 'if', loc, locations: [place(3, 8, 5, 1), { start: {}, end: {} }], line: 3 },
    1: { type: 'cond-expr', loc: place(7), locations: [place(8), place(9)] },
    2: { type: 'default-arg', line: 11, locations: [{}] },
  }
  const branches = detailOf({ branchMap, b })?.branches
  expect(branches?.map(({ line, pathLine, taken }) => [line, pathLine, taken])).toEqual([
    [3, 3, true],
    [3, null, false],
    [7, 8, false],
    [7, 9, true],
    [11, null, false],
  ])
  expect(new Set(branches?.map(branch => branch.key)).size).toBe(5)
  expect(branches?.[1]?.range).toBeNull()
})

test('functions: the line of their declaration, the range of their body', () => {
  const fnMap = {
    0: { name: 'f', decl: place(2, 9, 2, 10), loc: place(3, 0, 6, 1), line: 2 },
    1: { name: '(anonymous_1)', loc: place(8), line: 8 },
  }
  const functions = detailOf({ fnMap, f: { 0: 0, 1: 4 } })?.functions
  expect(functions?.map(({ name, line, endLine, hit }) => [name, line, endLine, hit])).toEqual([
    ['f', 2, 6, false],
    ['(anonymous_1)', 8, 8, true],
  ])
})

const good = JSON.stringify(fileOf('a.js', { 1: 1 }))
const altered = (entry: object) => JSON.stringify({ 'a.js': { ...fileOf('a.js', { 1: 1 }), ...entry } })
test.each([
  ['a statement without a count', altered({ s: {} }), 'statement 0 has no count'],
  ['a count that is text', altered({ s: { 0: '1' } }), '"1" is no count'],
  ['a count that is a list', altered({ s: { 0: [1] } }), '[1] is no count'],
  ['a count that is true', altered({ s: { 0: true } }), 'true is no count'],
  ['a branch count that is text', altered({ b: { 0: ['1'] } }), '"1" is no count'],
  ['a statement without a place', altered({ statementMap: { 0: {} } }), 'does not add up'],
  ['a statement without a line', altered({ statementMap: { 0: { start: {}, end: {} } } }), 'no line number'],
  ['a line beyond any source', altered({ statementMap: { 0: place(99_999_999) } }), 'no line number'],
  ['a fractional line', altered({ statementMap: { 0: place(1.5) } }), 'no line number'],
  ['an entry that is a list', '{"a.js":[]}', 'no file coverage'],
  ['an entry that is null', '{"a.js":null}', 'no file coverage'],
  ['an entry that is a number', '{"a.js":1}', 'no file coverage'],
  ['an entry without maps', '{"a.js":{"path":"a.js"}}', 'no file coverage'],
  ['a list', '[]', 'a "{" was expected at byte 0'],
  ['no JSON', `{"a.js":${good.replace('"s":', '"s"=')}}`, 'no file coverage'],
  ['a missing comma', `{"a.js":${good} "b.js":${good}}`, 'was expected at byte'],
  ['a trailing comma', `{"a.js":${good},}`, 'a file name was expected'],
  ['a missing colon', `{"a.js"${good}}`, 'a ":" was expected'],
  ['a key without quotes', `{a:${good}}`, 'a file name was expected at byte 1'],
  ['a second report behind the first', `{"a.js":${good}}{}`, 'nothing more was expected'],
  ['NULs behind the end', `{"a.js":${good}}\0\0`, 'nothing more was expected'],
  ['nothing', '', 'it ends too early, at byte 0'],
  ['nesting without end', `{"a.js":${'['.repeat(200_000)}`, 'it ends too early'],
  ['deep nesting', `{"a.js":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'no file coverage'],
])('%s is damage', (_, report, why) => {
  const fault = faultOf(readIstanbul, report)
  expect(fault).toContain('report.damaged: ')
  expect(fault).toContain(why)
})

test('a damaged file that does not matter for the change is damage too', () => {
  const bad = altered({ s: { 0: 'x' } })
  expect(() => readIn(readIstanbul, bad, nothing)).toThrow('is no count')
})

test('a report without a file, and one without a measured line, are empty', () => {
  expect(faultOf(readIstanbul, '{}')).toContain('report.empty: ')
  expect(faultOf(readIstanbul, ' {\n} ')).toContain('report.empty: ')
  expect(faultOf(readIstanbul, altered({ statementMap: {}, s: {} }))).toMatch(/report\.empty: .*1 file/)
})

test('a damaged statement of a changed file is what parsing the whole entry makes of it', () => {
  const report = JSON.stringify({ 'a.js': { ...fileOf('a.js', { 1: 1, 2: 0 }), fnMap: {} } })
  const outcome = (text: string) =>
    faultOf(readIstanbul, text) === null ? readIn(readIstanbul, text) : 'fault'
  // A space makes it a shape that is not scanned.
  const same = (text: string) =>
    expect(outcome(text), text).toEqual(outcome(text.replace('{"path"', '{ "path"')))
  same(report)
  for (let at = report.indexOf('{"0"'); at < report.indexOf(',"fnMap"'); at += 1) {
    for (const byte of '~01,"}') same(report.slice(0, at) + byte + report.slice(at + 1))
  }
  for (const number of ['01', '-1', '1.5', '10000001', '"1"', 'true', 'null'])
    same(report.replaceAll('"line":2', `"line":${number}`))
})

test('of the statements those are kept that touch a changed line', () => {
  const map = numbered([place(1, 0, 9), place(2), place(4, 2, 6, null), place(7)])
  const file = { ...fileOf('a.js', { 1: 1, 2: 0, 3: 1, 4: 0 }), statementMap: map }
  for (const indent of [undefined, 1]) {
    const pieces = [Buffer.from(JSON.stringify({ 'a.js': file }, null, indent))]
    const touch = (first: number, last: number) => first <= 5 && 5 <= last
    const { files } = readIstanbul({ name: 'a', pieces }, () => ({ touch }))
    expect(files[0]?.details[0]?.statements).toEqual([
      { range: place(1, 0, 9), hit: true },
      { range: place(4, 2, 6, Number.MAX_SAFE_INTEGER), hit: true },
    ])
  }
})
