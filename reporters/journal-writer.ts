import { clearTimeout, setTimeout } from 'node:timers'
import type { Mask } from '../core/redact.ts'
import { openAppendFile } from '../core/system/append-file.ts'
import { type JournalEntry, type JournalHead, journalLine } from './journal.ts'
import type { SuitePlace } from './suite-cases.ts'
import type { RootCounts } from './xunit/write.ts'

/** The journal beside a report that is being written. Every call throws GateError output.unwritable. */
export interface JournalWriter {
  suiteStarted(place: SuitePlace): void
  /** The tests of a suite are numbered from 0 in the order in which they are planned. */
  testPlanned(place: SuitePlace, titlePath: readonly string[]): void
  testStarted(place: SuitePlace, number: number): void
  testPassed(place: SuitePlace, number: number, durationMs: number): void
  /** @param place `null` for a piece of a suite that is not its last */
  written(place: SuitePlace | null, part: number, end: number, counts: RootCounts): void
  close(): void
}

/** A suite that has begun, and the titles of its tests that are not written yet. */
interface Begun {
  readonly index: number
  plan: (readonly string[])[]
  /** How many were written. */
  planned: number
}

type TestEntry = Extract<JournalEntry, readonly ['test' | 'passed', ...unknown[]]>

/**
 * Milliseconds. What is told sooner after the last that was written waits: twenty thousand short tests would be as many
 * writes. What a kill then leaves unnamed happened in its last two milliseconds.
 */
const PAUSE = 2

export function createJournalWriter(path: string, head: JournalHead, mask: Mask): JournalWriter {
  const file = openAppendFile(path, 'new')
  const begun = new Map<string, Begun>()
  let current: { readonly place: SuitePlace; readonly suite: Begun | null } | null = null
  let planning = new Set<Begun>()
  let waiting: TestEntry[] = []
  let timer: NodeJS.Timeout | null = null
  let lastWrite = 0

  /** The tests of a file follow one another. */
  const suiteOf = (place: SuitePlace): Begun | null => {
    if (current?.place !== place) current = { place, suite: begun.get(keyOf(place)) ?? null }
    return current.suite
  }
  const write = (entry: JournalEntry | null): void => {
    const plans = planning.size === 0 ? '' : [...planning].map(planLine).join('')
    const lines = plans + waiting.map(journalLine).join('')
    planning = new Set()
    waiting = []
    file.append(mask(entry === null ? lines : lines + journalLine(entry)))
  }
  const writeWaiting = (): void => {
    timer = null
    if (waiting.length + planning.size === 0) return
    try {
      write(null)
    } catch {
      // The next call meets the same trouble, and can say so.
    }
  }
  const writeSoon = (): void => {
    timer ??= setTimeout(writeWaiting, PAUSE).unref()
  }
  const note = (entry: TestEntry): void => {
    waiting.push(entry)
    const now = Date.now()
    if (Math.abs(now - lastWrite) < PAUSE) {
      writeSoon()
      return
    }
    lastWrite = now
    write(null)
  }
  file.append(journalLine(head))
  return {
    suiteStarted(place) {
      begun.set(keyOf(place), { index: begun.size, plan: [], planned: 0 })
      current = null
      write(['suite', place.project, place.file])
    },
    testPlanned(place, titlePath) {
      const suite = suiteOf(place)
      if (suite === null) return
      suite.plan.push(titlePath)
      planning.add(suite)
      writeSoon()
    },
    testStarted(place, number) {
      note(['test', suiteOf(place)?.index ?? -1, number])
    },
    testPassed(place, number, durationMs) {
      // It goes with the next test's beginning, if there is one.
      waiting.push(['passed', suiteOf(place)?.index ?? -1, number, durationMs])
      writeSoon()
    },
    written(place, part, end, counts) {
      const suite = place === null ? null : suiteOf(place)
      const index = suite?.index ?? -1
      // What of a suite is in the report need not be named any more.
      if (suite !== null) planning.delete(suite)
      waiting = waiting.filter(each => each[1] !== index)
      write(['written', index, part, end, counts])
    },
    close() {
      if (timer) clearTimeout(timer)
      file.close()
    },
  }
}

function planLine(suite: Begun): string {
  const line = journalLine(['plan', suite.index, suite.planned, suite.plan])
  suite.planned += suite.plan.length
  suite.plan = []
  return line
}

function keyOf({ project, file }: SuitePlace): string {
  return `${project}\u0000${file}`
}
