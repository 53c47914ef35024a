import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
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

describe.each(formats)('$name', ({ read, report }) => {
  test('however the report is cut into pieces, the same is read', () => {
    const whole = readIn(read, report)
    const shallow = readIn(read, report, nothing)
    for (let length = 1; length < 300; length += 1) {
      expect(readIn(read, report, () => true, length)).toEqual(whole)
      expect(readIn(read, report, nothing, length)).toEqual(shallow)
    }
  })

  test('UTF-16, as Windows PowerShell redirects output, is read the same', () => {
    const text = report.toString().replace(/^\ufeff/, '')
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const whole = readIn(read, report)
    expect(readIn(read, little)).toEqual(whole)
    expect(readIn(read, little.swap16(), () => true, 7)).toEqual(whole)
  })

  test('windows line ends and a byte order mark change nothing', () => {
    const text = report
      .toString()
      .replace(/^\ufeff/, '')
      .replace(/\r?\n/g, '\r\n')
    expect(readIn(read, `\ufeff${text}`)).toEqual(readIn(read, report))
  })

  test('a report that was cut off anywhere is an error, also where only lines are read', () => {
    const end = report.toString('latin1').trimEnd().length
    for (let length = 0; length < end; length += 1) {
      expect(faultOf(read, report.subarray(0, length)), `cut at ${length}`).toMatch(
        /^report\.(damaged|empty): /,
      )
      expect(() => readIn(read, report.subarray(0, length), nothing), `cut at ${length}`).toThrow()
    }
  })

  test('a report that another process wrote into is an error, or says what it said', () => {
    const whole = hitsOf(readIn(read, report))
    for (let at = 1; at < report.length; at += 1) {
      const torn = Buffer.concat([report.subarray(0, at), report])
      if (faultOf(read, torn) === null) expect(hitsOf(readIn(read, torn)), `torn at ${at}`).toEqual(whole)
    }
  })
})

test('an LCOV report of several files that is cut off between two cannot be told from a shorter one', () => {
  const report = lcov({ 'a.c': { 1: 1 }, 'b.c': { 2: 0 } })
  const boundary = report.indexOf('SF:b.c')
  const readable = Array.from(report, (_, length) => length).filter(
    length => faultOf(readLcov, report.slice(0, length)) === null,
  )
  expect(readable).toEqual([boundary - 1, boundary, report.length - 1])
})

/** Files and their lines' hits, at least one of them measured. */
const coverageOfFiles = fc
  .dictionary(
    fc.string({
      unit: fc.constantFrom('a', 'b', '/', '.', ' ', ',', 'ü', '&', '<', '"', '\\'),
      minLength: 1,
      maxLength: 8,
    }),
    fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), fc.nat(2), { maxKeys: 8 }),
    { minKeys: 1, maxKeys: 5 },
  )
  .filter(files => Object.keys(files).every(path => path.trim() === path))
  .filter(files => Object.values(files).some(lines => Object.keys(lines).length > 0))
  .map(files => Object.fromEntries(Object.entries(files).map(([path, hits]) => [path, { ...hits }])))

type Files = Readonly<Record<string, Readonly<Record<number, number>>>>

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
      `# made by hand\n${lcov(files, 'VER:7\nFN:1,4,f(a, b)\nFNDA:1,f(a, b)\nBRDA:1,0,0,-\nLF:9\n')}`.replaceAll(
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

test.each(dialects)('$name says what was written, however it is cut', ({ read, print }) => {
  fc.assert(
    fc.property(coverageOfFiles, fc.integer({ min: 1, max: 400 }), (files, length) => {
      const expected = Object.fromEntries(
        Object.entries(files).map(([path, hits]) => [
          path,
          Object.fromEntries(Object.entries(hits).map(([line, count]) => [line, count > 0])),
        ]),
      )
      const report = print(files)
      expect(hitsOf(readIn(read, report, nothing, length))).toEqual(expected)
      expect(hitsOf(readIn(read, report, () => true, length))).toEqual(expected)
    }),
  )
})
