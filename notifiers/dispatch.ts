import { reasonOf } from '../core/system/files.ts'
import type { OpenedChannel } from './channels.ts'
import { slotsOf, tellGroup } from './dispatch-claims.ts'
import { type Deadline, startDeadline } from './dispatch-deadline.ts'
import { deliverGroup } from './dispatch-group.ts'
import { type ChannelReport, joinReports, type PartialReport } from './dispatch-outcome.ts'
import { withTroubles } from './dispatch-troubles.ts'
import type { Alert } from './model.ts'
import { freshEntry, type Slot, type Spool } from './spool.ts'
import { groupOf, identityOf } from './spool-names.ts'

export { flush } from './dispatch-flush.ts'

/** An alert for a channel. */
export interface DispatchJob {
  readonly opened: OpenedChannel
  readonly alert: Alert
  /** Addresses, out of those that the channel names. */
  readonly to: readonly string[]
}

export interface DispatchSetting {
  readonly spool: Spool
  /** For everything together. Milliseconds. */
  readonly deadlineMs: number
  /** Aborted: what is not delivered stays in the spool. */
  readonly signal: AbortSignal
  /** A line for the log. */
  readonly log: (line: string) => void
}

/**
 * Tells. Everything is in the spool before anything is connected; then all channels speak at once, and what a receiver has
 * proven leaves the spool. What earlier runs left of the same breakage goes along in the same message. Rejects for nothing
 * that a channel or the disk can do.
 */
export async function dispatch(
  jobs: readonly DispatchJob[],
  setting: DispatchSetting,
): Promise<readonly ChannelReport[]> {
  const { spool, log } = setting
  const told = withTroubles(jobs, spool).filter(({ to }) => to.length > 0)
  const kept = new Map<DispatchJob, string | null>()
  for (const job of told) kept.set(job, await keep(job, spool, log))
  const deadline = startDeadline(setting.deadlineMs, setting.signal)
  try {
    const slots = slotsOf(spool)
    return await Promise.all(
      told.map(async job => {
        const lost = kept.get(job) ?? null
        const part =
          lost === null ? await tellKept(job, spool, slots, deadline) : await tellUnkept(job, lost, deadline)
        return joinReports(job.opened.name, job.opened.type, [part])
      }),
    )
  } finally {
    deadline.clear()
  }
}

/** Why the spool cannot keep it; `null`: it does. */
async function keep({ opened, alert, to }: DispatchJob, spool: Spool, log: (line: string) => void) {
  try {
    await spool.put(freshEntry(alert, opened.name, to, Date.now()))
    return null
  } catch (error) {
    log(`cd-gate: ${reasonOf(error)}`)
    return reasonOf(error)
  }
}

async function tellKept(
  { opened, alert, to }: DispatchJob,
  spool: Spool,
  slots: readonly Slot[],
  deadline: Deadline,
): Promise<PartialReport> {
  const group = groupOf({ alert, channel: opened.name })
  const part = await tellGroup(
    opened,
    slots.filter(each => each.group === group),
    alert.id,
    spool,
    deadline,
  )
  const spoken = new Set([...part.delivered, ...part.spooled, ...part.refused].map(each => each.address))
  const silent = to.filter(address => !spoken.has(address))
  // Its entry was not ours to deliver: another process has it, or has done with it.
  const isThere = slotsOf(spool).some(each => each.identity === identityOf({ alert, channel: opened.name }))
  const why = isThere ? 'another process is delivering it' : 'another process has delivered it'
  const others = silent.map(address => ({ address, why, advice: '' }))
  return isThere
    ? { ...part, spooled: [...part.spooled, ...others] }
    : { ...part, delivered: [...part.delivered, ...others] }
}

/** An alert that no disk could take is told all the same; what does not get through is lost, and said to be. */
async function tellUnkept(
  { opened, alert, to }: DispatchJob,
  lost: string,
  deadline: Deadline,
): Promise<PartialReport> {
  const part = await deliverGroup({ opened, alert, to, ageMs: 0, settle: async () => {} }, deadline)
  const gone = part.spooled.map(each => ({
    ...each,
    why: `${each.why}; and it cannot be kept: ${lost}`,
    lost: true as const,
  }))
  return { ...part, spooled: [], refused: [...part.refused, ...gone] }
}
