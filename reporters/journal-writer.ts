import { clearTimeout, setTimeout } from 'node:timers'
import type { Mask } from '../core/redact.ts'
import { openAppendFile } from '../core/system/append-file.ts'
import { type JournalEntry, type JournalHead, journalLine } from './journal.ts'
import type { SuitePlace } from './suite-cases.ts'
import type { RootCounts } from './xunit/write.ts'

/** The journal beside a report that is being written. Every call throws GateError output.unwritable. */
export interface JournalWriter {
  suiteStarted(place: SuitePlace): void
  testStarted(place: SuitePlace, titlePath: readonly string[]): void
  /** @param place `null` for a piece of a suite that is not its last */
  written(place: SuitePlace | null, part: number, end: number, counts: RootCounts): void
  close(): void
}

interface WaitingTest {
  readonly index: number
  readonly titlePath: readonly string[]
}

/**
 * Milliseconds. Tests that begin sooner after the last one that was written wait: twenty thousand short tests would be as
 * many writes. What a kill then leaves unnamed began in its last two milliseconds.
 */
const PAUSE = 2

export function createJournalWriter(path: string, head: JournalHead, mask: Mask): JournalWriter {
  const file = openAppendFile(path, 'new')
  const begun = new Map<string, number>()
  let current: { readonly place: SuitePlace; readonly index: number } | null = null
  let waiting: WaitingTest[] = []
  let timer: NodeJS.Timeout | null = null
  let lastWrite = 0

  /** The tests of a file follow one another. */
  const indexOf = (place: SuitePlace): number => {
    if (current?.place !== place) current = { place, index: begun.get(keyOf(place)) ?? -1 }
    return current.index
  }
  const write = (entry: JournalEntry | null): void => {
    const lines = waiting.map(({ index, titlePath }) => journalLine(['test', index, titlePath])).join('')
    file.append(mask(entry === null ? lines : lines + journalLine(entry)))
    waiting = []
  }
  const writeWaiting = (): void => {
    timer = null
    if (waiting.length === 0) return
    try {
      write(null)
    } catch {
      // The next call meets the same trouble, and can say so.
    }
  }
  file.append(journalLine(head))
  return {
    suiteStarted(place) {
      begun.set(keyOf(place), begun.size)
      current = null
      write(['suite', place.project, place.file])
    },
    testStarted(place, titlePath) {
      waiting.push({ index: indexOf(place), titlePath })
      const now = Date.now()
      if (Math.abs(now - lastWrite) < PAUSE) {
        timer ??= setTimeout(writeWaiting, PAUSE).unref()
        return
      }
      lastWrite = now
      write(null)
    },
    written(place, part, end, counts) {
      const index = place === null ? -1 : indexOf(place)
      // What of a suite is in the report need not be named any more.
      waiting = waiting.filter(each => each.index !== index)
      write(['written', index, part, end, counts])
    },
    close() {
      if (timer) clearTimeout(timer)
      file.close()
    },
  }
}

function keyOf({ project, file }: SuitePlace): string {
  return `${project}\u0000${file}`
}
