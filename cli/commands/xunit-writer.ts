import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { maskStrings } from '../../core/redact.ts'
import { isDevice, makeDirectories, readPieces, reasonOf } from '../../core/system/files.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { isPartOf, partName } from '../../reporters/report-names.ts'
import { suitePieces } from '../../reporters/suite-pieces.ts'
import { renderSuite, type WriteOptions } from '../../reporters/xunit/write.ts'
import type { World } from '../command.ts'
import { openReportPart, type ReportPart } from './xunit-part.ts'

/** A report that is written suite by suite, and is at its place only when it is whole. */
export interface ReportWriter {
  readonly write: (suite: TestSuite) => void
  /** Returns its files: several where one would be more than the profile allows for, none for standard output. */
  readonly finish: () => readonly string[]
  /** Leaves nothing behind. */
  readonly discard: () => void
}

/**
 * @param target absolute, or `null` for standard output, which is never split
 * @param inputs absolute paths that are read, and never written over
 * @throws GateError output.unwritable, xunit.output-is-input; the writer's functions too
 */
export function openReportWriter(
  target: string | null,
  writing: WriteOptions,
  world: World,
  inputs: ReadonlySet<string>,
): ReportWriter {
  const { maxBytes, maxCases } = writing.profile
  /** What cannot be replaced is written to in the end, from a place of our own, and never split. */
  const stream = target === null || isDevice(target)
  const directory = stream ? mkdtempSync(join(tmpdir(), 'cd-gate-merge-')) : dirname(target)
  if (!stream) makeDirectory(directory)
  const temporaryOf = (part: number) =>
    join(directory, `.${basename(partName(target ?? 'report.xml', part))}.${process.pid}.tmp`)
  const parts: ReportPart[] = []
  const open = (): ReportPart => {
    const number = parts.length + 1
    const place = target === null ? '' : partName(target, number)
    if (number > 1 && inputs.has(place)) throw gateError('xunit.output-is-input', { file: place })
    const part = openReportPart(temporaryOf(number), writing.profile)
    parts.push(part)
    return part
  }
  const discard = () => {
    if (stream) rmSync(directory, { recursive: true, force: true })
    else for (const part of parts.keys()) rmSync(temporaryOf(part + 1), { force: true })
  }
  const writePiece = (suite: TestSuite) => {
    let rendered = renderSuite(suite, writing)
    // A mask may not tear markup apart: it is laid over the texts, where there is anything to mask at all.
    if (world.mask(rendered.xml) !== rendered.xml)
      rendered = renderSuite(maskStrings(suite, world.mask), writing)
    const { xml, counts } = rendered
    let part = parts.at(-1)!
    const full = part.bytes + Buffer.byteLength(xml) > maxBytes || part.tests + counts.tests > maxCases
    if (!stream && full && part.tests > 0) part = open()
    part.add(xml, counts)
  }
  open()
  return {
    discard,
    write: suite => {
      for (const piece of stream ? [suite] : suitePieces(suite, writing.profile)) writePiece(piece)
    },
    finish: () => {
      for (const part of parts) part.close()
      if (target === null || stream) {
        const whole = wholeTexts(temporaryOf(1))
        if (target === null) for (const piece of whole) world.out(piece)
        else writeTo(target, whole)
        discard()
        return target === null ? [] : [target]
      }
      const files = parts.map((_, index) => partName(target, index + 1))
      removeFurtherParts(target, new Set([...files, ...inputs]))
      // The last part comes first: the others alone must not look like the whole.
      for (const [index, file] of [...files.entries()].reverse()) moveTo(temporaryOf(index + 1), file)
      return files
    },
  }
}

/** An earlier merge may have made more of them. */
function removeFurtherParts(target: string, kept: ReadonlySet<string>): void {
  for (const name of readdirSync(dirname(target))) {
    const file = join(dirname(target), name)
    if (isPartOf(name, target) && !kept.has(file)) rmSync(file, { force: true })
  }
}

function makeDirectory(directory: string): void {
  try {
    makeDirectories(directory)
  } catch (error) {
    throw gateError('output.unwritable', { file: directory, why: reasonOf(error) }, error)
  }
}

/** Opened once: a pipe's reader takes the first close for the end. */
function writeTo(device: string, texts: Iterable<string>): void {
  try {
    const descriptor = openSync(device, 'a')
    try {
      for (const text of texts) appendFileSync(descriptor, text)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw gateError('output.unwritable', { file: device, why: reasonOf(error) }, error)
  }
}

function moveTo(temporary: string, target: string): void {
  try {
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw gateError('output.unwritable', { file: target, why: reasonOf(error) }, error)
  }
}

function* wholeTexts(file: string): Generator<string, void, void> {
  const decoder = new TextDecoder()
  for (const piece of readPieces(file)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}
