import { expect, test } from 'vitest'
import { GateError } from '../../core/errors.ts'
import { fixture } from '../../test/report-bytes.ts'
import { reportHead } from './bytes.ts'
import { detectReader, readers } from './index.ts'

function formatOf(report: Uint8Array): string {
  return detectReader(reportHead(report.subarray(0, 1 << 16)), 'the-report').format
}

function refusalOf(report: string | Uint8Array): string {
  try {
    return formatOf(Buffer.from(report))
  } catch (error) {
    if (error instanceof GateError) return `${error.code}: ${error.message}`
    throw error
  }
}

test.each([
  ['diff_cover/typescript_branches_coverage.lcov', 'lcov'],
  ['diff_cover/real_python_coverage.lcov', 'lcov'],
  ['coverage-model/large-hit-counts.lcov', 'lcov'],
  ['undercover/test_two_patches.lcov', 'lcov'],
  ['diff_cover/dotnet_coverage.xml', 'cobertura'],
  ['coverage-model/cobertura-ts.xml', 'cobertura'],
  ['coverage-model/cobertura-absolute-path.xml', 'cobertura'],
  ['coverage-model/cobertura-duplicate-lines.xml', 'cobertura'],
  ['ReportGenerator/Cobertura2.1.1-MultiSource.xml', 'cobertura'],
  ['vitest-coverage-report-action/coverage-final.json', 'istanbul'],
  ['v8/plain/node-24/coverage-23855-1795545027249-0.json', 'v8'],
  ['coverage-plugin/jacoco-path-util.xml', 'jacoco'],
  ['coverage-model/jacoco-codingstyle.xml', 'jacoco'],
  ['coverage-model/jacoco-groups.xml', 'jacoco'],
  ['coverage-model/clover.xml', 'clover'],
  ['coverage-model/clover-java.xml', 'clover'],
  ['php-code-coverage/NamespacedBankAccount.xml', 'clover'],
  ['php-code-coverage/OpenClover-NamespacedBankAccount.xml', 'clover'],
  ['coverage-model/go-coverage-atomic.out', 'go'],
  ['octocov/coverage.out', 'go'],
  ['cd-gate/python/coverage-6.json', 'coverage-py'],
  ['cd-gate/python/coverage-7.json', 'coverage-py'],
  ['cd-gate/python/pretty-lines-only.json', 'coverage-py'],
  ['cd-gate/ruby/resultset.json', 'simplecov'],
  ['undercover/nocov.json', 'simplecov'],
  ['coverage-model/opencover-with-bom.xml', 'opencover'],
])('%s is %s', (path, format) => {
  expect(formatOf(fixture(path))).toBe(format)
})

test('the format is told by content, whatever stands around it', () => {
  expect(formatOf(Buffer.from('# comment\n\nTN:\r\nSF:a.c\r\n'))).toBe('lcov')
  expect(formatOf(Buffer.from('\ufeffSF:a.c\n', 'utf16le'))).toBe('lcov')
  expect(formatOf(Buffer.from('{}'))).toBe('istanbul')
  expect(formatOf(Buffer.from(' {\n "a\\"b.js" : { "path": "a", "statementMap" : {} } }'))).toBe('istanbul')
  expect(
    formatOf(Buffer.from('<?xml version="1.0"?><!-- x --><!DOCTYPE coverage [<!ENTITY a "b">]><coverage>')),
  ).toBe('cobertura')
})

test.each([
  ['vitest-coverage-report-action/coverage-summary.json', 'coverage-final.json'],
  ['cd-gate/ruby/last_run.json', 'resultset'],
])('%s is known, and not read', (path, word) => {
  expect(refusalOf(fixture(path))).toMatch(new RegExp(`^report\\.unknown-format: .*${word}`))
})

test.each([
  ['<?xml version="1.0"?><testsuites name="x"><testsuite/></testsuites>', 'JUnit'],
  ['<!doctype html><html></html>', 'HTML'],
  ['[1,2]', 'JSON'],
  ['{"a":1}', 'JSON'],
  ['<checkstyle/>', 'XML'],
  ['\x1f\x8b\x08\x00\x00', 'binary'],
  ['PK\x03\x04\x00', 'binary'],
  ['All tests passed', '"All tests passed"'],
])('%j is named for what it is', (report, word) => {
  expect(refusalOf(report)).toMatch(/^report\.unknown-format: /)
  expect(refusalOf(report)).toContain(word)
})

test('nothing, or white space, is an empty report', () => {
  expect(refusalOf('')).toMatch(/^report\.empty: /)
  expect(refusalOf(' \n\t')).toMatch(/^report\.empty: /)
})

test('formats are told apart by name and by richness', () => {
  expect(new Set(readers.map(reader => reader.format)).size).toBe(readers.length)
  const istanbuls = ['istanbul', 'lcov', 'cobertura', 'clover']
  const written = readers.filter(reader => istanbuls.includes(reader.format))
  expect(written.toSorted((a, b) => b.richness - a.richness).map(reader => reader.format)).toEqual(istanbuls)
})
