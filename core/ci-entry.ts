export type Environment = Readonly<Record<string, string | undefined>>

/** A file's text, or `null` when it cannot be read. */
export type ReadText = (path: string) => string | null

/** What a CI says in one place or in several: the first that holds counts. */
export type Given = string | undefined | readonly (string | undefined)[]

/** A change request as its CI tells it, before anything is checked. */
interface ToldChange {
  /** Without one there is no change request. */
  readonly id: Given
  readonly target?: Given
  readonly source?: Given
  readonly url?: Given
  /** The commit checked out is a merge into the target that the host made: its first parent is the target. */
  readonly isMerge?: boolean
  /** Where the change left the target, or the commit of the target that it was merged with. */
  readonly base?: Given
  /** A commit that the target had once: only for when the target itself is not there. */
  readonly formerTarget?: Given
}

/** What one CI says, before anything is checked. */
export interface Told {
  readonly branch?: Given
  readonly commit?: Given
  readonly tag?: Given
  readonly change?: ToldChange
  /** A merge queue builds several changes as one: where they go. */
  readonly queue?: { readonly target: Given; readonly base: Given }
  /** `what` names the commit for people: "the previous push". */
  readonly previous?: { readonly commit: Given; readonly what: string }
  readonly buildUrl?: Given
  readonly jobUrl?: Given
  readonly job?: Given
  readonly buildNumber?: Given
  readonly actor?: Given
  readonly shard?: {
    readonly index: string | undefined
    readonly total: string | undefined
    readonly from: 0 | 1
  }
}

export interface CiEntry {
  readonly name: string
  readonly title: string
  readonly detect: (env: Environment) => boolean
  readonly read: (env: Environment, readText: ReadText) => Told
}
