import { hash } from 'node:crypto'
import type { TestSuite } from '../core/test-run.ts'
import type { BuildRef, Exception } from './model.ts'
import { observationsOf } from './observations.ts'
import type { Observation } from './record.ts'

/** What is said of a build whose reports are taken into the record. */
export interface ImportedBuild {
  readonly build: string | null
  readonly shard: string | null
  readonly commit: string | null
  readonly branch: string | null
  /** Milliseconds since the epoch. */
  readonly at: number | null
  readonly environment: string | null
}

/**
 * The build that these reports are of. The same reports give the same build, so that they may be imported again. `null`
 * when neither the user nor the reports say when it ran.
 * @param digests of the reports' bytes
 */
export function importedBuild(
  given: ImportedBuild,
  suites: readonly TestSuite[],
  digests: readonly string[],
): BuildRef | null {
  const at = given.at ?? startOf(suites)
  if (at === null) return null
  const content = hash('sha256', JSON.stringify([...digests].sort())).slice(0, 16)
  return {
    id: given.build ?? `import-${content}`,
    shard: given.shard ?? '',
    at,
    branch: given.branch,
    commit: given.commit,
    environment: given.environment ?? 'imported',
  }
}

function startOf(suites: readonly TestSuite[]): number | null {
  const starts = suites.flatMap(({ startedAt }) => startedAt ?? [])
  return starts.length === 0 ? null : starts.reduce((least, each) => Math.min(least, each))
}

/** A test that several reports tell of has had several attempts: that it passed in one of them makes it flaky. */
export function importedObservations(suites: readonly TestSuite[]): readonly Observation[] {
  const tests = new Map<string, Observation>()
  for (const each of observationsOf(suites, new Set())) {
    const known = tests.get(each.test.id)
    tests.set(each.test.id, known ? combined(known, each) : each)
  }
  return [...tests.values()]
}

function combined(one: Observation, other: Observation): Observation {
  if (!one.ran || !other.ran) return one.ran ? one : other
  return {
    test: one.test,
    ran: true,
    durationMs: one.durationMs + other.durationMs,
    exception: combinedException(one.exception, other.exception),
  }
}

function combinedException(one: Exception | null, other: Exception | null): Exception | null {
  const first = one ?? other
  if (!first) return null
  const passed = [one, other].some(each => each === null || each.result === 'flaky')
  return {
    ...first,
    result: passed ? 'flaky' : 'failed',
    failures: (one?.failures ?? 0) + (other?.failures ?? 0),
    attempts: (one?.attempts ?? 1) + (other?.attempts ?? 1),
  }
}
