import { describe, expect, test } from 'vitest'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import type { FileDetail } from '../model.ts'
import { readLcov } from './lcov.ts'

/** The lines and details of one record with the given lines. */
function recordOf(...lines: readonly string[]) {
  const content = readIn(readLcov, ['TN:', 'SF:a.c', ...lines, 'end_of_record', ''].join('\n'))
  return { hits: hitsOf(content)['a.c'], detail: content.files[0]?.details[0] as FileDetail }
}

describe('reports of real tools', () => {
  test('Istanbul: branches with the decision they belong to', () => {
    const content = readIn(readLcov, fixture('diff_cover/typescript_branches_coverage.lcov'))
    expect(countsOf(content)).toEqual({ 'src/calculator.ts': [11, 11] })
    const detail = content.files[0]?.details[0]
    expect(detail?.branches).toHaveLength(11)
    expect(detail?.branches?.every(branch => branch.taken)).toBe(true)
    expect(detail?.branches?.[3]).toMatchObject({ key: '25,3,0', line: 25, pathLine: null })
    expect(detail?.functions).toMatchObject([
      { name: '(anonymous_2)', line: 16, endLine: null, hit: true },
      { name: '(anonymous_4)', line: 24, endLine: null, hit: true },
    ])
    expect(detail).toMatchObject({ scheme: 'lcov', placeholder: false, statements: null, checksums: null })
  })

  test('coverage.py: functions with their ends, no branches', () => {
    const content = readIn(readLcov, fixture('diff_cover/real_python_coverage.lcov'))
    expect(countsOf(content)).toEqual({ 'calculator.py': [22, 22], 'test_calculator.py': [23, 23] })
    expect(content.files[0]?.details[0]).toMatchObject({ branches: null })
    expect(content.files[0]?.details[0]?.functions?.[1]).toEqual({
      name: 'Calculator.divide',
      line: 8,
      endLine: 12,
      range: null,
      hit: true,
    })
  })

  test('simplecov-lcov: a path as it is written, missed lines', () => {
    const content = readIn(readLcov, fixture('undercover/test_two_patches.lcov'))
    expect(countsOf(content)).toEqual({ './test_two_patches.rb': [15, 11] })
    expect(hitsOf(content)['./test_two_patches.rb']).toMatchObject({
      5: false,
      6: false,
      7: false,
      21: false,
    })
  })

  test('counts above 2^31, and the end mark of a here-document', () => {
    const content = readIn(readLcov, fixture('coverage-model/large-hit-counts.lcov'))
    expect(hitsOf(content)).toEqual({ '/tmp/large-hit-counts.c': { 1: true, 2: false } })
    expect(content.files[0]?.details[0]?.branches?.map(branch => branch.taken)).toEqual([true, false])
  })
})

test.each([
  ['DA:1,1', true],
  ['DA:1,0', false],
  ['DA:1,00', false],
  ['DA:1,18446744073709551616', true],
  ['DA:1,-1', false],
  ['DA:1,0.5', true],
  ['DA:1,0.0', false],
  ['DA:1,1e3', true],
  ['DA:1,1.5E+10', true],
  ['DA:1,=====', false],
  ['DA:1,#####', false],
  ['DA:1,-', false],
  ['DA:1,', false],
  ['DA:1', false],
  ['DA:1,1,bm90IGEgaGFzaA', true],
  ['DA:1,0,bm90IGEgaGFzaA', false],
  ['DA: 1 , 3 ', true],
  ['DA:1,2\r', true],
  ['DA:1,0\r', false],
])('%j', (line, hit) => {
  expect(recordOf(line).hits).toEqual({ 1: hit })
})

test.each(['DA:x,1', 'DA:-1,1', 'DA:1.5,1', 'DA:99999999999,1', 'DA:1,abc', 'DA:', 'DA:1,1 2'])(
  '%j is damage, and its line is named',
  line => {
    expect(() => recordOf('DA:7,1', line)).toThrow(/^the LCOV report the-report is damaged: line 4: /)
  },
)

test('DA decides a line, whatever BRDA and FN say of it', () => {
  const { hits, detail } = recordOf('FN:9,f', 'FNDA:1,f', 'DA:5,0', 'BRDA:5,0,0,1', 'BRDA:6,0,0,1')
  expect(hits).toEqual({ 5: false })
  expect(detail.branches?.map(branch => branch.line)).toEqual([5, 6])
})

test('branches: never reached, exceptions, named expressions with commas, odd counts', () => {
  const { detail } = recordOf(
    'DA:1,1',
    'BRDA:1,0,0,-',
    'BRDA:1,0,1,2',
    'BRDA:1,e1,0,0',
    'BRDA:1,2,f(a, b) == "x",1',
    'BRDA:1,3,0,1e2',
    'BRDA:1,3,1,-4',
  )
  expect(detail.branches?.map(({ key, taken }) => [key, taken])).toEqual([
    ['1,0,0', false],
    ['1,0,1', true],
    ['1,e1,0', false],
    ['1,2,f(a, b) == "x"', true],
    ['1,3,0', true],
    ['1,3,1', false],
  ])
})

test.each(['BRDA:1,0,0', 'BRDA:1,0,0,x', 'FN:x,f', 'FNDA:1', 'FNL:1', 'FNA:7,1,f'])(
  '%j of a file that matters is damage',
  line => {
    expect(() => recordOf('DA:1,1', line)).toThrow('cannot be read')
  },
)

test('functions: names with commas, with ends, without a count', () => {
  const { detail } = recordOf(
    'FN:3,std::map<int, long, x>::f(int, int)',
    'FN:5,9,g',
    'FN:11,unknown',
    'FNDA:4,std::map<int, long, x>::f(int, int)',
    'FNDA:0,g',
    'FNDA:1,elsewhere',
    'DA:3,1',
  )
  expect(detail.functions).toEqual([
    { name: 'std::map<int, long, x>::f(int, int)', line: 3, endLine: null, range: null, hit: true },
    { name: 'g', line: 5, endLine: 9, range: null, hit: false },
    { name: 'unknown', line: 11, endLine: null, range: null, hit: false },
  ])
})

test('functions of one name are told apart by their order', () => {
  const { detail } = recordOf('FN:1,f', 'FN:5,f', 'FNDA:0,f', 'FNDA:2,f', 'DA:1,1')
  expect(detail.functions?.map(({ line, hit }) => [line, hit])).toEqual([
    [1, false],
    [5, true],
  ])
})

test('functions of LCOV 2.2: the aliases of one index are one function', () => {
  const { detail } = recordOf(
    'FNL:0,3,8',
    'FNA:0,0,f<int>',
    'FNA:0,2,f<long, int>',
    'FNL:1,10',
    'FNA:1,0,g',
    'DA:3,1',
  )
  expect(detail.functions).toEqual([
    { name: 'f<int>', line: 3, endLine: 8, range: null, hit: true },
    { name: 'g', line: 10, endLine: null, range: null, hit: false },
  ])
})

test('a branch that a template repeats is taken if it was taken once', () => {
  const { detail } = recordOf('DA:1,1', 'BRDA:1,0,0,0', 'BRDA:1,0,0,2', 'BRDA:1,0,0,0')
  expect(detail.branches?.map(branch => branch.taken)).toEqual([true])
})

test('checksums are kept', () => {
  expect(recordOf('DA:1,1,AAAA', 'DA:2,0', 'DA:3,0,BB+/').detail.checksums).toEqual(
    new Map([
      [1, 'AAAA'],
      [3, 'BB+/'],
    ]),
  )
})

test('records of other versions, comments and blank lines mean nothing', () => {
  const { hits } = recordOf(
    '# a comment',
    '',
    '  ',
    'VER:1.2',
    'MCDC:1,2,t,1,0,a && b',
    'MCF:4',
    'MCH:2',
    'FNF:1',
    'FNH:0',
    'BRF:2',
    'BRH:1',
    'LF:1',
    'LH:1',
    'SOMETHING_NEW2:1,2',
    'DA:1,1',
  )
  expect(hits).toEqual({ 1: true })
})

test('paths: Latin-1, UTF-8, commas, backslashes, spaces', () => {
  const paths = ['src/ü.c', 'src/€.c', 'a,b.c', 'C:\\src\\a b.c', '__proto__']
  const report = Buffer.concat(
    paths.map((path, index) =>
      Buffer.from(`SF:${path}\nDA:1,1\nend_of_record\n`, index === 0 ? 'latin1' : 'utf8'),
    ),
  )
  expect(readIn(readLcov, report).files.map(file => file.path)).toEqual(paths)
})

test('a file listed several times, once a test, is one file', () => {
  const record = (test: string, ...lines: readonly string[]) =>
    `TN:${test}\nSF:a.c\n${lines.join('\n')}\nend_of_record\n`
  const report = record('one', 'DA:1,0', 'DA:2,0') + record('two', 'DA:2,1', 'DA:3,0', 'BRDA:2,0,0,1')
  const { files } = readIn(readLcov, report)
  expect(files.map(file => [...file.lines])).toEqual([[0, 1, 2, 1]])
  expect(files[0]?.details.map(detail => detail.branches?.length)).toEqual([0, 1])
})

test('a file without branches in a report that has them has none; functions likewise', () => {
  const report = 'SF:a.c\nDA:1,1\nend_of_record\nSF:b.c\nDA:1,1\nBRF:0\nFNF:0\nend_of_record\n'
  const [a] = readIn(readLcov, report, path => path === 'a.c').files
  expect(a?.details).toMatchObject([{ branches: [], functions: [] }])
})

test('only wanted files are read in depth, with the same lines', () => {
  const report = fixture('diff_cover/real_python_coverage.lcov')
  const shallow = readIn(readLcov, report, nothing)
  expect(hitsOf(shallow)).toEqual(hitsOf(readIn(readLcov, report)))
  expect(shallow.files.flatMap(file => file.details)).toEqual([])
})

test('trailing blanks and a missing last line feed', () => {
  expect(hitsOf(readIn(readLcov, 'SF:a.c\nDA:1,1 \nDA:2,0\t\nend_of_record '))).toEqual({
    'a.c': { 1: true, 2: false },
  })
})

test.each([
  ['a record that never ends', 'SF:a.c\nDA:1,1\n', 'within the record of "a.c" from line 1'],
  [
    'a record within a record',
    'SF:a.c\nDA:1,1\nSF:b.c\nDA:1,1\nend_of_record\n',
    'line 3: the record of "a.c"',
  ],
  ['an end without a beginning', 'SF:a.c\nDA:1,1\nend_of_record\nend_of_record\n', 'line 4: '],
  ['a line outside a record', 'SF:a.c\nDA:1,1\nend_of_record\nDA:2,0\n', 'line 4: '],
  ['a line that is no record', 'SF:a.c\nDA:1,1\n2,0\nend_of_record\n', 'line 3: "2,0" is no LCOV record'],
  ['the tail of a record', 'SF:a.c\nDA:1,1\nA:2,0\nend_of_record\n', 'line 3: "A:2,0"'],
  ['NULs of a crashed file system', 'SF:a.c\nDA:1,1\nend_of_record\n\0\0\0\0', 'line 4: '],
  ['a file without a name', 'SF:\nDA:1,1\nend_of_record\n', 'line 1: SF names no file'],
  ['a test without a file at the end', 'SF:a.c\nDA:1,1\nend_of_record\nTN:next', 'a TN that no file follows'],
])('%s is damage', (_, report, why) => {
  const fault = faultOf(readLcov, report)
  expect(fault).toContain('report.damaged: ')
  expect(fault).toContain(why)
})

test('a report without a file, and one without a measured line, are empty', () => {
  expect(faultOf(readLcov, 'TN:\n')).toContain('report.empty: ')
  expect(faultOf(readLcov, 'SF:a.c\nFN:1,f\nDA:0,1\nend_of_record\n')).toMatch(/report\.empty: .*1 file/)
})

test('of the branches those of changed lines are kept, and all are checked', () => {
  const report = 'SF:a.c\nBRDA:3,0,0,-\nBRDA:4,0,0,1\nBRDA:4,0,1,0\nDA:3,0\nDA:4,1\nend_of_record\n'
  const read = (text: string) =>
    readLcov({ name: 'a', pieces: [Buffer.from(text)] }, () => ({
      touch: (first, last) => first <= 4 && 4 <= last,
    }))
  expect(read(report).files[0]?.details[0]?.branches?.map(branch => branch.key)).toEqual(['4,0,0', '4,0,1'])
  for (const damaged of ['BRDA:3,0,0,x', 'BRDA:3,0,-', 'BRDA:x,0,0,1', 'BRDA:3,0,0,'])
    expect(() => read(report.replace('BRDA:3,0,0,-', damaged)), damaged).toThrow('cannot be read')
})
