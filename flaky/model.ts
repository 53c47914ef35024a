/**
 * What the record knows, in its own words. A record is a list of builds; each says which tests ran and what became of those
 * that did not simply pass.
 */

/** A test as the record names it; `id` is core/test-id.ts', or made from name and classname where a report has none. */
export interface TestRef {
  readonly id: string
  readonly name: string
  readonly classname: string
  readonly file: string | null
  readonly project: string
}

/** A build (of a shard of it): where a set of results comes from. */
export interface BuildRef {
  /** Unique per build; the same for all its shards. */
  readonly id: string
  /** `''` where the build is not split. */
  readonly shard: string
  /** Milliseconds since the epoch. Clocks of agents differ: order within a second means nothing. */
  readonly at: number
  readonly branch: string | null
  readonly commit: string | null
  /** What results may be compared: operating system, architecture, runtime and its major version. */
  readonly environment: string
}

/**
 * What became of a test in a build. `passed`: at its first attempt; `flaky`: failed, then passed; `failed`: to the end.
 * One that was skipped or did not run has no result: it says nothing about the test.
 */
export type Result = 'passed' | 'flaky' | 'failed'

/** What is kept of a test that did not simply pass. */
export interface Exception {
  readonly result: Exclude<Result, 'passed'>
  /** Attempts that failed, and all of them. */
  readonly failures: number
  readonly attempts: number
  /** Of all attempts, those in reruns: without the tests that had passed before it. Absent where there were none. */
  readonly alone?: number
  /** Of the first failure (fingerprint.ts); `''` where there is none. */
  readonly fingerprint: string
  /** The first failure's first line, at most 200 characters. */
  readonly message: string
  /** The failed attempt's, in milliseconds. */
  readonly durationMs: number
  /** It was excused by the quarantine. */
  readonly quarantined: boolean
}

/** One run of a test, seen from the test. */
export interface TestRun {
  readonly build: BuildRef
  readonly result: Result
  /** `null` for one that passed at once. */
  readonly exception: Exception | null
  /** The build met an incident (incident.ts): it says nothing about its tests. */
  readonly incident: boolean
}

/** A test's runs, oldest first. */
export interface TestHistory {
  readonly test: TestRef
  readonly runs: readonly TestRun[]
  /** Hash of the test's own source, where it is known: a changed test starts anew. */
  readonly bodyHash: string | null
}
