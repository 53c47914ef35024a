import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gateError } from '../core/errors.ts'
import { namedReports, openReport } from '../core/system/report-bytes.ts'
import type { Wanted } from './changed-lines.ts'
import { dumpsIn, foldersOfDumps, mergeDumps } from './dump-folder.ts'
import type { Report } from './model.ts'
import { reportHead } from './readers/bytes.ts'
import { detectReader, readers } from './readers/index.ts'

/** Report files to read (absolute), folders of dumps among them, and those found beside richer or newer ones and left out. */
export interface ReportFiles {
  readonly files: readonly string[]
  readonly leftAside: readonly string[]
}

/**
 * The report files that are meant: the named ones, or what lies in the usual places.
 * @throws GateError report.missing, report.none
 */
export async function findReportFiles(
  named: readonly string[],
  cwd: string,
  top: string | null,
): Promise<ReportFiles> {
  if (named.length === 0) return usualReports(cwd, top)
  return { files: foldersOfDumps(await namedReports(named, cwd)), leftAside: [] }
}

const workspaces = ['packages', 'apps', 'libs', 'modules', 'services']

/** The working directory first; then its workspaces; then the repository's top. */
function usualReports(cwd: string, top: string | null): ReportFiles {
  const searched = [[cwd], workspaces.flatMap(name => subdirectories(join(cwd, name))), top ? [top] : []]
  for (const directories of searched) {
    const found = directories.flatMap(candidatesIn)
    if (found.length > 0) return richestPerFolder(found)
    const dumps = directories.flatMap(dumpFoldersIn)
    if (dumps.length > 0) return { files: dumps, leftAside: [] }
  }
  const places = readers.flatMap(reader => reader.usualPlaces)
  throw gateError('report.none', { tried: `${places.join(', ')} were tried` })
}

function subdirectories(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true })
    return entries.filter(entry => entry.isDirectory()).map(entry => join(directory, entry.name))
  } catch {
    return []
  }
}

interface Candidate {
  readonly file: string
  readonly richness: number
  /** When, in milliseconds. */
  readonly written: number
}

function candidatesIn(directory: string): readonly Candidate[] {
  return readers.flatMap(({ usualPlaces, richness }) =>
    usualPlaces.flatMap((place): Candidate | [] => {
      const file = join(directory, place)
      const found = statSync(file, { throwIfNoEntry: false })
      return found?.isFile() ? { file, richness, written: found.mtimeMs } : []
    }),
  )
}

/** Raw data counts only where no tool has made a report of it. */
function dumpFoldersIn(directory: string): readonly string[] {
  const places = readers.flatMap(reader => reader.usualPlaces).map(place => join(directory, place))
  return places.filter(place => dumpsIn(place).length > 0)
}

/** What one run writes, it writes within so many milliseconds. */
const ONE_RUN = 2000

/**
 * A leftover of another tool, or of an earlier run, must not win a merge: of one folder's reports only the richest is read of
 * those that are as new as the newest.
 */
function richestPerFolder(found: readonly Candidate[]): ReportFiles {
  const newest = new Map<string, number>()
  for (const { file, written } of found) {
    const folder = dirname(file)
    newest.set(folder, Math.max(written, newest.get(folder) ?? 0))
  }
  const best = new Map<string, Candidate>()
  for (const each of found) {
    const folder = dirname(each.file)
    if (each.written + ONE_RUN < (newest.get(folder) ?? 0)) continue
    const held = best.get(folder)
    if (!held || each.richness > held.richness) best.set(folder, each)
  }
  const files = [...best.values()].map(each => each.file).sort()
  const leftAside = found.map(each => each.file).filter(file => !files.includes(file))
  return { files, leftAside: [...new Set(leftAside)] }
}

/**
 * Reads one report of whichever format its content shows; the dumps in a folder are one report.
 * @param wanted which of its files to read in depth, and for which lines
 * @throws GateError report.*
 */
export async function readReport(file: string, name: string, wanted: Wanted): Promise<Report> {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return readFile(file, name, wanted)
  const read = (dump: string) => readFile(dump, join(name, basename(dump)), wanted)
  return { name, format: 'v8', ...(await mergeDumps(file, name, read)) }
}

async function readFile(file: string, name: string, wanted: Wanted): Promise<Report> {
  const bytes = openReport(file, name)
  const reader = detectReader(reportHead(bytes.head.subarray(0, 1 << 16)), name)
  const read = await reader.load()
  return { name, format: reader.format, ...(await read(bytes, wanted)) }
}
