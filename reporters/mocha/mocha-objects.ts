/** What is used of mocha's objects: the same in mocha 10, 11 and 12. mocha itself is the user's, and never imported. */
export interface MochaSuite {
  readonly root: boolean
  readonly title: string
  readonly file?: string | undefined
  readonly parent?: MochaSuite | undefined
  readonly tests: readonly MochaTest[]
  readonly suites: readonly MochaSuite[]
  titlePath(): string[]
  /** Whether the run stops at a failure in it. */
  bail(): boolean
  getHooks(name: 'afterAll'): readonly MochaHook[]
}

export interface MochaTest {
  readonly type: string
  readonly title: string
  readonly file?: string | undefined
  readonly parent?: MochaSuite | undefined
  /** Milliseconds; unset until it ran. */
  readonly duration?: number | undefined
  titlePath(): string[]
  fullTitle(): string
  /** The first of a retried test's clones; nothing for that one itself. */
  retriedTest(): MochaTest | undefined
}

export interface MochaHook {
  readonly type: 'hook'
  /** Such as `"before each" hook: connects for "adds"`. */
  readonly title: string
  /** Of the describe that it stands in; the root has none. */
  file?: string | undefined
  readonly parent?: MochaSuite | undefined
  readonly duration?: number | undefined
  readonly ctx?: { readonly currentTest?: MochaTest | undefined } | undefined
}

/** Stands for an error that came while neither a test nor a hook ran. */
export interface MochaStray {
  readonly type?: undefined
  readonly title: string
  /** mocha 12, parallel mode. */
  readonly file?: string | undefined
}

/** With their arguments. */
export interface MochaEvents {
  start: []
  suite: [MochaSuite]
  'suite end': [MochaSuite]
  test: [MochaTest]
  'test end': [MochaTest]
  hook: [MochaHook]
  'hook end': [MochaHook]
  pass: [MochaTest]
  fail: [MochaTest | MochaHook | MochaStray, unknown]
  retry: [MochaTest, unknown]
  pending: [MochaTest]
  end: []
  waiting: [MochaSuite]
  ready: []
}

export interface MochaRunner {
  readonly suite: MochaSuite
  readonly failures: number
  on<Name extends keyof MochaEvents>(event: Name, listener: (...args: MochaEvents[Name]) => void): unknown
  prependListener(event: keyof MochaEvents, listener: () => void): unknown
  /** Undocumented: what `--grep` and `--invert` came to, known from `start` on. */
  readonly _grep?: RegExp
  readonly _defaultGrep?: RegExp
  readonly _invert?: boolean
  readonly _abort?: boolean
  /** Parallel mode only. */
  workerReporter(absolutePath: string): unknown
  isParallelMode(): boolean
}

type Fixture = (this: unknown, ...args: unknown[]) => unknown

/** What a reporter is handed: the options of the `Mocha` object, itself not a copy. */
export interface MochaOptions {
  /** Of any form: see named-options.ts. */
  readonly reporterOption?: unknown
  readonly reporterOptions?: unknown
  readonly files?: readonly string[] | undefined
  readonly dryRun?: boolean | undefined
  readonly bail?: boolean | undefined
  globalSetup?: readonly Fixture[] | undefined
  globalTeardown?: readonly Fixture[] | undefined
  /** Ours, on the way to the workers. */
  cdGateTapes?: { readonly directory: string; readonly outputBudget: number }
}

export interface MochaReporterObject {
  done?(failures: number, fn: (failures: number) => void): void
}

export type MochaReporterClass = new (runner: MochaRunner, options: MochaOptions) => MochaReporterObject

/** The `mocha` package's export. */
export interface MochaClass {
  readonly Runner: new (...args: never[]) => object
  readonly reporters: Readonly<Record<string, MochaReporterClass>>
  readonly prototype: MochaPrototype
}

export interface LoadingSuite extends MochaSuite {
  on(event: 'pre-require' | 'post-require', listener: (context: unknown, file: string) => void): unknown
  on(event: HookEvent, listener: (hook: MochaHook) => void): unknown
}

/** A hook was added to the suite. */
export type HookEvent = 'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach'

export interface MochaObject {
  readonly suite: LoadingSuite
  readonly files: readonly string[]
  readonly options: MochaOptions
  readonly _reporter?: unknown
}

export interface MochaPrototype {
  reporter: (this: MochaObject, ...args: unknown[]) => unknown
  loadFiles: (this: MochaObject, ...args: unknown[]) => unknown
  loadFilesAsync: (this: MochaObject, ...args: unknown[]) => Promise<unknown>
}
