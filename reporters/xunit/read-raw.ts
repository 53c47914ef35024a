/** A report as it is written, before anybody says what it means. What each consumer makes of it is judged on this. */

export type Attributes = Readonly<Record<string, string | undefined>>

/** A `failure`, `error`, `skipped`, or one of Surefire's four elements of reruns. */
export interface RawResult {
  readonly element: string
  readonly attributes: Attributes
  readonly text: string
  /** Of Surefire's newer reruns; older ones have it as their text. */
  readonly stackTrace: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface RawProperty {
  readonly name: string
  readonly value: string
}

export interface RawCase {
  readonly attributes: Attributes
  /** Results in the order in which they stand. */
  readonly results: readonly RawResult[]
  readonly properties: readonly RawProperty[]
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** Elements that nobody reads. */
  readonly unknown: readonly string[]
  /** 1-based, in the report. */
  readonly line: number
}

export interface RawSuite {
  readonly attributes: Attributes
  /** Names of the suites around it, from the outside. */
  readonly parents: readonly string[]
  /** How many suites are around it. */
  readonly depth: number
  /** The name of the report's root element, and its attributes. */
  readonly root: string
  readonly rootAttributes: Attributes
  readonly cases: readonly RawCase[]
  /** `error` directly in the suite: its class did not load. */
  readonly errors: readonly RawResult[]
  readonly properties: readonly RawProperty[]
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  readonly unknown: readonly string[]
  /** How many suites stand directly in it. */
  readonly nested: number
  readonly line: number
}

/** What was read, known at the end of a report. */
export interface RawReport {
  readonly root: string
  readonly rootAttributes: Attributes
  readonly suites: number
  readonly cases: number
  readonly bytes: number
}
