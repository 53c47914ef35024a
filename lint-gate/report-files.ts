import { createHash } from 'node:crypto'
import { GateError, gateError } from '../core/errors.ts'
import { decodeText } from '../core/source-file.ts'
import { shortName } from '../core/system/place.ts'
import { namedReports, openReport } from '../core/system/report-bytes.ts'
import type { LintReport } from './model.ts'
import { detectLintReader } from './readers/index.ts'
import { isBannerAlone } from './readers/text-lines.ts'

/** A report file, read. */
export interface ReadReport {
  /** Absolute. */
  readonly file: string
  readonly report: LintReport
  /** There was nothing in it: not even a format can be told. */
  readonly empty: boolean
  /** Of the text; two reports that have the same one are the same. */
  readonly digest?: string
}

/**
 * The report files that are meant, absolute.
 * @throws GateError lint.no-report, lint.missing
 */
export async function findReportFiles(named: readonly string[], cwd: string): Promise<readonly string[]> {
  if (named.length === 0) throw gateError('lint.no-report', {})
  const files: string[] = []
  for (const given of named) {
    try {
      files.push(...(await namedReports([given], cwd)))
    } catch (error) {
      if (error instanceof GateError && error.code === 'report.missing')
        throw gateError('lint.missing', { given }, error)
      throw error
    }
  }
  return [...new Set(files)].sort()
}

/**
 * Reads one report of whichever format its content shows. An empty one is no fault here: whether it means anything is judged.
 * @throws GateError report.*
 */
export async function readReport(file: string, cwd: string): Promise<ReadReport> {
  const name = shortName(file, cwd)
  try {
    const { pieces } = openReport(file, name)
    const text = decodeText(Buffer.concat(Array.from(pieces, piece => Buffer.from(piece))))
    if (!isBannerAlone(text)) {
      const reader = detectLintReader(text, name)
      const read = await reader.load()
      const content = read(text, name)
      const digest = createHash('sha256').update(text).digest('hex')
      return { file, report: { name, format: reader.format, ...content }, empty: false, digest }
    }
  } catch (error) {
    if (!(error instanceof GateError && error.code === 'report.empty')) throw error
  }
  return { file, report: { name, ...nothing }, empty: true }
}

const nothing = {
  format: 'empty',
  tool: 'unknown',
  findings: [],
  checked: null,
  proven: false,
  troubles: [],
  unread: [],
  sources: [],
} as const
