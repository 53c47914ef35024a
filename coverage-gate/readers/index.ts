import { gateError } from '../../core/errors.ts'
import { foreignFormat } from './foreign-formats.ts'
import type { CoverageReader } from './reader.ts'

/** Every format that is read. Adding one is a file and an entry here. */
export const readers: readonly CoverageReader[] = [
  {
    format: 'istanbul',
    title: 'Istanbul JSON',
    richness: 3,
    usualPlaces: ['coverage/coverage-final.json', 'coverage-final.json'],
    detect: head =>
      /^\s*\{\s*\}\s*$/.test(head) ||
      (/^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{/.test(head) && /"statementMap"\s*:/.test(head)),
    load: async () => (await import('./istanbul.ts')).readIstanbul,
  },
  {
    format: 'lcov',
    title: 'LCOV',
    richness: 2,
    usualPlaces: ['coverage/lcov.info', 'lcov.info', 'coverage.lcov'],
    detect: head => /^[ \t]*(?:SF:|TN:)/m.test(head) && !/^\s*[<{[]/.test(head),
    load: async () => (await import('./lcov.ts')).readLcov,
  },
  {
    format: 'cobertura',
    title: 'Cobertura XML',
    richness: 1,
    usualPlaces: [
      'coverage/cobertura-coverage.xml',
      'coverage.xml',
      'cobertura.xml',
      'coverage/cobertura.xml',
      'coverage/coverage.xml',
    ],
    detect: head => {
      const root = /<coverage\b[^>]*>/.exec(head)?.[0]
      return root !== undefined && !/\bclover=/.test(root) && !/<project\b/.test(head)
    },
    load: async () => (await import('./cobertura.ts')).readCobertura,
  },
  {
    format: 'jacoco',
    title: 'JaCoCo XML',
    richness: 2,
    usualPlaces: [
      'target/site/jacoco/jacoco.xml',
      'target/site/jacoco-aggregate/jacoco.xml',
      'build/reports/jacoco/test/jacocoTestReport.xml',
      'build/reports/jacoco/testCodeCoverageReport/testCodeCoverageReport.xml',
      'build/reports/kover/report.xml',
    ],
    detect: head =>
      /<!DOCTYPE\s+report\b/.test(head) ||
      /<report\b[^>]*\bname=[^>]*>[\s\S]*<(?:sessioninfo|group|package)\b/.test(head),
    load: async () => (await import('./jacoco.ts')).readJacoco,
  },
  {
    format: 'clover',
    title: 'Clover XML',
    richness: 1,
    usualPlaces: [
      'coverage/clover.xml',
      'clover.xml',
      'build/logs/clover.xml',
      'target/site/clover/clover.xml',
    ],
    detect: head => {
      const root = /<coverage\b[^>]*>/.exec(head)?.[0]
      return root !== undefined && (/\bclover=/.test(root) || /<project\b/.test(head))
    },
    load: async () => (await import('./clover.ts')).readClover,
  },
  {
    format: 'v8',
    title: 'V8 coverage',
    richness: 0,
    usualPlaces: ['coverage/tmp'],
    detect: head => /^\s*\{\s*"result"\s*:\s*\[/.test(head),
    load: async () => (await import('./v8.ts')).readV8,
  },
  {
    format: 'go',
    title: 'Go cover profile',
    richness: 2,
    usualPlaces: ['coverage.out', 'cover.out', 'c.out', 'coverage.txt'],
    detect: head => /^\s*mode: (?:set|count|atomic)[ \t\r]*(?:\n|$)/.test(head),
    load: async () => (await import('./go.ts')).readGo,
  },
  {
    format: 'coverage-py',
    title: 'coverage.py JSON',
    richness: 3,
    usualPlaces: ['coverage.json'],
    detect: head =>
      /^\s*\{\s*"meta"\s*:\s*\{[^{}]*"version"/.test(head) && /^[^}]*"branch_coverage"/.test(head),
    load: async () => (await import('./coverage-py.ts')).readCoveragePy,
  },
  {
    format: 'simplecov',
    title: 'SimpleCov JSON',
    richness: 3,
    usualPlaces: ['coverage/coverage.json', 'coverage/.resultset.json'],
    detect: head =>
      /^\s*\{\s*"meta"\s*:\s*\{[^{}]*"simplecov_version"/.test(head) ||
      /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{\s*"coverage"\s*:\s*\{/.test(head) ||
      /^\s*\{\s*"coverage"\s*:\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:\[|\{\s*"lines"\s*:\s*\[)/.test(head) ||
      /^\s*\{[^{[]*"files"\s*:\s*\[\s*\{\s*"filename"/.test(head),
    load: async () => (await import('./simplecov.ts')).readSimpleCov,
  },
  {
    format: 'opencover',
    title: 'OpenCover XML',
    richness: 3,
    usualPlaces: ['coverage.opencover.xml'],
    detect: head => /<CoverageSession\b/.test(head),
    load: async () => (await import('./opencover.ts')).readOpenCover,
  },
]

/**
 * The reader for what a report's first bytes show.
 * @param head as `reportHead` makes it
 * @throws GateError report.unknown-format, report.empty
 */
export function detectReader(head: string, file: string): CoverageReader {
  if (head.trim() === '') throw gateError('report.empty', { file, why: 'nothing but white space' })
  const reader = readers.find(each => each.detect(head))
  if (reader) return reader
  const formats = readers.map(each => each.title).join(', ')
  throw gateError('report.unknown-format', { file, found: foreignFormat(head), formats })
}
