import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { faultOf, fixture } from '../../test/report-bytes.ts'
import { cobertura, istanbul, lcov } from '../../test/reports.ts'
import { readCobertura } from './cobertura.ts'
import { readIstanbul } from './istanbul.ts'
import { readLcov } from './lcov.ts'
import type { ReadReport } from './reader.ts'

const formats: readonly { readonly name: string; readonly read: ReadReport; readonly report: Buffer }[] = [
  { name: 'lcov', read: readLcov, report: fixture('diff_cover/typescript_branches_coverage.lcov') },
  { name: 'cobertura', read: readCobertura, report: fixture('diff_cover/dotnet_coverage.xml') },
  {
    name: 'istanbul',
    read: readIstanbul,
    report: Buffer.from(
      istanbul({
        'src/ü.js': [
          [1, 2, 0],
          [3, 3, 1],
        ],
        'b.js': [[7, 7, 0]],
      }),
    ),
  },
]

describe.each(formats)('$name', ({ read, report }) => provesReader(read, report))

test('an LCOV report of several files that is cut off between two cannot be told from a shorter one', () => {
  const report = lcov({ 'a.c': { 1: 1 }, 'b.c': { 2: 0 } })
  const boundary = report.indexOf('SF:b.c')
  const readable = Array.from(report, (_, length) => length).filter(
    length => faultOf(readLcov, report.slice(0, length)) === null,
  )
  expect(readable).toEqual([boundary - 1, boundary, report.length - 1])
})

const dialects: readonly {
  readonly name: string
  readonly read: ReadReport
  readonly print: (files: Files) => string
}[] = [
  { name: 'LCOV', read: readLcov, print: files => lcov(files) },
  {
    name: 'LCOV with everything',
    read: readLcov,
    print: files =>
      `# made by hand\n${lcov(files, 'VER:7\nFN:1,4,f(a, b)\nFNDA:1,f(a, b)\nBRDA:1,0,0,-\nLF:0\n')}`.replaceAll(
        '\n',
        '\r\n',
      ),
  },
  {
    name: 'LCOV with checksums',
    read: readLcov,
    print: files => lcov(files).replace(/^(DA:.*)$/gm, '$1,c2VjcmV0'),
  },
  { name: 'Cobertura', read: readCobertura, print: files => cobertura(files) },
  {
    name: 'Cobertura of Istanbul',
    read: readCobertura,
    print: files => cobertura(files).replaceAll('"/><line', '" branch="false"/>\n            <line'),
  },
  {
    name: 'Cobertura of luacov',
    read: readCobertura,
    print: files =>
      cobertura(files).replace(
        /<line number="(\d+)" hits="(\d+)"\/>/g,
        "<line branch='false' hits='$2' number='$1' ></line>",
      ),
  },
  {
    name: 'Cobertura with branches',
    read: readCobertura,
    print: files =>
      cobertura(files).replace(
        /(<line [^/]*)\/>/g,
        '$1 branch="true" condition-coverage="50% (1/2)"><conditions><condition number="0" type="jump" coverage="50%"/></conditions></line>',
      ),
  },
  {
    name: 'Istanbul JSON',
    read: readIstanbul,
    print: files => istanbul(statementsOf(files)),
  },
  {
    name: 'Istanbul JSON for people',
    read: readIstanbul,
    print: files => JSON.stringify(JSON.parse(istanbul(statementsOf(files))), null, 2),
  },
]

function statementsOf(files: Files): Record<string, readonly (readonly [number, number, number])[]> {
  const all = Object.entries(files).map(([path, hits]) => {
    const lines = Object.entries(hits).map(([line, count]) => [Number(line), Number(line), count] as const)
    return [path, lines] as const
  })
  return Object.fromEntries(all)
}

test.each(dialects)('$name says what was written, however it is cut', ({ read, print }) =>
  provesDialect(read, print),
)
