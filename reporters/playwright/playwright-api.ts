/** What the reporter uses of Playwright's own interface (`@playwright/test/reporter`), versions 1.44 and later. */

export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A thrown error, its message in the form `Name: message`; `value` instead where no Error was thrown. */
export interface TestError {
  readonly message?: string
  readonly stack?: string
  readonly value?: string
  readonly cause?: TestError
  readonly location?: Location
}

export interface Project {
  readonly name: string
  readonly outputDir: string
  readonly dependencies: readonly string[]
}

export interface Config {
  readonly rootDir: string
  readonly configFile?: string | undefined
  readonly globalSetup?: string | null
  readonly globalTeardown?: string | null
  readonly failOnFlakyTests?: boolean
  readonly maxFailures?: number
  readonly shard?: { readonly current: number; readonly total: number } | null
}

export interface Hook {
  readonly type: string
  readonly location: Location
}

export interface Suite {
  readonly type: 'root' | 'project' | 'file' | 'describe'
  readonly title: string
  readonly location?: Location | undefined
  readonly parent?: Suite | undefined
  readonly suites: readonly Suite[]
  allTests(): readonly TestCase[]
  project(): Project | undefined
  /** No part of the documented interface, and missing in merged reports: tells which hook is whose. */
  readonly _hooks?: readonly Hook[]
}

export interface Annotation {
  readonly type: string
  readonly description?: string
}

export type Status = 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted'

export interface TestCase {
  readonly title: string
  readonly location: Location
  readonly parent: Suite
  readonly annotations: readonly Annotation[]
  readonly tags: readonly string[]
  readonly expectedStatus: Status
  readonly retries: number
  readonly results: readonly TestResult[]
  ok(): boolean
  outcome(): 'skipped' | 'expected' | 'unexpected' | 'flaky'
}

export interface Attachment {
  readonly name: string
  readonly contentType: string
  readonly path?: string | undefined
  readonly body?: Buffer | undefined
}

export interface Step {
  readonly title: string
  readonly category: string
  readonly duration: number
  readonly location?: Location | undefined
  readonly error?: TestError | undefined
  readonly steps: readonly Step[]
}

export interface TestResult {
  readonly retry: number
  readonly status: Status
  readonly startTime: Date
  readonly duration: number
  /** −1: no worker ever took the test. */
  readonly workerIndex: number
  readonly errors: readonly TestError[]
  readonly annotations?: readonly Annotation[]
  readonly attachments: readonly Attachment[]
  readonly steps: readonly Step[]
}

export interface FullResult {
  readonly status: 'passed' | 'failed' | 'timedout' | 'interrupted'
}
