/** What became of a test in one run, over all its attempts; `not-run`: it was planned, and never started. */
export type TestOutcome = 'passed' | 'failed' | 'skipped' | 'not-run'

/** A test of one run. */
export interface TestSeen {
  readonly id: string
  readonly name: string
  /** Its file's path in the repository as that run had it; `null`: it cannot be told. */
  readonly file: string | null
  readonly outcome: TestOutcome
}

/** A run's tests, and whether some are missing as far as the run itself says. */
export interface TestsOfRun {
  readonly tests: readonly TestSeen[]
  readonly isIncomplete: boolean
  /** Files that did not load, or whose hooks failed: their tests cannot have run. */
  readonly brokenFiles: ReadonlySet<string>
}

export interface TestComparison {
  /** Those of the baseline. */
  readonly before: readonly TestSeen[]
  readonly now: TestsOfRun
  /** Ids under which a test of then may stand now, beside its own. */
  readonly aliases: ReadonlyMap<string, Iterable<string>>
  readonly files: FilesSince
}

/** What happened to files since then, by their paths then. */
export interface FilesSince {
  readonly deleted: ReadonlySet<string>
  /** Old path → new path. */
  readonly moved: ReadonlyMap<string, string>
  /** Neither deleted nor as they were, by their paths then. */
  readonly changed: ReadonlySet<string>
}

/** A test that ran then, and does not run, or fails, now. */
export interface LostTest {
  readonly test: TestSeen
  readonly what: 'disappeared' | 'skipped' | 'failed'
}

export interface LostTests {
  readonly lost: readonly LostTest[]
  /** Whether the run was of all tests, as far as can be told. */
  readonly isWhole: boolean
}

/**
 * The tests that no longer do what they did. Nothing is concluded from a run of a part of the tests (a filter, a shard, a
 * crash): when it says that it is incomplete, or fewer than half of the tests of then have run, only tests of files that
 * were changed or deleted since count.
 */
export function lostTests({ before, now, aliases, files }: TestComparison): LostTests {
  const seen = new Map(now.tests.map(test => [test.id, test]))
  const ran = before.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')
  const found = ran.map(test => ({ test, now: foundIn(seen, test.id, aliases) }))
  const possible = found.filter(({ test }) => test.file === null || !files.deleted.has(test.file))
  const again = possible.filter(each => each.now?.outcome === 'passed' || each.now?.outcome === 'failed')
  const isWhole = !now.isIncomplete && again.length * 2 >= possible.length
  const filesNow = new Set(now.tests.map(({ file }) => file))
  const mayCount = (file: string | null): boolean => {
    if (isWhole) return true
    if (file === null) return false
    if (files.deleted.has(file)) return true
    return files.changed.has(file) && filesNow.has(files.moved.get(file) ?? file)
  }
  const lost = found.flatMap(({ test, now: current }): readonly LostTest[] => {
    if (current?.outcome === 'passed' || current?.outcome === 'not-run') return []
    if (current?.outcome === 'failed') return test.outcome === 'passed' ? [{ test, what: 'failed' }] : []
    const file = test.file === null ? null : (files.moved.get(test.file) ?? test.file)
    if (file !== null && now.brokenFiles.has(file))
      return test.outcome === 'passed' ? [{ test, what: 'failed' }] : []
    if (!mayCount(test.file)) return []
    return [{ test, what: current ? 'skipped' : 'disappeared' }]
  })
  return { lost, isWhole }
}

function foundIn(
  seen: ReadonlyMap<string, TestSeen>,
  id: string,
  aliases: TestComparison['aliases'],
): TestSeen | null {
  const own = seen.get(id)
  if (own) return own
  for (const other of aliases.get(id) ?? []) {
    const found = seen.get(other)
    if (found) return found
  }
  return null
}
