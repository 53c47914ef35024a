import { readFileSync } from 'node:fs'
import { GateError } from '../core/errors.ts'
import type { ChangedLines } from '../coverage-gate/changed-lines.ts'
import { COVERED, MISSED } from '../coverage-gate/model.ts'
import type { ReadReport, ReportContent } from '../coverage-gate/readers/reader.ts'

const everyLine: ChangedLines = { touch: () => true }

export const everything = (): boolean => true
export const nothing = (): boolean => false

/** A real tool's report, below test/fixtures/coverage. */
export function fixture(path: string): Buffer {
  return readFileSync(new URL(`fixtures/coverage/${path}`, import.meta.url))
}

/** Reads a report that comes in pieces of the given length, all through one buffer, as a file does. */
export function readIn(
  read: ReadReport,
  report: string | Uint8Array,
  wanted: (path: string) => boolean = everything,
  length: number = 1 << 20,
): ReportContent {
  const bytes = typeof report === 'string' ? Buffer.from(report) : report
  const pieces = function* () {
    const piece = new Uint8Array(length)
    for (let at = 0; at < bytes.length; at += length) {
      const part = bytes.subarray(at, at + length)
      piece.fill(255)
      piece.set(part)
      yield piece.subarray(0, part.length)
    }
  }
  return read({ name: 'the-report', pieces: pieces() }, path => (wanted(path) ? everyLine : null))
}

/** The error that reading ends in, as `code: message`; `null` when it is read. */
export function faultOf(read: ReadReport, report: string | Uint8Array): string | null {
  try {
    readIn(read, report)
    return null
  } catch (error) {
    if (error instanceof GateError) return `${error.code}: ${error.message}`
    throw error
  }
}

/** Each file's lines as `{ line: hit }`. */
export function hitsOf(content: ReportContent): Record<string, Record<number, boolean>> {
  const files = content.files.map(({ path, lines }) => {
    const measured = Array.from(lines, (state, line) => [line, state] as const).filter(
      ([, state]) => state >= MISSED,
    )
    return [path, Object.fromEntries(measured.map(([line, state]) => [line, state === COVERED]))] as const
  })
  return Object.fromEntries(files)
}

/** Measured and covered lines of each file. */
export function countsOf(content: ReportContent): Record<string, readonly [total: number, covered: number]> {
  const counts = Object.entries(hitsOf(content)).map(([path, hits]) => {
    const all = Object.values(hits)
    return [path, [all.length, all.filter(Boolean).length]] as const
  })
  return Object.fromEntries(counts)
}
