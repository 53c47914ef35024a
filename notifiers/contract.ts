import type { OptionTable } from '../core/options.ts'
import type { Alert } from './model.ts'

/**
 * The one contract of everything that tells people. A notifier opens channels; a channel says whom it would address, shows
 * what it would send, and sends it once. Spool, retries, deadline, rules and secrets are not its affair.
 */
export interface Notifier<Options extends object> {
  /** Its `type` in the configuration: `irc`, `email`. */
  readonly name: string
  readonly summary: string
  /** One table for validation, docs and help; or a Standard Schema of a third party. */
  readonly options: OptionTable<Options> | StandardSchema<Options>
  /** Names of its secrets. Each comes from CD_GATE_CHANNEL_<CHANNEL>_<NAME>, or from the file that …_FILE names. */
  readonly secrets: readonly string[]
  /** Checks what a table cannot; opens no socket. @throws GateError notify.bad-channel */
  readonly open: (setting: ChannelSetting<Options>) => Promise<Channel>
}

/** https://standardschema.dev, version 1: the part that is used. */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
  }
}
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

export interface ChannelSetting<Options> {
  /** The channel's name in the configuration. */
  readonly name: string
  readonly options: Options
  /** By name; a secret that is not set is left out. */
  readonly secrets: Readonly<Record<string, string>>
  /** Where paths in options are relative to, and commands run. */
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** The user's own text for the message; `null`: the built-in one. */
  readonly template: MessageTemplate | null
  /** A line for the log. */
  readonly log: (line: string) => void
}

/** The user's own words for an alert; `null` where the template failed, which was said. */
export type MessageTemplate = (alert: Alert) => string | null

/** Somebody or something that a channel may address. */
export interface Addressee {
  /** An e-mail address, `#channel`, a webhook's host: what people and outcomes call it; never a secret. */
  readonly address: string
  /** Why it was chosen: "fixed list", "wrote 1a2b3c4". */
  readonly why: string
  /** Why it gets nothing after all; `null`: it gets the message. */
  readonly dropped: string | null
}

export interface Delivery {
  readonly alert: Alert
  /** Addresses, out of those that `addressees` gave. */
  readonly to: readonly string[]
  /** How long it waited in the spool. Milliseconds; 0: fresh. */
  readonly ageMs: number
}

/**
 * How it went for one address. `delivered`: on the receiver's proof only. `retry`: not taken, may be later.
 * `unknown`: it may have arrived; retried with the same identity. `refused`: no retry will help.
 */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly proof: string }
  | { readonly kind: 'retry'; readonly why: string; readonly advice: string; readonly afterMs: number | null }
  | { readonly kind: 'unknown'; readonly why: string; readonly advice: string }
  | { readonly kind: 'refused'; readonly why: string; readonly advice: string }

export interface AddressOutcome {
  readonly address: string
  readonly outcome: DeliveryOutcome
}

/** Bytes as they would go out, for one or several addresses. */
export interface Rendered {
  readonly to: readonly string[]
  /** Protocol text: IRC lines, a message in RFC 5322 form, a request with its body. No secret in it. */
  readonly text: string
}

/** One thing that a check found, good or bad. */
export interface ProbeLine {
  readonly ok: boolean
  readonly what: string
  /** What to do; `''` where it is good. */
  readonly advice: string
}

export interface Channel {
  /** Whom this alert is for, with those who are dropped and why. Pure. */
  readonly addressees: (alert: Alert) => readonly Addressee[]
  /** Opens no socket. */
  readonly render: (delivery: Delivery) => Promise<readonly Rendered[]>
  /**
   * One try. Resolves with an outcome for every address of `to` before `signal` aborts or at once when it does; rejects
   * for nothing that a server or a network can do.
   */
  readonly deliver: (delivery: Delivery, signal: AbortSignal) => Promise<readonly AddressOutcome[]>
  /** Connects, authenticates, joins, and sends nothing. */
  readonly probe: (signal: AbortSignal) => Promise<readonly ProbeLine[]>
  /** Connects ahead of a message that may come; a failure is told by the later `deliver`. */
  readonly warm?: (signal: AbortSignal) => Promise<void>
  /** Leaves silently. */
  readonly close: () => Promise<void>
}
