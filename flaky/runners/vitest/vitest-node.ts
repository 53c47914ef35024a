/** What is used of `vitest/node` in the versions 3, 4 and 5; it is the user's, and found at run time. */
export interface VitestNode {
  readonly version: string
  parseCLI(argv: string[]): { filter: string[]; options: VitestOptions }
  createVitest(mode: 'test', options: VitestOptions): Promise<VitestInstance>
}

/** As `parseCLI` gives them. */
export type VitestOptions = Record<string, unknown>

export interface VitestInstance {
  readonly config: VitestConfig
  readonly projects: readonly VitestProject[]
  /** Made, and not yet told anything. */
  readonly reporters: object[]
  readonly logger: { printError(error: unknown, options: object): void }
  start(filters: readonly string[]): Promise<unknown>
  /** Since 4; before that, `init`. */
  standalone?(): Promise<void>
  init(): Promise<void>
  collectTests(specifications: readonly object[]): Promise<TestModules>
  runTestSpecifications(specifications: readonly object[], all: boolean): Promise<TestModules>
  resetGlobalTestNamePattern?(): void
  exit(force?: boolean): Promise<void>
}

export interface VitestConfig {
  setupFiles: string[]
  testNamePattern?: RegExp | undefined
  tagsFilter?: unknown
  retry?: unknown
  readonly name?: string
}

export interface VitestProject {
  readonly name: string
  readonly config: VitestConfig
  createSpecification(file: string, locations?: readonly number[] | object, pool?: string): object
}

export interface TestModules {
  readonly testModules: readonly TestModule[]
}

export interface TestModule {
  readonly moduleId: string
  readonly project: { readonly name: string }
  readonly children: Iterable<TestNode>
}

export interface TestNode {
  readonly type: 'test' | 'suite'
  readonly id: string
  readonly name: string
  /** Of a describe. */
  readonly children?: Iterable<TestNode>
  /** Of a test. */
  result?(): { readonly state: string }
}
