import type { AddressOutcome, DeliveryOutcome } from './contract.ts'

/** How it went for one address. */
export interface AddressReport {
  readonly address: string
  /** The receiver's proof, or what was in the way. */
  readonly why: string
  /** What to do; `''`: nothing. */
  readonly advice: string
  /** Not delivered, and nowhere kept. */
  readonly lost?: true
}

/** How it went with one channel. */
export interface ChannelReport {
  /** In the configuration. */
  readonly channel: string
  readonly type: string
  readonly delivered: readonly AddressReport[]
  /** Still in the spool. */
  readonly spooled: readonly AddressReport[]
  /** No retry will help, or the spool cannot keep it. */
  readonly refused: readonly AddressReport[]
}

export type PartialReport = Pick<ChannelReport, 'delivered' | 'spooled' | 'refused'>
export const nothing: PartialReport = { delivered: [], spooled: [], refused: [] }

export function reportOf(address: string, outcome: DeliveryOutcome): AddressReport {
  return outcome.kind === 'delivered'
    ? { address, why: outcome.proof, advice: '' }
    : { address, why: outcome.why, advice: outcome.advice }
}

/** The reports of one channel as one: an address that was told twice stands there twice. */
export function joinReports(channel: string, type: string, parts: readonly PartialReport[]): ChannelReport {
  return {
    channel,
    type,
    delivered: parts.flatMap(each => each.delivered),
    spooled: parts.flatMap(each => each.spooled),
    refused: parts.flatMap(each => each.refused),
  }
}

/** The longest wait that the receivers ask for. Milliseconds; `null`: none does. */
export function askedWait(outcomes: readonly AddressOutcome[]): number | null {
  const waits = outcomes.flatMap(({ outcome }) =>
    outcome.kind === 'retry' && outcome.afterMs !== null ? [outcome.afterMs] : [],
  )
  return waits.length === 0 ? null : Math.max(...waits)
}
