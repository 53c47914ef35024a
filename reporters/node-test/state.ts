import type { SuiteRecording, TestRecording } from '../recording.ts'
import type { TestFailure } from './events.ts'

/** A test or suite of one process, from its enqueueing to its result. */
export interface TestNode {
  readonly name: string
  readonly line: number | null
  readonly file: FileState
  /** Set right by `test:start` where the events before it have no ids. */
  parent: TestNode | null
  /** `null`: not yet known (Node 20). */
  suite: boolean | null
  dequeued: boolean
  /** The record knows that it is in flight. */
  started: boolean
  hasChildren: boolean
  test: TestRecording | null
  /** Tests below it that were cancelled before they started: why is known when its own result comes. */
  readonly cancelled: TestRecording[]
}

/** One test file, as long as its results come in. */
export interface FileState {
  /** Absolute. */
  readonly path: string
  /** Relative to where the runner started. */
  readonly name: string
  readonly suite: SuiteRecording
  /** The runner runs the file as a process, and tells of it as if it were a test around the file's tests. */
  wrapped: boolean
  /** The runner told a result of its own for the file as a whole: it told none for tests inside it. */
  reported: boolean
  startedAt: number | null
  /** Of the file as a whole, where the runner tells one. */
  end: { readonly failure: TestFailure | null; readonly durationMs: number } | null
  readonly unfinished: Set<TestNode>
  results: number
  cameToItsEnd: boolean
  explained: boolean
  /** The end of what its process wrote to standard error. */
  stderr: string
  /** Hooks that were told already: a failed `before` of a file fails each of its tests anew. */
  readonly failedHooks: Set<string>
}

export function createFileState(path: string, name: string, suite: SuiteRecording): FileState {
  return {
    path,
    name,
    suite,
    wrapped: false,
    reported: false,
    startedAt: null,
    end: null,
    unfinished: new Set(),
    results: 0,
    cameToItsEnd: false,
    explained: false,
    stderr: '',
    failedHooks: new Set(),
  }
}
