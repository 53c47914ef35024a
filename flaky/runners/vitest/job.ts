import type { FileSelection } from '../selection.ts'

/** What the script inside vitest's process is to do. */
export interface VitestJob {
  /** As the user named vitest: it is looked for from there. */
  readonly program: string
  /** `null`: the user's own run. */
  readonly selection: readonly FileSelection[] | null
  /** Where files of this run may be written. */
  readonly directory: string
  /** URL of the module that chooses tests inside a worker of vitest 3. */
  readonly filter: string
}
