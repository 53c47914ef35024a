import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GateError, gateError } from '../core/errors.ts'
import { mergeFiles } from './coverage-map.ts'
import type { FileCoverage, Report } from './model.ts'
import { damageOf } from './readers/damage.ts'
import type { ReportContent } from './readers/reader.ts'

/** As Node names them: by process, time and thread. https://nodejs.org/api/cli.html#node_v8_coveragedir */
const dumpName = /^coverage-\d+-\d+-\d+\.json$/

/** The V8 dumps that lie in a directory, sorted; none where it is no directory. */
export function dumpsIn(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).filter(name => dumpName.test(name))
    return names.sort().map(name => join(directory, name))
  } catch {
    return []
  }
}

/** The files, but a folder's name instead of its dumps where all of them are there: they are of one run. */
export function foldersOfDumps(files: readonly string[]): readonly string[] {
  const given = new Set(files)
  const folders = [...new Set(files.map(dirname))].filter(folder => {
    const dumps = dumpsIn(folder)
    return dumps.length > 1 && dumps.every(dump => given.has(dump))
  })
  const held = new Set(folders.flatMap(dumpsIn))
  return [...new Set([...files.filter(file => !held.has(file)), ...folders])].sort()
}

/**
 * All dumps of a folder as one report. A process that ran no file of the user's (npm's own, a helper) is nothing unusual; that
 * all of them did not is.
 * @param read reads one dump
 * @throws GateError report.unreadable where it holds none, report.empty, and what `read` throws
 */
export async function mergeDumps(
  directory: string,
  name: string,
  read: (dump: string) => Promise<Report>,
): Promise<ReportContent> {
  const dumps = dumpsIn(directory)
  if (dumps.length === 0) {
    const why = 'it is a directory without V8 dumps (coverage-<process>-<time>-<thread>.json)'
    throw gateError('report.unreadable', { file: name, why })
  }
  const files = new Map<string, FileCoverage>()
  let empty: GateError | null = null
  for (const dump of dumps) {
    const content = await readOrEmpty(dump, read)
    if (content instanceof GateError) {
      empty ??= content
      continue
    }
    if (content.format !== 'v8') throw damageOf('V8 coverage', content.name)('it holds something else')
    for (const file of content.files) {
      const known = files.get(file.path)
      files.set(file.path, known ? mergeFiles(known, file) : file)
    }
  }
  if (files.size === 0 && empty) {
    const why = `none of its ${dumps.length} dumps measures a file of yours: ${empty.message}`
    throw gateError('report.empty', { file: name, why })
  }
  return { sources: [], files: [...files.values()] }
}

/** A dump of 0 bytes is not empty but was cut off. */
async function readOrEmpty(
  dump: string,
  read: (dump: string) => Promise<Report>,
): Promise<Report | GateError> {
  try {
    return await read(dump)
  } catch (error) {
    if (error instanceof GateError && error.code === 'report.empty' && !isBlank(dump)) return error
    throw error
  }
}

function isBlank(dump: string): boolean {
  return readFileSync(dump, 'latin1').trim() === ''
}
