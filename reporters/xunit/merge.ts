import { GateError } from '../../core/errors.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { marksOf, prescan } from './merge-prescan.ts'
import { createSuiteStore, type StoredSuite, type SuiteStore } from './merge-store.ts'
import { joinSuites, mergeSuites, suiteKey } from './merge-suites.ts'
import { readXunit } from './read.ts'

/** A report to merge. Its pieces are asked for twice. */
export interface MergeSource {
  /** As the user knows it. */
  readonly name: string
  /** @throws GateError xunit.unreadable */
  readonly pieces: () => Iterable<Uint8Array>
}

export interface MergeResult {
  /** Reports that were read to their end. */
  readonly read: number
  /** Those that were not, and why. What could be read of them is merged. */
  readonly faults: readonly { readonly name: string; readonly error: GateError }[]
  /** Suites that came in several parts. */
  readonly united: number
}

/**
 * Merges reports, suite by suite: what occurs once is passed on at once, what may occur again waits on disk for its last
 * part. So suites come in the order of their last parts, whatever is merged in which steps. A report that cannot be
 * read is a suite of its own with an error, so that what is merged is not green.
 */
export function* mergeReports(sources: readonly MergeSource[]): Generator<TestSuite, MergeResult, void> {
  const expected = sources.map(countMarks)
  const left = new Map<string, number>()
  for (const each of expected) for (const [mark, count] of each) left.set(mark, (left.get(mark) ?? 0) + count)
  const store = createSuiteStore()
  const waiting = createWaiting(store)
  const faults: { readonly name: string; readonly error: GateError }[] = []
  const isOver = (marks: readonly string[]) => marks.every(mark => (left.get(mark) ?? 0) <= 0)
  try {
    for (const [index, source] of sources.entries()) {
      const coming = expected[index] ?? new Map<string, number>()
      try {
        for (const suite of readXunit(source.pieces(), source.name)) {
          const marks = marksOf(suite)
          for (const mark of marks) {
            left.set(mark, (left.get(mark) ?? 1) - 1)
            coming.set(mark, (coming.get(mark) ?? 1) - 1)
          }
          if (isOver(marks) && !marks.some(waiting.has)) yield suite
          else {
            waiting.add(suite, marks, index)
            if (isOver(marks)) yield* waiting.take(marks)
          }
        }
      } catch (error) {
        if (!(error instanceof GateError) || error.code === 'output.unwritable') throw error
        faults.push({ name: source.name, error })
        yield unreadableSuite(source.name, error)
      }
      // What was seen from afar and did not come: it stood in a text, or behind a fault.
      for (const [mark, count] of coming) {
        if (count <= 0) continue
        left.set(mark, (left.get(mark) ?? 0) - count)
        if (isOver([mark]) && waiting.has(mark)) yield* waiting.take([mark])
      }
    }
    yield* waiting.all()
    return { read: sources.length - faults.length, faults, united: waiting.united() }
  } finally {
    store.close()
  }
}

/** How often each mark will come. What cannot be read is found out when it is read. */
function countMarks(source: MergeSource): Map<string, number> {
  const counts = new Map<string, number>()
  for (const marks of marksIn(source)) {
    for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  return counts
}

function marksIn({ name, pieces }: MergeSource): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  try {
    const quick = prescan(pieces(), name)
    if (quick !== null) return quick
    for (const suite of readXunit(pieces(), name)) found.push(marksOf(suite))
  } catch (error) {
    if (!(error instanceof GateError)) throw error
  }
  return found
}

interface Part {
  readonly source: number
  readonly stored: StoredSuite
}

interface Waiting {
  readonly has: (mark: string) => boolean
  readonly add: (suite: TestSuite, marks: readonly string[], source: number) => void
  /** Hands over the suites with one of these marks, in the order of their last parts. */
  readonly take: (marks: readonly string[]) => Generator<TestSuite, void, void>
  readonly all: () => Generator<TestSuite, void, void>
  readonly united: () => number
}

function createWaiting(store: SuiteStore): Waiting {
  const held = new Map<string, { readonly marks: readonly string[]; readonly parts: Part[]; last: number }>()
  const keysOf = new Map<string, Set<string>>()
  let united = 0
  let sequence = 0

  function* release(keys: readonly string[]): Generator<TestSuite, void, void> {
    const ordered = keys
      .flatMap(key => {
        const each = held.get(key)
        return each ? [{ key, ...each }] : []
      })
      .sort((a, b) => a.last - b.last)
    for (const { key, marks, parts } of ordered) {
      held.delete(key)
      for (const mark of marks) keysOf.get(mark)?.delete(key)
      if (parts.length > 1) united += 1
      yield unite(parts, store)
    }
  }
  return {
    has: mark => (keysOf.get(mark)?.size ?? 0) > 0,
    add(suite, marks, source) {
      const key = suiteKey(suite)
      const present = held.get(key) ?? { marks, parts: [], last: 0 }
      sequence += 1
      present.last = sequence
      present.parts.push({ source, stored: store.put(suite) })
      held.set(key, present)
      for (const mark of marks) {
        const keys = keysOf.get(mark) ?? new Set()
        keysOf.set(mark, keys.add(key))
      }
    },
    take: marks => release([...new Set(marks.flatMap(mark => [...(keysOf.get(mark) ?? [])]))]),
    all: () => release([...held.keys()]),
    united: () => united,
  }
}

function unite(parts: readonly Part[], store: SuiteStore): TestSuite {
  const bySource = new Map<number, TestSuite[]>()
  for (const { source, stored } of parts) {
    bySource.set(source, [...(bySource.get(source) ?? []), store.get(stored)])
  }
  const joined = [...bySource.values()].map(each => joinSuites(each as [TestSuite, ...TestSuite[]]))
  return mergeSuites(joined as [TestSuite, ...TestSuite[]])
}

/** Stands in the merged report for what could not be read of one. */
function unreadableSuite(name: string, error: GateError): TestSuite {
  const detail = `${error.message}.\n${error.hint}.`
  return {
    id: '',
    name,
    project: '',
    file: null,
    startedAt: null,
    durationMs: 0,
    cases: [
      {
        kind: 'run',
        id: '',
        name: '(report)',
        classname: '(unreadable report)',
        titlePath: [],
        file: null,
        line: null,
        attempts: [
          {
            outcome: 'errored',
            startedAt: null,
            durationMs: 0,
            problem: { type: error.code, message: error.message, detail },
            reason: '',
            stdout: '',
            stderr: '',
          },
        ],
        properties: [],
        attachments: [],
      },
    ],
    properties: [],
    stdout: '',
    stderr: '',
  }
}
