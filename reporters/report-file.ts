import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { GateError, gateError } from '../core/errors.ts'
import type { Mask } from '../core/redact.ts'
import { type AppendFile, openAppendFile } from '../core/system/append-file.ts'
import { makeDirectories, readTextOrNull, reasonOf } from '../core/system/files.ts'
import type { TestSuite } from '../core/test-run.ts'
import { type JournalHead, readJournal } from './journal.ts'
import { createJournalWriter } from './journal-writer.ts'
import { isPartOf, journalOf, partName } from './report-names.ts'
import { isAlive } from './report-owner.ts'
import type { SuitePlace } from './suite-cases.ts'
import { suitePieces } from './suite-pieces.ts'
import { finishReport } from './unfinished.ts'
import { addCounts, noCounts, renderHead, renderSuite, renderTail, type WriteOptions } from './xunit/write.ts'

/** A report that grows on disk while the run lasts, and takes its name when it is whole. */
export interface ReportFile {
  /** Where it will be. */
  readonly output: string
  suiteStarted(place: SuitePlace): void
  testPlanned(place: SuitePlace, titlePath: readonly string[]): void
  testStarted(place: SuitePlace, number: number): void
  testPassed(place: SuitePlace, number: number, durationMs: number): void
  write(suite: TestSuite): void
  close(): void
  /** One more suite, once it is closed. */
  amend(suite: TestSuite): void
}

export interface ReportSettings {
  /** Absolute. */
  readonly output: string
  /** The root element's. */
  readonly name: string
  readonly root: string
  readonly writing: WriteOptions
  /** Secrets never reach a report. */
  readonly mask: Mask
  /** One line for people. */
  readonly warn: (line: string) => void
}

/**
 * Begins a report. What an earlier run left is not there to pass for today's: its report becomes `….previous`, and if it
 * was killed, what it had written is completed first.
 * @throws GateError output.unwritable
 */
export function openReportFile(settings: ReportSettings): ReportFile {
  const { output, first } = begin(settings)
  const { profile } = settings.writing
  const head = renderHead(settings.name, profile, null)
  const journalFile = journalOf(output)
  rmSync(journalFile, { force: true })
  const journal = createJournalWriter(journalFile, journalHead(settings, output), settings.mask)
  first.append(head)

  const parts: Part[] = [{ file: first, counts: noCounts }]

  const writePiece = (suite: TestSuite, place: SuitePlace | null): void => {
    const { xml: rendered, counts } = renderSuite(suite, settings.writing)
    const xml = Buffer.from(settings.mask(rendered))
    let part = parts.at(-1)!
    const full =
      part.file.size + xml.length > profile.maxBytes || part.counts.tests + counts.tests > profile.maxCases
    if (full && part.counts.tests > 0) {
      part = {
        file: openAppendFile(`${partName(output, parts.length + 1)}.partial`, 'new'),
        counts: noCounts,
      }
      part.file.append(head)
      parts.push(part)
    }
    part.counts = addCounts(part.counts, counts)
    // Told before it is done: a kill between the two is then seen by the part's length.
    const end = part.file.size + xml.length
    journal.written(place, parts.length, end, part.counts)
    part.file.append(xml)
  }

  return {
    output,
    suiteStarted: place => journal.suiteStarted(place),
    testPlanned: (place, titlePath) => journal.testPlanned(place, titlePath),
    testStarted: (place, number) => journal.testStarted(place, number),
    testPassed: (place, number, durationMs) => journal.testPassed(place, number, durationMs),
    write(suite) {
      const place = { project: suite.project, file: suite.file ?? '' }
      const pieces = suitePieces(suite, profile)
      for (const piece of pieces) writePiece(piece, piece === pieces.at(-1) ? place : null)
    },
    close() {
      for (const { file, counts } of parts) {
        file.append(renderTail(profile))
        file.overwriteStart(renderHead(settings.name, profile, counts))
        file.close()
      }
      // The last part takes its name first: the others alone must not look like the whole.
      for (let part = parts.length; part >= 1; part -= 1) {
        renameSync(`${partName(output, part)}.partial`, partName(output, part))
      }
      journal.close()
      rmSync(journalFile, { force: true })
    },
    amend(suite) {
      const { xml, counts } = renderSuite(suite, settings.writing)
      const { counts: before } = parts.at(-1)!
      const file = openAppendFile(partName(output, parts.length), 'existing')
      file.cut(file.size - Buffer.byteLength(renderTail(profile)))
      file.append(settings.mask(xml) + renderTail(profile))
      file.overwriteStart(renderHead(settings.name, profile, addCounts(before, counts)))
      file.close()
    },
  }
}

interface Part {
  readonly file: AppendFile
  counts: typeof noCounts
}

function journalHead({ name, root, writing }: ReportSettings, output: string): JournalHead {
  const { profile, retries } = writing
  return {
    version: 1,
    output,
    name,
    profile: profile.name,
    retries,
    root,
    pid: process.pid,
    host: hostname(),
  }
}

/** Two runs may come for one name at the same moment: the file system lets one of them have it. */
function begin(settings: ReportSettings): { readonly output: string; readonly first: AppendFile } {
  const output = vacate(settings)
  try {
    return { output, first: openAppendFile(`${output}.partial`, 'new') }
  } catch (error) {
    const cause = error instanceof GateError ? (error.cause as NodeJS.ErrnoException | undefined) : undefined
    if (cause?.code !== 'EEXIST') throw error
    const own = ownName(output)
    settings.warn(
      `cd-gate: another run has just begun ${basename(output)}, so this run writes ${basename(own)}.`,
    )
    return { output: own, first: openAppendFile(`${own}.partial`, 'new') }
  }
}

function ownName(output: string): string {
  const extension = extname(output)
  return `${output.slice(0, output.length - extension.length)}-run-${process.pid}${extension}`
}

/** Makes an old report `….previous`, all its parts; where it cannot be renamed, or is being written, it stays. */
export function setAsideReport(output: string): void {
  if (!existsSync(output) || existsSync(`${output}.partial`)) return
  try {
    setAsideParts(output)
  } catch {
    // Whoever opens a report there will say so.
  }
}

function setAsideParts(output: string): void {
  const directory = dirname(output)
  for (const name of readdirSync(directory))
    if (name !== `${basename(output)}.previous` && isPartOf(name, output)) setAside(join(directory, name))
}

/** Another run may have been quicker. */
function setAside(file: string): void {
  try {
    renameSync(file, `${file}.previous`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Makes room for a new report, and says under which name it may come. */
function vacate(settings: ReportSettings): string {
  try {
    return vacated(settings)
  } catch (error) {
    if (error instanceof GateError) throw error
    throw gateError('output.unwritable', { file: settings.output, why: reasonOf(error) }, error)
  }
}

function vacated({ output, warn }: ReportSettings): string {
  const directory = dirname(output)
  if (!existsSync(directory)) {
    makeDirectories(directory)
    return output
  }
  if (existsSync(`${output}.partial`)) {
    const owner = readJournal(readTextOrNull(journalOf(output)) ?? '').head
    if (owner && isAlive(owner)) {
      const own = ownName(output)
      warn(
        `cd-gate: process ${owner.pid} is writing ${basename(output)} at this moment, so this run writes ${basename(own)}.`,
      )
      return own
    }
    finishReport(output, `${output}.previous`)
  }
  setAsideParts(output)
  return output
}
