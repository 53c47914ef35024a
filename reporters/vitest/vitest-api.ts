/**
 * What this reporter reads of vitest's objects, in the versions 3, 4 and 5. Fields that only some versions have are
 * optional; vitest itself is never imported, so that one build serves all of them.
 */

export interface Vitest {
  readonly config: VitestConfig
  readonly projects?: readonly { readonly config: VitestConfig }[]
  /** Its listeners are dropped as each run begins. */
  onCancel?(listener: (reason: string) => void): unknown
  /** Internal. Reporters hear nothing of a global setup that throws. */
  initializeGlobalSetup?: (...args: unknown[]) => Promise<unknown>
}

export interface VitestConfig {
  readonly root: string
  readonly watch?: boolean
  readonly shard?: { readonly index: number; readonly count: number } | null
  readonly bail?: number
  readonly mergeReports?: string
  readonly dangerouslyIgnoreUnhandledErrors?: boolean
  includeTaskLocation?: boolean | undefined
}

/** A test file that is planned to run. */
export interface TestSpecification {
  readonly moduleId: string
  readonly pool?: string
  readonly project: { readonly name: string }
  /** Once it has been loaded, or is about to be. */
  readonly testModule?: object | undefined
}

/** An error as a worker serialised it. */
export interface TestError {
  readonly name?: string
  readonly message?: string
  /** `Unhandled Rejection`, `Uncaught Exception` … on errors that belong to no test. */
  readonly type?: string
  readonly cause?: unknown
}

/** The hooks' states: one that was started and did not pass is still in the state `run`. */
export type HookStates = Readonly<
  Partial<Record<'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach', string>>
>

/** The serialised task behind a reported entity. */
interface Task {
  readonly meta?: { readonly typecheck?: boolean }
  readonly result?: {
    readonly startTime?: number
    readonly duration?: number
    readonly repeatCount?: number
    readonly hooks?: HookStates
    /** `skip()` was called while the test ran, or the run was cancelled under it. */
    readonly pending?: boolean
  }
}

interface Parent {
  readonly id: string
  readonly task: Task
  readonly children: Iterable<TestSuite | TestCase>
  errors(): readonly unknown[]
}

/** A test file. */
export interface TestModule extends Parent {
  readonly type: 'module'
  readonly moduleId: string
  readonly project: { readonly name: string }
  state(): 'queued' | 'pending' | 'passed' | 'failed' | 'skipped'
  diagnostic(): { readonly duration: number }
}

/** A describe. */
export interface TestSuite extends Parent {
  readonly type: 'suite'
  readonly name: string
  readonly module: TestModule
  readonly parent: TestModule | TestSuite
}

export interface TestCase {
  readonly type: 'test'
  readonly id: string
  readonly name: string
  readonly task: Task
  readonly module: TestModule
  readonly parent: TestModule | TestSuite
  readonly location?: { readonly line: number } | undefined
  /** As declared: what becomes of the test does not change it. */
  readonly options: { readonly mode?: string; readonly fails?: boolean | undefined }
  /** Since 4. */
  readonly tags?: readonly string[]
  result(): TestResult
  diagnostic(): TestDiagnostic | undefined
  /** Since 5. */
  attempts?(): readonly TestAttempt[]
  annotations?(): readonly TestAnnotation[]
  /** Since 4. */
  artifacts?(): readonly TestArtifact[]
}

export interface TestResult {
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending'
  /** Of all attempts together; a test that passed at last has those of the failed ones. */
  readonly errors?: readonly unknown[] | undefined
  /** Why it was skipped. */
  readonly note?: string | undefined
}

export interface TestDiagnostic {
  readonly startTime: number
  /** Of all attempts together. */
  readonly duration: number
  readonly retryCount: number
  readonly repeatCount: number
}

export interface TestAttempt {
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly errors?: readonly unknown[] | undefined
  readonly startTime: number
  readonly duration: number
}

interface TestAttachment {
  readonly path?: string | undefined
}

export interface TestAnnotation {
  readonly type: string
  readonly message: string
  readonly attachment?: TestAttachment | undefined
}

export interface TestArtifact {
  readonly attachments?: readonly TestAttachment[] | undefined
}

export interface UserConsoleLog {
  readonly type: 'stdout' | 'stderr'
  readonly content: string
  /** A test's, a describe's or a file's id, or where in the source it was printed. */
  readonly taskId?: string | undefined
}
