import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOf, fixture, readIn } from '../../test/report-bytes.ts'
import { readClover } from './clover.ts'
import { readCoveragePy } from './coverage-py.ts'
import { readJacoco } from './jacoco.ts'
import { readLcov } from './lcov.ts'
import type { ReadReport } from './reader.ts'

/** Reports of real tools that tell how many lines a file has, and a pattern of what they list a line by. */
const reports: readonly (readonly [string, ReadReport, string, RegExp])[] = [
  ['LCOV', readLcov, 'diff_cover/typescript_branches_coverage.lcov', /^DA:.*\n/gm],
  ['JaCoCo', readJacoco, 'coverage-plugin/jacoco-path-util.xml', /<line [^>]*\/>/g],
]

test.each(reports)('%s: a report that lost any of its lines is damaged', (_, read, path, line) => {
  const report = fixture(path).toString()
  expect(faultOf(read, report)).toBeNull()
  const places = Array.from(report.matchAll(line), found => ({
    start: found.index,
    end: found.index + found[0].length,
  }))
  fc.assert(
    fc.property(fc.subarray(places, { minLength: 1 }), lost => {
      let rest = report
      for (const { start, end } of lost.toReversed()) rest = rest.slice(0, start) + rest.slice(end)
      expect(faultOf(read, rest)).toMatch(/^report\.damaged: .* lists \d+/)
    }),
    { numRuns: 100 },
  )
})

test('coverage.py: a report that lost any of its lines is damaged', () => {
  const report = JSON.parse(fixture('cd-gate/python/coverage-7.json').toString())
  const entry = report.files['shop/cart.py']
  fc.assert(
    fc.property(
      fc.constantFrom('executed_lines', 'missing_lines'),
      fc.nat(),
      fc.integer({ min: 1, max: 3 }),
      (key, at, count) => {
        const lines = entry[key].toSpliced(at % entry[key].length, count)
        const less = { ...report, files: { 'shop/cart.py': { ...entry, [key]: lines } } }
        expect(faultOf(readCoveragePy, JSON.stringify(less))).toMatch(
          /^report\.damaged: .* where its summary has/,
        )
      },
    ),
  )
})

test('Clover: statements and no line at all', () => {
  const report = fixture('coverage-model/clover.xml').toString()
  expect(faultOf(readClover, report)).toBeNull()
  expect(faultOf(readClover, report.replace(/<line [^>]*\/>/g, ''))).toMatch(
    /^report\.damaged: .*lists no line/,
  )
})

test('LCOV without a TN: llvm-cov counts the lines of closures twice', () => {
  expect(faultOf(readLcov, 'SF:a.rs\nDA:1,1\nLF:2\nLH:2\nend_of_record\n')).toBeNull()
  expect(faultOf(readLcov, 'TN:\nSF:a.js\nDA:1,1\nLF:2\nLH:2\nend_of_record\n')).toMatch(
    /is of 2 lines and lists 1/,
  )
})

test('more lines than announced, and line 0, are no damage', () => {
  const { files } = readIn(readLcov, 'TN:\nSF:a.py\nDA:0,1\nDA:1,1\nDA:2,0\nLF:1\nend_of_record\n')
  expect([...(files[0]?.lines ?? [])]).toEqual([0, 2, 1])
  expect(faultOf(readLcov, 'TN:\nSF:a.py\nDA:0,1\nDA:1,1\nLF:2\nend_of_record\n')).toBeNull()
})
