/**
 * What node:test tells its reporters (https://nodejs.org/api/test.html#class-testsstream), as far as it is read here.
 * Node 24 adds testId, parentId, entryFile and tags; 22 adds `type` before a result and test:summary.
 */
export interface TestEvent {
  readonly name: string
  readonly nesting: number
  /** Where `test()` was called, which may be a module that the test file imports. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** Unique in the process that ran the test; 0 is its root. */
  readonly testId?: number
  readonly parentId?: number
  /** The test file whose process tells this. */
  readonly entryFile?: string
  readonly type?: 'suite' | 'test'
  readonly tags?: readonly string[]
  readonly skip?: string | boolean
  readonly todo?: string | boolean
  readonly expectFailure?: unknown
  readonly details?: TestDetails
}

export interface TestDetails {
  readonly duration_ms?: number
  /** Missing for tests in Node 20, where suites alone have it. */
  readonly type?: 'suite' | 'test'
  readonly error?: TestFailure
  /** With --test-rerun-failures: how many runs came before. */
  readonly attempt?: number
  readonly passed_on_attempt?: number
}

/** The runner's own error around what was thrown. */
export interface TestFailure {
  readonly message?: string
  readonly code?: string
  readonly failureType?: string
  readonly cause?: unknown
  /** Of a test file's process. */
  readonly exitCode?: number | null
  readonly signal?: string | null
}

export interface OutputEvent {
  readonly file?: string
  readonly entryFile?: string
  readonly message: string
}

export interface DiagnosticEvent {
  readonly nesting: number
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly entryFile?: string
}

export interface PlanEvent {
  readonly nesting: number
  readonly file?: string
}

export interface SummaryEvent {
  readonly success: boolean
  /** Missing in the summary of the whole run. */
  readonly file?: string
  readonly entryFile?: string
}

export interface EventsByName {
  readonly 'test:enqueue': TestEvent
  readonly 'test:dequeue': TestEvent
  readonly 'test:start': TestEvent
  readonly 'test:complete': TestEvent
  readonly 'test:pass': TestEvent
  readonly 'test:fail': TestEvent
  readonly 'test:plan': PlanEvent
  readonly 'test:diagnostic': DiagnosticEvent
  readonly 'test:stdout': OutputEvent
  readonly 'test:stderr': OutputEvent
  readonly 'test:summary': SummaryEvent
  readonly 'test:interrupted': unknown
}

export type EventName = keyof EventsByName
