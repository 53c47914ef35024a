import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { maskStrings } from '../../core/redact.ts'
import { openAppendFile } from '../../core/system/append-file.ts'
import { readPieces, reasonOf } from '../../core/system/files.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { mergedName } from '../../reporters/xunit/dialects.ts'
import {
  addCounts,
  noCounts,
  type RootCounts,
  renderHead,
  renderSuite,
  renderTail,
  type WriteOptions,
} from '../../reporters/xunit/write.ts'
import type { World } from '../command.ts'

/** A report that is written suite by suite, and is at its place only when it is whole. */
export interface ReportWriter {
  readonly write: (suite: TestSuite) => void
  /** Returns what was counted. */
  readonly finish: () => RootCounts
  /** Leaves nothing behind. */
  readonly discard: () => void
}

const BATCH = 1 << 16

/**
 * @param target absolute, or `null` for standard output
 * @throws GateError output.unwritable, the writer's functions too
 */
export function openReportWriter(target: string | null, writing: WriteOptions, world: World): ReportWriter {
  const directory = target === null ? mkdtempSync(join(tmpdir(), 'cd-gate-merge-')) : dirname(target)
  if (target !== null) makeDirectory(directory)
  const temporary = join(
    directory,
    target === null ? 'report.xml' : `.${basename(target)}.${process.pid}.tmp`,
  )
  rmSync(temporary, { force: true })
  const file = openAppendFile(temporary, 'new')
  let counts = noCounts
  let batch = renderHead(mergedName, writing.profile, null)
  const flush = () => {
    file.append(batch)
    batch = ''
  }
  const discard = () => {
    rmSync(target === null ? directory : temporary, { recursive: true, force: true })
  }
  return {
    discard,
    write: suite => {
      let rendered = renderSuite(suite, writing)
      // A mask may not tear markup apart: it is laid over the texts, where there is anything to mask at all.
      if (world.mask(rendered.xml) !== rendered.xml)
        rendered = renderSuite(maskStrings(suite, world.mask), writing)
      counts = addCounts(counts, rendered.counts)
      batch += rendered.xml
      if (batch.length > BATCH) flush()
    },
    finish: () => {
      batch += renderTail(writing.profile)
      flush()
      file.overwriteStart(renderHead(mergedName, writing.profile, counts))
      file.close()
      if (target === null) {
        for (const piece of wholeTexts(temporary)) world.out(piece)
        discard()
      } else moveTo(temporary, target)
      return counts
    },
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw gateError('output.unwritable', { file: directory, why: reasonOf(error) }, error)
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
