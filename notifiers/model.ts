import type { BuildEvent, BuildStatus } from '../core/build.ts'

/**
 * What people are told about a build. Plain data: it goes into the spool as JSON, comes back in another process, and holds
 * no secret (texts are masked when it is made). Every text in it is hostile; each channel escapes for its own world.
 */
export interface Alert {
  readonly schema: 'cd-gate/alert/1'
  /** The same for the same build and event, whoever makes it: what a receiver needs to know a twin. Hexadecimal. */
  readonly id: string
  readonly event: BuildEvent
  readonly status: BuildStatus
  /** Of the newest earlier build that says something; `null`: none is known. */
  readonly previous: BuildStatus | null
  /** When the build's end was known. Milliseconds since the epoch. */
  readonly at: number
  readonly build: AlertBuild
  /** What is broken, or was until now; `null` when nothing is. */
  readonly breakage: Breakage | null
  /** Confirmed failures, neither flaky nor quarantined; those that are new in this breakage first. At most 50. */
  readonly failures: readonly FailedTest[]
  /** All of them, shown or not. */
  readonly failureCount: number
  /** How many of them did not fail in the breakage's builds before. */
  readonly newFailureCount: number
  readonly flakyCount: number
  readonly quarantinedCount: number
  /** How many of `reasons` the breakage's builds before did not have; absent: none. */
  readonly newReasonCount?: number
  /** Other reasons of a red build, a line each: "coverage of the change is 60 %, at least 80 % wanted". */
  readonly reasons: readonly string[]
  /** The coverage verdict in a line; `null`: none was given. */
  readonly coverage: string | null
  readonly blame: Blame
  /** The end of the build's log; `''`: none was given. */
  readonly log: string
  readonly attachments: readonly Attachment[]
}

export interface AlertBuild {
  /** How people call the project: `owner/name` of the remote, else the directory's name. */
  readonly repository: string
  readonly job: string | null
  readonly branch: string | null
  readonly tag: string | null
  readonly change: { readonly id: string; readonly url: string | null } | null
  readonly commit: string | null
  /** The commit's subject line. */
  readonly subject: string | null
  readonly number: string | null
  readonly url: string | null
  /** Shows what changed since the last green build. */
  readonly diffUrl: string | null
  /** A report's page. */
  readonly pageUrl: string | null
}

/** A stretch of red builds of one branch: one thread of messages. */
export interface Breakage {
  /** From repository, job, branch and first bad commit: any agent can compute it again. Hexadecimal, 32 digits. */
  readonly id: string
  readonly firstBadCommit: string | null
  /** When it was first seen red. Milliseconds since the epoch. */
  readonly since: number
  /** Whom each channel told so far, by the channel's name: `fixed` goes to the same people. */
  readonly told: Readonly<Record<string, readonly string[]>>
}

export interface FailedTest {
  /** core/test-id.ts; `''` where the report has none. */
  readonly id: string
  /** Its titles, joined with ` > `. */
  readonly name: string
  readonly classname: string
  /** Relative to the repository, with `/`. */
  readonly file: string | null
  readonly line: number | null
  /** The failure's first line. */
  readonly message: string
  /** Everything known, at most 4000 characters. */
  readonly detail: string
  readonly isNew: boolean
}

export interface Attachment {
  readonly name: string
  /** A MIME type, of text. */
  readonly type: string
  readonly text: string
}

/** Who may have done it. */
export interface Blame {
  /** `one`: a clear winner; `one-of`: at most three; `nobody`: it cannot be told, or nobody is to be named. */
  readonly kind: 'one' | 'one-of' | 'nobody'
  readonly suspects: readonly Suspect[]
  /** Why nobody is named: "no earlier green build is known". `''` otherwise. */
  readonly why: string
}

export interface Suspect {
  readonly person: Person
  /** Full hash. */
  readonly commit: string
  readonly subject: string
  /** "1a2b3c4 touches src/pay.ts:40, run by the failing pay.test.ts" */
  readonly reason: string
}

/** Somebody behind a commit, as far as the repository and the people file know. */
export interface Person {
  readonly name: string
  /** As the commit (through .mailmap) or the people file has it; it proves nothing. `''`: none. */
  readonly email: string
  /** Whether the people file names this person: the address is then meant to be written to. */
  readonly known: boolean
  /** By channel type: `{ irc: 'alice', slack: 'U012AB3CD' }`, from the people file. */
  readonly accounts: Readonly<Record<string, string>>
}
