import { plural } from '../core/text.ts'
import type { DispatchJob } from './dispatch.ts'
import { groupBy, slotsOf } from './dispatch-claims.ts'
import type { Spool } from './spool.ts'
import { channelKeyOf } from './spool-names.ts'

/**
 * Alerts with a line on every other channel that did not get its own through: those whom it should have told learn of it
 * from somebody. All channels speak at once, so that a failure is told with the next message.
 */
export function withTroubles(jobs: readonly DispatchJob[], spool: Spool): readonly DispatchJob[] {
  const troubles = troublesIn(spool)
  if (troubles.length === 0) return jobs
  return jobs.map(job => {
    const lines = troubles.filter(each => each.key !== channelKeyOf(job.opened.name)).map(({ line }) => line)
    return lines.length === 0
      ? job
      : { ...job, alert: { ...job.alert, reasons: [...job.alert.reasons, ...lines] } }
  })
}

function troublesIn(spool: Spool): readonly { readonly key: string; readonly line: string }[] {
  return [...groupBy(slotsOf(spool), each => each.channelKey)].flatMap(([key, slots]) => {
    const [newest] = slots
    const entry = newest ? spool.peek(newest) : null
    // What was never tried is another process's affair at this moment.
    if (entry === null || entry.attempts === 0) return []
    return [
      { key, line: `the channel ${entry.channel} could not deliver ${plural(slots.length, 'alert')} so far` },
    ]
  })
}
