/** What is used of jest's configuration (package jest-config). */
export interface JestOptions {
  readonly rootDir?: string
  readonly id?: string
  readonly preset?: string | null
  readonly reporters?: readonly unknown[]
  readonly projects?: readonly (string | { readonly rootDir?: string })[]
}

export interface JestConfigModule {
  readInitialOptions(
    config: string | undefined,
    options: { readonly packageRootOrConfig: string },
  ): Promise<{ readonly config: JestOptions; readonly configPath: string | null }>
  readConfig(
    argv: Readonly<Record<string, unknown>>,
    root: string,
  ): Promise<{ readonly globalConfig: { readonly reporters?: readonly unknown[] } }>
}

/** jest-circus' tests and describes, as its events hand them over (https://jestjs.io/docs/configuration#testenvironment-string). */
export interface CircusTest {
  readonly type: 'test'
  readonly name: string
  mode: 'only' | 'skip' | 'todo' | null | undefined
}

export interface CircusDescribe {
  readonly type: 'describeBlock'
  readonly name: string
  readonly mode: CircusTest['mode']
  readonly children: readonly (CircusDescribe | CircusTest)[]
}

export interface CircusState {
  readonly rootDescribeBlock: CircusDescribe
  readonly hasFocusedTests: boolean
  readonly describeRetryOptions?: WeakMap<CircusDescribe, unknown>
}

export type CircusEvent =
  | { readonly name: 'run_start' }
  | { readonly name: 'test_skip'; readonly test: CircusTest }
  | { readonly name: 'other' }

export interface JestEnvironment {
  readonly global: object
  handleTestEvent?: (event: CircusEvent, state: CircusState) => unknown
}

export interface JestProjectConfig {
  readonly displayName?: string | { readonly name: string }
}

/** The interface of `testRunner`. */
export type JestTestRunner = (
  globalConfig: unknown,
  config: JestProjectConfig,
  environment: JestEnvironment,
  runtime: unknown,
  testPath: string,
  send?: (event: string, args: readonly unknown[]) => unknown,
) => Promise<unknown>
