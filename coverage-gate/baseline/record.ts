import type { LineStates } from '../model.ts'

/**
 * The coverage of one commit, line by line: what a later change is compared with. Exact for the lines, which every format
 * has; branches, functions and statements are not kept.
 */
export interface CoverageRecord {
  readonly commit: string
  /** The commit's tree: two commits of one tree are the same code. */
  readonly tree: string
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number
  /** The formats of the reports that it was made from. */
  readonly formats: readonly string[]
  /** Repository path → what was measured. */
  readonly files: ReadonlyMap<string, LineStates>
}
