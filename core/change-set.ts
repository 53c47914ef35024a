/** What a change did to a file, in git's words. */
export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed'

/** What the file holds now. Only `text` has lines that can be covered. */
export type ChangeContent = 'text' | 'binary' | 'submodule' | 'symlink'

/** One `@@ -oldStart,oldLines +newStart,newLines @@` block. */
export interface Hunk {
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
}

export interface ChangedFile {
  /** Repository path with `/`, as it is after the change. */
  readonly path: string
  /** The path before the change; `null` unless it differs. */
  readonly oldPath: string | null
  readonly kind: ChangeKind
  readonly content: ChangeContent
  /** Lines that the change added or altered: numbers in the new file, 1-based, ascending, unique. */
  readonly addedLines: readonly number[]
  readonly hunks: readonly Hunk[]
}

/** A change: from the commit `base` to `head` (`worktree`, `index`, or a commit). */
export interface ChangeSet {
  /** `null` when the diff was given as a file. */
  readonly base: string | null
  readonly head: string
  readonly files: readonly ChangedFile[]
}

/** Where the comparison starts, and why there. `null` when a diff file was given. */
export interface BaseChoice {
  readonly commit: string
  readonly ref: string
  readonly why: string
}
