import { gateError } from '../errors.ts'
import { readPieces, reasonOf } from './files.ts'
import { expandGlob } from './globs.ts'

/** A report's bytes, in order, in pieces of any size. A piece may be reused after the next one is asked for. */
export interface ReportBytes {
  /** The file's name as the user knows it; used in errors only. */
  readonly name: string
  readonly pieces: Iterable<Uint8Array>
}

/**
 * The report files that paths and globs name, each once.
 * @throws GateError report.missing
 */
export async function namedReports(named: readonly string[], cwd: string): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of named) {
    const found = await expandGlob(name, cwd)
    if (found.length === 0) throw gateError('report.missing', { given: name })
    files.push(...found)
  }
  return [...new Set(files)].sort()
}

/**
 * Opens a report. The bytes are read once, in order, so that a pipe can be a report too.
 * @throws GateError report.unreadable, report.empty; while it is read, report.unreadable
 */
export function openReport(file: string, name: string): ReportBytes & { readonly head: Uint8Array } {
  const pieces = readPieces(file)
  const next = () => {
    try {
      return pieces.next()
    } catch (error) {
      throw gateError('report.unreadable', { file: name, why: reasonOf(error) }, error)
    }
  }
  const first = next()
  if (first.done) throw gateError('report.empty', { file: name, why: 'it has 0 bytes' })
  const head = first.value.slice()
  const all = function* () {
    yield head
    for (let piece = next(); !piece.done; piece = next()) yield piece.value
  }
  return { name, head, pieces: all() }
}
