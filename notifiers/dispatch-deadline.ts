import { allOf } from './channel-guard.ts'
import type { AddressOutcome, Channel, Delivery } from './contract.ts'

/** One end for all channels and tries together. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly leftMs: () => number
  /** Lets go of the timer. */
  readonly clear: () => void
}

/** @param outer aborts everything at once */
export function startDeadline(deadlineMs: number, outer: AbortSignal): Deadline {
  const end = performance.now() + deadlineMs
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error('the deadline has passed')), deadlineMs)
  const follow = () => controller.abort(outer.reason)
  outer.addEventListener('abort', follow)
  if (outer.aborted) follow()
  return {
    signal: controller.signal,
    leftMs: () => Math.max(0, end - performance.now()),
    clear: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', follow)
    },
  }
}

/** How long a channel may take to tell its outcomes once it is told to stop. Milliseconds. */
const GRACE_MS = 500

/** One try. A channel that does not stop is left behind: what it does then may still arrive. */
export async function deliverWithin(
  channel: Channel,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<readonly AddressOutcome[]> {
  let timer: NodeJS.Timeout | undefined
  let stop = (): void => {}
  const cut = new Promise<readonly AddressOutcome[]>(resolve => {
    const why = 'it did not answer before the deadline'
    const advice = 'look whether its server is slow or silent, or give more time with --deadline'
    stop = () => {
      timer = setTimeout(() => resolve(allOf(delivery, { kind: 'unknown', why, advice })), GRACE_MS)
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([channel.deliver(delivery, signal), cut])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
