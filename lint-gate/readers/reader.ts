import type { LintContent } from '../model.ts'

/**
 * Reads a report's text (decoded, without a byte order mark).
 * @param name the file as the user knows it, for errors
 * @throws GateError report.damaged, report.empty, report.hostile
 */
export type ReadLint = (text: string, name: string) => LintContent

/** One format of lint reports: a line in ./index.ts. What reads it is a file of its own, loaded when it is needed. */
export interface LintReader {
  /** Its name in output and docs, for example `eslint`. */
  readonly format: string
  readonly title: string
  /** Told from the whole text; formats are asked in the order of the table. */
  readonly detect: (text: string) => boolean
  readonly load: () => Promise<ReadLint>
}
