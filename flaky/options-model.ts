import type { FailureLimit } from './brakes.ts'
import type { FlakyReportRequest } from './reports/names.ts'

/** What the commands of `cd-gate flaky` take, all of them together. */
export interface FlakyOptions {
  /** `flaky run`: the command, word by word. */
  readonly command: readonly string[]
  /** `flaky import`: reports or globs. */
  readonly files: readonly string[]
  /** `flaky explain`, `flaky quarantine add|remove`: an id, a name, or a part of it. */
  readonly test: readonly string[]
  /** `null`: as many as a test's history asks for. */
  readonly reruns: number | null
  /** Seconds. */
  readonly rerunBudget: number
  /** Milliseconds. */
  readonly delay: number
  readonly maxFailures: FailureLimit
  /** Seconds; `null`: no limit. */
  readonly timeout: number | null
  readonly xunit: readonly string[]
  readonly runner: string | null
  readonly rerunCommand: string | null
  readonly output: string
  readonly flaky: 'pass' | 'fail'
  readonly build: string | null
  readonly shard: string | null
  readonly commit: string | null
  readonly branch: string | null
  /** Milliseconds since the epoch. */
  readonly at: number | null
  readonly environment: string | null
  readonly record: string
  readonly recordRequired: boolean
  readonly builds: number
  readonly keep: number
  readonly remote: string
  readonly ref: string
  readonly quarantine: string
  readonly quarantineCap: FailureLimit
  readonly owner: string | null
  readonly reason: string | null
  /** A day, `2026-12-31`. */
  readonly expires: string | null
  readonly fingerprint: string | null
  readonly codeOwners: string | null
  readonly report: readonly FlakyReportRequest[]
}
