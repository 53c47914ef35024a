import { gateError } from '../../core/errors.ts'
import { foreignFormat } from './foreign-formats.ts'
import type { LintReader } from './reader.ts'
import * as signs from './signs.ts'

/** Every format that is read; the first whose signs a report shows reads it. Adding one is a file and an entry here. */
export const lintReaders: readonly LintReader[] = [
  {
    format: 'sarif',
    title: 'SARIF',
    detect: signs.isSarif,
    load: async () => (await import('./sarif.ts')).readSarif,
  },
  {
    format: 'rdjson',
    title: 'rdjson',
    detect: signs.isRdjson,
    load: async () => (await import('./rdjson.ts')).readRdjson,
  },
  {
    format: 'rdjsonl',
    title: 'rdjsonl',
    detect: signs.isRdjsonl,
    load: async () => (await import('./rdjsonl.ts')).readRdjsonl,
  },
  {
    format: 'eslint',
    title: 'ESLint JSON',
    detect: signs.isEslint,
    load: async () => (await import('./eslint.ts')).readEslint,
  },
  {
    format: 'pylint-json',
    title: 'Pylint JSON',
    detect: signs.isPylintJson,
    load: async () => (await import('./pylint-json.ts')).readPylintJson,
  },
  {
    format: 'checkstyle',
    title: 'checkstyle XML',
    detect: signs.isCheckstyle,
    load: async () => (await import('./checkstyle.ts')).readCheckstyle,
  },
  {
    format: 'pylint',
    title: 'Pylint text',
    detect: signs.isPylintText,
    load: async () => (await import('./pylint-text.ts')).readPylintText,
  },
  {
    format: 'tsc',
    title: 'tsc text',
    detect: signs.isTsc,
    load: async () => (await import('./tsc.ts')).readTsc,
  },
  {
    format: 'flake8',
    title: 'flake8 and Ruff text',
    detect: signs.isFlake8,
    load: async () => (await import('./flake8.ts')).readFlake8,
  },
  {
    format: 'gcc',
    title: 'gcc-style text',
    detect: signs.isGcc,
    load: async () => (await import('./gcc.ts')).readGcc,
  },
]

const silence =
  'a linter that crashed leaves that, and so does one that says nothing when all is well: give a form that says so'

/**
 * The reader for what a report shows.
 * @param text the whole report, decoded
 * @param file the report as the user names it
 * @throws GateError report.unknown-format, report.empty
 */
export function detectLintReader(text: string, file: string): LintReader {
  if (/^\s*$/.test(text)) throw gateError('report.empty', { file, why: silence })
  const reader = lintReaders.find(each => each.detect(text))
  if (reader) return reader
  const formats = lintReaders.map(each => each.title).join(', ')
  throw gateError('report.unknown-format', { file, found: foreignFormat(text), formats })
}
