import type { ProfileName, RetryForm } from './xunit/profiles.ts'
import type { RootCounts } from './xunit/write.ts'

/** What stands beside a report while its run lasts: whose it is, what has begun, and what of it is written. */
export interface JournalHead {
  readonly version: 1
  readonly output: string
  readonly name: string
  readonly profile: ProfileName
  readonly retries: RetryForm
  readonly root: string
  readonly pid: number
  readonly host: string
}

export type JournalEntry =
  /** A test file of a project has begun. */
  | readonly ['suite', project: string, file: string]
  /** Tests of the suite that was the `index`th to begin, in their order; the first of them is its `first`th. */
  | readonly ['plan', index: number, first: number, titlePaths: readonly (readonly string[])[]]
  /** The `number`th test that the suite planned has begun. */
  | readonly ['test', index: number, number: number]
  /** It has passed, as far as it is known. */
  | readonly ['passed', index: number, number: number, durationMs: number]
  /** The suite (`-1`: only a piece of it, or none that had begun) ends at byte `end` of part `part`, if that part has come to be so long. */
  | readonly ['written', index: number, part: number, end: number, counts: RootCounts]

/** Was this module written to its end? It is announced before it is written. */
export function isWhole(
  [, , part, end]: Extract<JournalEntry, readonly ['written', ...unknown[]]>,
  sizes: readonly number[],
): boolean {
  return end <= (sizes[part - 1] ?? 0)
}

export interface Journal {
  readonly head: JournalHead | null
  readonly entries: readonly JournalEntry[]
}

export function journalLine(line: JournalHead | JournalEntry): string {
  return `${JSON.stringify(line)}\n`
}

/** The last line may be cut. What does not read is left out: the journal helps, the report itself is what counts. */
export function readJournal(text: string): Journal {
  const [first = '', ...rest] = text.split('\n')
  const head = parse<JournalHead>(first)
  const entries = rest.flatMap(line => {
    const entry = parse<JournalEntry>(line)
    return Array.isArray(entry) ? [entry] : []
  })
  return { head: head?.version === 1 ? head : null, entries }
}

function parse<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T
  } catch {
    return null
  }
}
