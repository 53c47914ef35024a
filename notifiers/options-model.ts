import type { BuildStatus } from '../core/build.ts'

/** Every option of `cd-gate notify`. */
export interface NotifyOptions {
  readonly command: readonly string[]
  readonly warm: boolean
  readonly status: BuildStatus | null
  readonly previousStatus: BuildStatus | null
  readonly xunit: readonly string[]
  readonly coverage: string | null
  readonly coverageReport: readonly string[]
  readonly flaky: string | null
  readonly logFile: string | null
  readonly attach: readonly string[]
  readonly page: string | null
  readonly repository: string | null
  readonly job: string | null
  readonly branch: string | null
  readonly to: readonly string[]
  readonly dryRun: boolean
  readonly flush: boolean
  readonly requireDelivery: boolean
  /** Seconds. */
  readonly deadline: number
  readonly spool: string
  readonly record: string
  readonly people: string
  readonly channels: ChannelsOption
}

/** The channels as the configuration has them, unchecked. */
export interface ChannelsOption {
  readonly values: Readonly<Record<string, unknown>>
  /** The configuration's; `''`: the working directory. */
  readonly directory: string
}
