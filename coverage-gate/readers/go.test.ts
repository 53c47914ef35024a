import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import type { Statement } from '../model.ts'
import { readGo } from './go.ts'

const profile = (...lines: readonly string[]) => ['mode: set', ...lines, ''].join('\n')
const hits = (...lines: readonly string[]) => hitsOf(readIn(readGo, profile(...lines)))

function write({ range: { start, end }, hit }: Statement): string {
  return `${start.line}.${start.column}-${end.line}.${end.column} ${hit}`
}

describe('reports of real tools', () => {
  test('go test -coverpkg=./...: two packages measured each other, and what ran for one of them ran', () => {
    const content = readIn(readGo, fixture('cd-gate/go/cover.out'))
    const [price, cart] = ['example.com/shop/price/price.go', 'example.com/shop/cart/cart.go'] as const
    expect(Object.keys(hitsOf(content))).toEqual([price, cart])
    const missed = { 15: true, 16: false, 17: true, 18: false }
    expect(hitsOf(content)[price]).toEqual({
      ...{ 5: true, 6: true, 7: true, 8: true, 10: true, 14: true, ...missed, 21: true },
      ...{ 22: true, 23: true, 24: true, 25: true, 26: true },
    })
    expect(hitsOf(content)[cart]).toEqual({
      ...{ 14: true, 15: true, 16: true, 17: false, 19: true, 20: true, 21: true, 22: true, 23: true },
      ...{ 26: true, 27: true, 28: true, 30: false, 34: true, 35: true, 36: true, 38: true },
    })
    // 22 blocks, of which go counts the one without statements as nothing.
    expect(content.files.map(file => file.details[0]?.statements?.length)).toEqual([10, 11])
  })

  test('one package alone, mode set: its case of 50 percent is missed', () => {
    const content = readIn(readGo, fixture('cd-gate/go/price.out'))
    expect(hitsOf(content)['example.com/shop/price/price.go']).toMatchObject({
      21: true,
      22: false,
      24: false,
    })
  })

  test('mode atomic: a block that is listed twice', () => {
    const content = readIn(readGo, fixture('coverage-model/go-coverage-atomic.out'))
    const root = 'github.com/example/project'
    expect(countsOf(content)).toEqual({
      [`${root}/pkg/utils/file1.go`]: [17, 15],
      [`${root}/pkg/db/file2.go`]: [10, 6],
      [`${root}/cmd/file3.go`]: [4, 0],
      [`${root}/pkg/test/file4.go`]: [2, 2],
    })
  })

  test('a large project: as many blocks as its lines, and each of its files', () => {
    const content = readIn(readGo, fixture('octocov/coverage.out'))
    expect(content.files).toHaveLength(30)
    const blocks = content.files.flatMap(file => file.details[0]?.statements ?? [])
    const lines = fixture('octocov/coverage.out').toString().trim().split('\n').slice(1)
    expect(blocks).toHaveLength(lines.filter(line => !/ 0 \d+$/.test(line)).length)
    expect(blocks.filter(block => block.hit)).toHaveLength(
      lines.filter(line => !/ 0$| 0 \d+$/.test(line)).length,
    )
    expect(hitsOf(content)['github.com/k1LoW/tbls/dict/dict.go']).toMatchObject({
      ...{ 15: true, 16: true, 19: true, 20: true, 21: true, 23: false, 34: false, 35: false },
    })
    expect(hitsOf(content)['github.com/k1LoW/tbls/dict/dict.go']).not.toHaveProperty('17')
  })
})

describe('which lines a block measures', () => {
  test('all that it spans; a last line that can only be its closing brace does not count', () => {
    expect(hits('a.go:3.10,5.2 1 1')).toEqual({ 'a.go': { 3: true, 4: true } })
    expect(hits('a.go:3.10,5.4 1 1')).toEqual({ 'a.go': { 3: true, 4: true } })
    expect(hits('a.go:3.10,5.5 1 1')).toEqual({ 'a.go': { 3: true, 4: true, 5: true } })
    expect(hits('a.go:3.1,3.4 1 1')).toEqual({ 'a.go': { 3: true } })
  })

  test('a line on which one block ran and another did not is covered; the blocks tell', () => {
    const content = readIn(readGo, profile('a.go:3.2,3.20 1 1', 'a.go:3.20,3.30 1 0'))
    expect(hitsOf(content)).toEqual({ 'a.go': { 3: true } })
    expect(content.files[0]?.details[0]?.statements?.map(write)).toEqual(['3.1-3.19 true', '3.19-3.29 false'])
  })

  test('a block without statements measures nothing', () => {
    expect(hits('a.go:3.2,3.20 0 0', 'b.go:1.1,1.9 1 0')).toEqual({ 'a.go': {}, 'b.go': { 1: false } })
  })

  test('one block listed several times, between those of other files, ran if it ran once', () => {
    const lines = [
      'a.go:3.2,4.20 1 0',
      'b.go:1.1,1.9 1 0',
      'a.go:3.2,4.20 1 7',
      'b.go:1.1,1.9 1 0',
      'a.go:3.2,4.20 1 0',
    ]
    const content = readIn(readGo, profile(...lines))
    expect(hitsOf(content)).toEqual({ 'a.go': { 3: true, 4: true }, 'b.go': { 1: false } })
    expect(content.files.map(file => file.details[0]?.statements?.map(write))).toEqual([
      ['3.1-4.19 true'],
      ['1.0-1.8 false'],
    ])
  })
})

test.each([
  [
    'profiles of several modes, one after another',
    'mode: set\na.go:1.1,1.9 1 0\nmode: atomic\n\na.go:1.1,1.9 1 3\n',
  ],
  ['a count above 2^53', 'mode: count\na.go:1.1,1.9 1 18446744073709551615\n'],
  ['windows line ends', 'mode: count\r\na.go:1.1,1.9 1 2\r\n'],
  ['blanks around', '\n  mode: count  \n  a.go:1.1,1.9 1 2  \n\n'],
])('%s', (_, report) => {
  expect(hitsOf(readIn(readGo, report))).toEqual({ 'a.go': { 1: true } })
})

test.each(['coverage-model/go-coverage-atomic.out', 'octocov/coverage.out', 'cd-gate/go/cover.out'])(
  '%s: the same lines, in depth or not',
  path => {
    const report = fixture(path)
    expect(hitsOf(readIn(readGo, report, nothing))).toEqual(hitsOf(readIn(readGo, report)))
    expect(readIn(readGo, report, nothing).files.every(file => file.details.length === 0)).toBe(true)
  },
)

test('the first block of a file and the next ones are read alike', () => {
  const blocks = [
    '3.10,5.2 1 1',
    '3.10,5.4 2 0',
    '3.10,5.5 1 18446744073709551615',
    '7.1,7.4 0 1',
    '8.1,9.13 12 0',
  ]
  for (const block of blocks) {
    const first = hits(`a.go:${block}`, 'b.go:1.1,1.9 1 1')['a.go']
    const lines = profile('a.go:90.1,90.9 1 1', `a.go:${block}`, 'b.go:1.1,1.9 1 1')
    expect(hitsOf(readIn(readGo, lines, nothing))['a.go'], block).toEqual({ 90: true, ...first })
  }
})

test.each([
  'a.go:9.1,3.9 1 1',
  'a.go:1.1,99999999.9 1 1',
  'a.go:1.1,1.9 1 ',
  'a.go:1.1,1.9  1 1',
  'a.go:1,1.9 1 1',
  'a.go:1.,1.9 1 1',
  'a.go:.1,1.9 1 1',
  'a.go:1.1,.9 1 1',
  'a.go:1.1,1. 1 1',
  'a.go:1.1,1.9 1 1 1',
  'a.gox1.1,1.9 1 1',
])('%j is an error also where only lines are read, behind a block of its file', line => {
  expect(() => readIn(readGo, profile('a.go:1.1,1.9 1 1', line), nothing)).toThrow(/line 3/)
})

test('a path may hold anything, also what looks like a block', () => {
  const paths = [
    'C:\\a b\\x.go',
    './x.go',
    '_/home/x/x.go',
    'a:1.2,3.4 1 1',
    'a',
    'mode',
    'ü,.go',
    '__proto__',
    'constructor',
  ]
  const content = readIn(readGo, profile(...paths.map(path => `${path}:1.1,2.9 1 1`)))
  expect(content.files.map(file => file.path)).toEqual(paths)
})

test('only blocks that touch changed lines are kept', () => {
  const pieces = [Buffer.from(profile('a.go:1.1,3.9 1 1', 'a.go:4.1,6.9 1 1', 'a.go:7.1,7.9 1 1'))]
  const touch = (first: number, last: number) => first <= 5 && 5 <= last
  const { files } = readGo({ name: 'x', pieces }, () => ({ touch }))
  expect(files[0]?.details[0]?.statements?.map(write)).toEqual(['4.0-6.8 true'])
})

test.each([
  ['no block', 'mode: set\nfunc main() {}\n', /damaged: .*line 2: "func main\(\) \{\}" is no block/],
  ['a block before any mode', 'a.go:1.1,1.9 1 1\n', /damaged: .*line 1: a block before any mode/],
  ['an unknown mode', 'mode: fast\na.go:1.1,1.9 1 1\n', /damaged: .*no block/],
  ['no path', 'mode: set\n:1.1,1.9 1 1\n', /damaged/],
  ['a field that is missing', 'mode: set\na.go:1.1,1.9 1\n', /damaged/],
  ['a negative count', 'mode: set\na.go:1.1,1.9 1 -1\n', /damaged/],
  ['a block that ends before it begins', 'mode: set\na.go:9.1,3.9 1 1\n', /damaged: .*from line 9 to 3/],
  [
    'a line that no file has',
    'mode: set\na.go:1.1,99999999999.9 1 1\n',
    /damaged: .*to line|damaged: .*from line 1 to 99999999999/,
  ],
  ['a number without end', `mode: set\na.go:1.1,${'9'.repeat(400)}.9 1 1\n`, /damaged/],
  ['a NUL', 'mode: set\na\0.go:1.1,1.9 1 1\n', /damaged/],
  ['two lines in one', 'mode: set\na.go:1.1,1.9 1 1a.go:1.1,1.9 1 1\na.go:1.1,1.9 1 1 1\n', /damaged/],
  ['nothing but a mode', 'mode: set\n', /empty: .*lists none/],
  [
    'nothing but blocks without statements',
    'mode: set\na.go:1.1,1.9 0 0\n',
    /empty: .*none with a measured line/,
  ],
  [
    'lines without end',
    profile(...Array.from({ length: 40 }, (_, at) => `${at}.go:9999999.1,9999999.9 1 1`)),
    /hostile/,
  ],
])('%s is an error', (_, report, message) => {
  expect(faultOf(readGo, report)).toMatch(message)
})

test('files that alternate are read in linear time and memory', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `${at % 2}.go:9000000.1,9000000.9 1 1`)
  const { files } = readIn(readGo, profile(...lines), nothing)
  expect(files.map(file => [file.path, file.lines.length, file.lines[9_000_000]])).toEqual([
    ['0.go', 9_000_001, 2],
    ['1.go', 9_000_001, 2],
  ])
})

describe('go', () =>
  provesReader(readGo, fixture('coverage-model/go-coverage-atomic.out'), { endsWithAnyLine: true }))

function print(files: Files, ending = '\n'): string {
  const lines = Object.entries(files).flatMap(([path, all]) =>
    // What has no line is in no profile but for blocks without statements.
    [
      `${path}:1.1,1.2 0 0`,
      ...Object.entries(all).map(([line, count]) => `${path}:${line}.1,${line}.9 1 ${count}`),
    ],
  )
  return ['mode: count', ...lines, ''].join(ending)
}

test.each([
  ['one after another', (files: Files) => print(files)],
  ['on Windows', (files: Files) => print(files, '\r\n')],
  ['twice', (files: Files) => print(files) + print(files)],
  [
    'mixed up',
    (files: Files) => {
      const [mode = '', ...lines] = print(files).trimEnd().split('\n')
      return [mode, ...lines.toReversed(), ...lines, ''].join('\n')
    },
  ],
])('blocks %s say what was written, however they are cut', (_, dialect) => provesDialect(readGo, dialect))
