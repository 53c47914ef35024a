import { retry } from '../core/system/retry.ts'
import { plural } from '../core/text.ts'
import type { OpenedChannel } from './channels.ts'
import type { AddressOutcome } from './contract.ts'
import { type Deadline, deliverWithin } from './dispatch-deadline.ts'
import { type AddressReport, askedWait, nothing, type PartialReport, reportOf } from './dispatch-outcome.ts'
import type { Alert } from './model.ts'
import { type Claim, EVERYBODY, type Settlement } from './spool.ts'

/** What one channel says of one breakage: its newest alert, for everybody whom this or an earlier one has not reached. */
export interface Group {
  readonly opened: OpenedChannel
  readonly alert: Alert
  readonly to: readonly string[]
  /** Milliseconds. */
  readonly ageMs: number
  /** On disk when it resolves. */
  readonly settle: (settlement: Settlement) => Promise<void>
}

/** Enough for a hiccup; what takes longer waits in the spool. Milliseconds. */
const policy = { retries: 4, delayMs: 400, longestDelayMs: 5000 }

/** Says that another attempt is wanted. */
class StillOpen extends Error {}

/**
 * Delivers with retries until the deadline; what is proven or refused is settled after each attempt, so that a kill in the
 * middle repeats nothing.
 */
export async function deliverGroup(
  { opened, alert, to, ageMs, settle }: Group,
  deadline: Deadline,
): Promise<PartialReport> {
  if (to.length === 0) return nothing
  let open = to
  let notBefore = 0
  const spooled = new Map(to.map(address => [address, { address, ...untried }]))
  const delivered: AddressReport[] = []
  const refused: AddressReport[] = []
  const attempt = async (number: number): Promise<void> => {
    await waitUntil(notBefore, deadline.signal)
    const outcomes = await deliverWithin(opened.channel, { alert, to: open, ageMs }, deadline.signal)
    await settle(settlementOf(outcomes))
    for (const { address, outcome } of outcomes) {
      if (outcome.kind === 'delivered') delivered.push(reportOf(address, outcome))
      if (outcome.kind === 'refused') refused.push(reportOf(address, outcome))
      if (outcome.kind === 'delivered' || outcome.kind === 'refused') spooled.delete(address)
      else spooled.set(address, reportOf(address, outcome))
    }
    const again = outcomes.filter(each => wantsMore(each, number))
    open = again.map(({ address }) => address)
    const wait = askedWait(again) ?? 0
    notBefore = performance.now() + wait
    if (open.length > 0 && wait < deadline.leftMs() && !deadline.signal.aborted) throw new StillOpen()
  }
  const isRetryable = (error: unknown) => error instanceof StillOpen
  await retry(attempt, { ...policy, signal: deadline.signal, isRetryable }).catch((error: unknown) => {
    if (!isRetryable(error) && !deadline.signal.aborted) throw error
  })
  return { delivered, refused, spooled: [...spooled.values()] }
}

const untried: Omit<AddressReport, 'address'> = {
  why: 'the deadline had passed before it could be tried',
  advice: 'give more time with --deadline',
}

/** What may have arrived is repeated once at most: the next run may know better. */
function wantsMore({ outcome }: AddressOutcome, number: number): boolean {
  return outcome.kind === 'retry' || (outcome.kind === 'unknown' && number === 1)
}

function settlementOf(outcomes: readonly AddressOutcome[]): Settlement {
  return {
    delivered: outcomes.flatMap(({ address, outcome }) => (outcome.kind === 'delivered' ? [address] : [])),
    refused: outcomes.flatMap(({ address, outcome }) =>
      outcome.kind === 'refused' ? [{ address, why: outcome.why }] : [],
    ),
    why: outcomes.flatMap(({ outcome }) => ('why' in outcome ? [outcome.why] : []))[0] ?? '',
  }
}

function waitUntil(time: number, signal: AbortSignal): Promise<void> {
  const waitMs = time - performance.now()
  if (waitMs <= 0 || signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done)
  })
}

/**
 * Alerts of one channel and one breakage as one message: the newest tells the state, the earlier ones are counted, and
 * whoever waits for any of them gets it. Each stays on disk with its own addresses until these are proven.
 * @param claims newest first, at least one
 * @param fresh made by this very run: it is not late
 */
export function foldClaims(
  opened: OpenedChannel,
  claims: readonly [Claim, ...Claim[]],
  fresh: string | null,
  now: number,
): Group {
  const [newest, ...older] = claims
  const entry = newest.read()
  for (const claim of claims) nameEverybody(claim, opened)
  const isFresh = entry.alert.id === fresh
  return {
    opened,
    alert: withEarlier(entry.alert, older),
    to: [...new Set(claims.flatMap(claim => claim.to))],
    ageMs: isFresh ? 0 : Math.max(0, now - entry.createdAt),
    settle: async settlement => {
      for (const claim of claims) claim.settle(settlement)
    },
  }
}

/** An alert of a channel that could not say whom it would tell is for those whom it names now. */
function nameEverybody(claim: Claim, { channel }: OpenedChannel): void {
  if (!claim.to.includes(EVERYBODY)) return
  const named = channel.addressees(claim.read().alert).filter(each => each.dropped === null)
  const addresses = named.map(({ address }) => address)
  if (addresses.includes(EVERYBODY)) return
  const known = claim.to.filter(address => address !== EVERYBODY)
  if (addresses.length + known.length > 0) claim.readdress([...new Set([...known, ...addresses])])
  else {
    const refused = [{ address: EVERYBODY, why: 'the channel names nobody whom it would tell' }]
    claim.settle({ delivered: [], refused, why: null })
  }
}

function withEarlier(alert: Alert, older: readonly Claim[]): Alert {
  if (older.length === 0) return alert
  const events = [...new Set(older.map(({ event }) => event))].join(', ')
  const line = `and ${plural(older.length, 'earlier message')} that did not get through: ${events}`
  return { ...alert, reasons: [...alert.reasons, line] }
}
