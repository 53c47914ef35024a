import type { BuildStatus } from '../../core/build.ts'
import type { Addressee, Rendered } from '../../notifiers/contract.ts'
import type { Alert } from '../../notifiers/model.ts'

/** How it went for one address of a channel. */
interface SentTo {
  readonly address: string
  readonly why: string
  readonly advice: string
  /** Not delivered, and nowhere kept. */
  readonly lost?: true
}

/** How it went with one channel. */
export interface Sent {
  readonly channel: string
  readonly type: string
  readonly delivered: readonly SentTo[]
  /** Kept in the spool. */
  readonly spooled: readonly SentTo[]
  readonly refused: readonly SentTo[]
}

/** A channel that had nothing to say. */
export interface Quiet {
  readonly channel: string
  readonly why: string
}

/** What `cd-gate notify` tells. */
export interface NotifyResult {
  /** `null`: only the spool was delivered. */
  readonly status: BuildStatus | null
  readonly previous: BuildStatus | null
  /** `null`: there was nothing to tell. */
  readonly alert: Alert | null
  /** Whether everything that was to tell the status could be read. */
  readonly complete: boolean
  readonly channels: readonly Sent[]
  readonly quiet: readonly Quiet[]
  readonly notes: readonly string[]
  /** Alerts that are still in the spool; `null`: it cannot be read. */
  readonly waiting: number | null
  readonly spool: string
}

/** What `cd-gate notify --dry-run` tells. */
export interface DryRun extends Pick<NotifyResult, 'status' | 'previous' | 'alert' | 'quiet'> {
  readonly channels: readonly {
    readonly channel: string
    readonly type: string
    readonly addressees: readonly Addressee[]
    readonly messages: readonly Rendered[]
  }[]
}
