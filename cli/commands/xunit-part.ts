import { rmSync } from 'node:fs'
import { openAppendFile } from '../../core/system/append-file.ts'
import { mergedName } from '../../reporters/xunit/dialects.ts'
import type { Profile } from '../../reporters/xunit/profiles.ts'
import { addCounts, noCounts, type RootCounts, renderHead, renderTail } from '../../reporters/xunit/write.ts'

/** One file of a report. */
export interface ReportPart {
  /** Of UTF-8, so far. */
  readonly bytes: number
  readonly tests: number
  /** @throws GateError output.unwritable */
  add(xml: string, counts: RootCounts): void
  /** Its head then holds what was counted. @throws GateError output.unwritable */
  close(): void
}

const BATCH = 1 << 16

/** @throws GateError output.unwritable */
export function openReportPart(path: string, profile: Profile): ReportPart {
  rmSync(path, { force: true })
  const file = openAppendFile(path, 'new')
  let counts = noCounts
  let batch = renderHead(mergedName, profile, null)
  let bytes = Buffer.byteLength(batch)
  const flush = () => {
    file.append(batch)
    batch = ''
  }
  return {
    get bytes() {
      return bytes
    },
    get tests() {
      return counts.tests
    },
    add(xml, more) {
      counts = addCounts(counts, more)
      bytes += Buffer.byteLength(xml)
      batch += xml
      if (batch.length > BATCH) flush()
    },
    close() {
      batch += renderTail(profile)
      flush()
      file.overwriteStart(renderHead(mergedName, profile, counts))
      file.close()
    },
  }
}
