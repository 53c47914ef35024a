import { GateError } from '../core/errors.ts'
import type { OpenedChannel } from './channels.ts'
import type { Deadline } from './dispatch-deadline.ts'
import { deliverGroup, foldClaims } from './dispatch-group.ts'
import { nothing, type PartialReport } from './dispatch-outcome.ts'
import type { Claim, Slot, Spool } from './spool.ts'

/**
 * Delivers what this process can claim of a channel's breakage, and gives back what is still open.
 * @param slots of one channel and breakage, newest first
 * @param fresh the id of the alert that this run has made
 */
export async function tellGroup(
  opened: OpenedChannel,
  slots: readonly Slot[],
  fresh: string | null,
  spool: Spool,
  deadline: Deadline,
): Promise<PartialReport> {
  const claims: Claim[] = []
  try {
    for (const slot of slots) {
      const claim = spool.claim(slot)
      if (claim) claims.push(claim)
    }
    const [first, ...rest] = claims
    if (!first) return nothing
    return await deliverGroup(foldClaims(opened, [first, ...rest], fresh, Date.now()), deadline)
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    // The disk failed in the middle: what is on it stays there.
    const fault = { why: error.message, advice: error.hint }
    const open = new Set(claims.flatMap(claim => claim.to))
    return { ...nothing, spooled: [...open].map(address => ({ address, ...fault })) }
  } finally {
    for (const claim of claims) releaseQuietly(claim)
  }
}

/** A claim that cannot be given back is taken over when this process is dead. */
function releaseQuietly(claim: Claim): void {
  try {
    claim.release()
  } catch {}
}

/** What the spool still holds, by name. A spool that cannot be read was said to be so when something was put. */
export function slotsOf(spool: Spool): readonly Slot[] {
  try {
    return spool.slots()
  } catch {
    return []
  }
}

/** Groups in the order of their first. */
export function groupBy(
  slots: readonly Slot[],
  keyOf: (slot: Slot) => string,
): ReadonlyMap<string, readonly Slot[]> {
  const groups = new Map<string, Slot[]>()
  for (const slot of slots) {
    const group = groups.get(keyOf(slot))
    if (group) group.push(slot)
    else groups.set(keyOf(slot), [slot])
  }
  return groups
}
