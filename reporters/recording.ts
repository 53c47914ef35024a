/**
 * What a runner's adapter tells while the tests run. An adapter only translates its runner's events into these calls, in
 * any order and as often as they come; what they mean together (end states, attempts, hooks, identity) is decided once, in
 * the recorder, so that the same scenario gives the same model whichever runner ran it. No call throws.
 */
export interface Recording {
  /** The test file `file` (absolute, or relative to the root) of a project. The same file and project is the same suite. */
  suite(file: string, project?: string): SuiteRecording
  /** Trouble that belongs to no file: a global setup or teardown that failed, an unhandled rejection, a lost worker. */
  trouble(name: string, errors: readonly unknown[]): void
  /** The runner itself says that the run was cut short (bail, interrupt, a time limit): what never ran is told with this reason. */
  cutShort(reason: string): void
  /**
   * The run is over: suites that are still open are closed, the report is completed and takes its name.
   * Further calls do nothing. `failed` is the runner's own verdict where it has one: a failed run whose record shows no
   * failure gets a case that says so, for a red run is a red report.
   */
  finish(end?: { readonly failed?: boolean; readonly reason?: string }): void
}

export interface SuiteRecording {
  /**
   * The test of this key (anything that is the same for the same test: an id, an object), declared when first asked for.
   * Declare every test that the file holds, in the order of the file, as soon as it is known: a test that is
   * declared and never started is told as not run.
   */
  test(key: unknown, declaration: TestDeclaration): TestRecording
  /** A beforeAll or afterAll (or a hook that no test can be charged with) failed. `describes` are the titles around it. */
  hook(name: HookName, describes: readonly string[], errors: readonly unknown[], durationMs?: number): void
  /** The file did not load: a syntax error, a failed import, an exception at its top level, a crash before any test. */
  loadError(errors: readonly unknown[]): void
  /** The process that ran the file died, or its time ran out: whatever was started and has no result did not finish. */
  died(reason: string): void
  /** Output that belongs to no test. */
  output(stream: 'stdout' | 'stderr', text: string): void
  property(name: string, value: string): void
  /** Every result of this file is in: it is written and forgotten. */
  finish(end?: { readonly startedAt?: number; readonly durationMs?: number }): void
}

export interface TestRecording {
  /** An attempt begins. Until its result is told, the test is in flight. */
  start(at?: number): void
  /** What the test prints. It belongs to the attempt whose result is told next. */
  output(stream: 'stdout' | 'stderr', text: string): void
  /** An attempt ended. Several are told in the order in which they were made. */
  attempt(result: AttemptResult): void
  /** It will not run; the reason as a half sentence, such as `the run stopped after 1 failure (bail)`. */
  notRun(reason: string): void
  /** Tags are `tag`, annotations `annotation.<type>`, an expected failure is `expected` = `failure`. */
  property(name: string, value: string): void
  /** A file that belongs to the test, absolute or relative to the root. */
  attach(path: string): void
}

export interface TestDeclaration {
  /** The titles of the enclosing describes and its own, without the file's and the project's. */
  readonly titlePath: readonly string[]
  /** 1-based line of the test itself, where the runner knows it for free. */
  readonly line?: number | null
}

export type HookName = 'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach'

export interface AttemptResult {
  /** Whether `failed` is a failure or an error is told by what was thrown. */
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly durationMs: number
  readonly startedAt?: number | null
  /** As thrown, or as the runner serialised it; several for soft assertions. */
  readonly errors?: readonly unknown[]
  /**
   * Set when not the test but a hook around it failed. The hook then gets a case of its own; the test did not run
   * (beforeEach), or keeps what it did before (afterEach: give its own result as another attempt only if it failed itself).
   */
  readonly hook?: HookName
  /** Why it was skipped, `todo` for one that is yet to be written. */
  readonly reason?: string
  /** Where the runner hands output over with the result. */
  readonly stdout?: string
  readonly stderr?: string
}
