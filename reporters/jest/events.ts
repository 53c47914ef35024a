/** What jest 30 tells its reporters, as far as it is read here (https://jestjs.io/docs/configuration#reporters-arraymodulename--modulename-options). */
export interface JestTestFile {
  readonly path: string
  readonly context: { readonly config: { readonly displayName?: { readonly name: string } | string } }
}

export interface JestCaseStart {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly startedAt?: number | null
}

/** One attempt of a test; in a file's result the last one. */
export interface JestCaseResult {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled' | 'focused'
  readonly duration?: number | null
  readonly startedAt?: number | null
  /** Which attempt this is, from 1. */
  readonly invocations?: number
  /** Declared with `test.failing`. */
  readonly failing?: boolean
  /** The errors as the test environment left them; what is lost on the way from a worker stands in the messages. */
  readonly failureDetails?: readonly unknown[]
  readonly failureMessages?: readonly string[]
  readonly location?: { readonly line: number } | null
}

export interface JestError {
  readonly message?: string
  readonly stack?: string | null
}

export interface JestFileResult {
  readonly testResults: readonly JestCaseResult[]
  /** The file did not load, its worker died, or something failed outside its tests. */
  readonly testExecError?: JestError | null
  readonly console?: readonly { readonly type: string; readonly message: string }[] | null
  readonly perfStats?: { readonly start: number; readonly end: number }
}

export interface JestRunResult {
  readonly numTotalTestSuites: number
  readonly numFailedTests: number
  readonly numRuntimeErrorTestSuites: number
  readonly testResults: readonly unknown[]
  readonly wasInterrupted?: boolean
  readonly runExecError?: JestError
  /** `failure`: obsolete snapshots, where they are not to be removed. */
  readonly snapshot?: {
    readonly failure?: boolean
    readonly unchecked?: number
    readonly filesRemoved?: number
  }
}

export interface JestGlobalConfig {
  readonly rootDir: string
  readonly shard?: { readonly shardIndex: number; readonly shardCount: number }
  /** After how many failed tests the run stops; 0 = never. */
  readonly bail?: number | boolean
}
