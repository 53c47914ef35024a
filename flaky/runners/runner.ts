import type { TestCase } from '../../core/test-run.ts'

/** A failed case that is to run again. */
export interface WantedTest {
  /** `hook`, `load` and `run` name no test: their suite or file runs again as a whole. */
  readonly kind: TestCase['kind']
  readonly id: string
  readonly project: string
  /** Relative to the repository, with `/`; `null` where the report does not say. */
  readonly file: string | null
  /** The describes' titles and its own; empty where only name and classname are known (a foreign report). */
  readonly titlePath: readonly string[]
  /** 1 for the first of several tests of the same titles in one file. */
  readonly ordinal: number
  readonly name: string
  readonly classname: string
  readonly line: number | null
}

/** What to start, without a shell. */
export interface Invocation {
  readonly command: readonly [program: string, ...args: string[]]
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>
  /** Written before it starts: absolute path → text. */
  readonly files: Readonly<Record<string, string>>
}

export interface RunPlace {
  /** The working directory, absolute. */
  readonly cwd: string
  /** The repository's root, absolute: what `file` is relative to. */
  readonly root: string
  /** Where this run keeps what it needs, absolute; it exists and is empty. */
  readonly directory: string
  /** Where the XUnit of this run must be, absolute, inside `directory`. */
  readonly output: string
}

/** How one runner is recorded, and how some of its tests are run again. One file each; index.ts is the table. */
export interface FlakyRunner {
  readonly name: string
  /** Whether this command line starts the runner. `argv` has no `npx`, `npm run` or the like before it any more. */
  detect(argv: readonly string[]): boolean
  /** The user's own command, its own reporters left as they are, with our XUnit beside them. @throws GateError flaky.* */
  record(argv: readonly string[], place: RunPlace): Invocation
  /**
   * What runs exactly these tests, once, in fresh processes: never a neighbour. Options of the command that would
   * retry, stop early, judge coverage, or select other tests are overridden.
   * @throws GateError flaky.*
   */
  rerun(argv: readonly string[], wanted: readonly WantedTest[], place: RunPlace): readonly Invocation[]
  /**
   * Whether a case of the rerun's report is this wanted one. By id where both have one; runners of foreign reports compare
   * by name.
   */
  isSame?(wanted: WantedTest, found: TestCase): boolean
}
