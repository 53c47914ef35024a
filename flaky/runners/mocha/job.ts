import type { FileSelection } from '../selection.ts'

/** What the module inside mocha's processes is to do. */
export interface MochaJob {
  /** `null`: the user's own run. */
  readonly selection: readonly FileSelection[] | null
}
