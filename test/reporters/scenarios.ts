/**
 * What can happen to a test run, the same for every runner. `docs/reporters.md` holds the table of what each reporter
 * makes of it.
 */
export type Verdict = 'green' | 'red'

export type ScenarioName =
  | 'passes'
  | 'assertion'
  | 'thrown'
  | 'retries'
  | 'worker-sigkill'
  | 'process-exit-0'
  | 'process-exit-1'
  | 'out-of-memory'
  | 'bail'
  | 'sigterm'
  | 'sigint'
  | 'hung-test'
  | 'unhandled-rejection'
  | 'uncaught-exception'
  | 'import-error'
  | 'syntax-error'
  | 'empty-file'
  | 'before-all'
  | 'before-each'
  | 'after-each'
  | 'after-all'
  | 'global-setup'

export interface Scenario {
  readonly name: ScenarioName
  /** What the report must say. Red: at least one failure or error. */
  readonly expected: Verdict
  readonly what: string
  /** Sent once the test has written the file `ready`. */
  readonly signal?: NodeJS.Signals
}

export const scenarios: readonly Scenario[] = [
  { name: 'passes', expected: 'green', what: 'passed, skipped with a reason, todo, an expected failure' },
  { name: 'assertion', expected: 'red', what: 'an assertion that does not hold, beside one that does' },
  { name: 'thrown', expected: 'red', what: 'a TypeError thrown in a test' },
  {
    name: 'retries',
    expected: 'red',
    what: 'one test passes at its third attempt, another fails three times',
  },
  {
    name: 'worker-sigkill',
    expected: 'red',
    what: 'the second of three tests kills its own process with SIGKILL',
  },
  { name: 'process-exit-0', expected: 'red', what: 'the second of three tests calls process.exit(0)' },
  { name: 'process-exit-1', expected: 'red', what: 'the second of three tests calls process.exit(1)' },
  { name: 'out-of-memory', expected: 'red', what: 'the second of three tests fills the heap' },
  {
    name: 'bail',
    expected: 'red',
    what: 'the run stops at the first failure, before the tests of two files are done',
  },
  {
    name: 'sigterm',
    expected: 'red',
    what: 'SIGTERM to the runner while the second of three tests runs',
    signal: 'SIGTERM',
  },
  {
    name: 'sigint',
    expected: 'red',
    what: 'SIGINT to the runner while the second of three tests runs',
    signal: 'SIGINT',
  },
  { name: 'hung-test', expected: 'red', what: "a test never ends and meets the runner's time limit" },
  {
    name: 'unhandled-rejection',
    expected: 'red',
    what: 'a promise is rejected behind the back of a test that passes',
  },
  {
    name: 'uncaught-exception',
    expected: 'red',
    what: 'a timer throws behind the back of a test that passes',
  },
  { name: 'import-error', expected: 'red', what: 'a test file imports a module that does not exist' },
  { name: 'syntax-error', expected: 'red', what: 'a test file does not parse' },
  {
    name: 'empty-file',
    expected: 'red',
    what: 'a test file without tests (where the runner calls that an error)',
  },
  { name: 'before-all', expected: 'red', what: 'a beforeAll hook throws: its two tests never run' },
  { name: 'before-each', expected: 'red', what: 'a beforeEach hook throws' },
  { name: 'after-each', expected: 'red', what: 'an afterEach hook throws' },
  { name: 'after-all', expected: 'red', what: 'an afterAll hook throws after two tests that passed' },
  { name: 'global-setup', expected: 'red', what: 'the global setup throws: nothing runs' },
]
