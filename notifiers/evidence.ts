import type { ChangeKind } from '../core/change-set.ts'
import type { FailedTest } from './model.ts'

/** Who a commit says wrote it. Anybody can write anything there. */
export interface Author {
  readonly name: string
  readonly email: string
}

/** What is known about who may have broken the build: plain data, gathered from git, the tests and the reports. */
export interface BlameEvidence {
  /** Full hash of the commit that was green last; `null`: none is known. */
  readonly lastGreen: string | null
  readonly firstBuild: boolean
  /** Why the commits since then are not known ("it is not in this clone: …"); `null`: they are. */
  readonly gap: string | null
  /** What the head has and the last green commit has not, newest first. At most 200. */
  readonly commits: readonly EvidenceCommit[]
  /** Whether there are more than these. */
  readonly truncated: boolean
  /** Confirmed failures: neither flaky nor quarantined. */
  readonly failures: readonly FailureEvidence[]
  /** Something else than a failing test makes the build red: it could not be made, a gate did not pass. */
  readonly otherwiseRed: boolean
  /** Login or name of who asked for the build, as the CI says; `null`: it does not. */
  readonly requester: string | null
}

export interface EvidenceCommit {
  /** Full. */
  readonly hash: string
  /** Through .mailmap, as are the co-authors. */
  readonly author: Author
  /** Of the `Co-authored-by` trailers. */
  readonly coAuthors: readonly Author[]
  readonly subject: string
  /** A merge brings in what others did: it has no files here. */
  readonly isMerge: boolean
  readonly files: readonly TouchedFile[]
}

/** What one commit did to one file, told of the file as it is at the head. */
export interface TouchedFile {
  /** Its path at the head, through later renames; the last it had where it is gone. */
  readonly path: string
  /** Its path before this commit; `null` unless that differs. */
  readonly oldPath: string | null
  readonly kind: ChangeKind
  /** Lines at the head that are as this commit left them, and were not so before it. Ascending. */
  readonly lines: readonly number[]
  /** Lines at the head next to which it took lines away. Ascending. */
  readonly cuts: readonly number[]
}

export interface FailureEvidence {
  readonly test: FailedTest
  /** The test's own file in the repository; `null`: it cannot be told. */
  readonly file: string | null
  /** Places in the repository that the failure's stack names, nearest first. */
  readonly frames: readonly Frame[]
  /** What the test's file imports statically, and what these do. */
  readonly imports: readonly Imported[]
  /** Lines that coverage reports know; `undefined`: no report is at hand. */
  readonly coveredBy?: readonly Covered[]
}

export interface Frame {
  /** Relative to the repository, with `/`. */
  readonly file: string
  /** 1-based. */
  readonly line: number
}

export interface Imported {
  readonly file: string
  /** The file between, of an import's import; `null`: the test's file imports it itself. */
  readonly via: string | null
}

export interface Covered {
  readonly file: string
  /** `test`: this test alone was measured; `run`: all tests together, so that any of them may have run the lines. */
  readonly by: 'test' | 'run'
  readonly lines: readonly number[]
  /** Measured, and run by nobody. */
  readonly missed: readonly number[]
}
