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
