import { plural } from '../core/text.ts'
import type { OpenedChannel } from './channels.ts'
import type { DispatchSetting } from './dispatch.ts'
import { groupBy, tellGroup } from './dispatch-claims.ts'
import { type Deadline, startDeadline } from './dispatch-deadline.ts'
import { type ChannelReport, joinReports, type PartialReport } from './dispatch-outcome.ts'
import type { Slot, Spool } from './spool.ts'
import { channelKeyOf } from './spool-names.ts'

export interface FlushResult {
  /** Those that had something to deliver. */
  readonly channels: readonly ChannelReport[]
  /** Of channels that the configuration does not name: they stay. */
  readonly orphans: readonly { readonly channel: string; readonly count: number }[]
  /** Sentences on what cannot be delivered as it is. */
  readonly notes: readonly string[]
}

/**
 * Delivers what the spool holds: the newest first, each channel's alerts one after the other. A channel that takes nothing is
 * asked no further.
 * @throws GateError notify.spool
 */
export async function flush(
  opened: readonly OpenedChannel[],
  setting: DispatchSetting,
): Promise<FlushResult> {
  const { spool } = setting
  const notes = spool.damaged().map(({ file, why }) => `in the spool, ${file} cannot be delivered: ${why}`)
  const note = (line: string) => notes.push(line)
  const byChannel = groupBy(spool.slots(), each => each.channelKey)
  const deadline = startDeadline(setting.deadlineMs, setting.signal)
  try {
    const channels = await Promise.all(
      opened.map(each =>
        flushChannel(each, byChannel.get(channelKeyOf(each.name)) ?? [], spool, deadline, note),
      ),
    )
    return { channels: channels.filter(hasSomething), orphans: orphansIn(byChannel, opened, spool), notes }
  } finally {
    deadline.clear()
  }
}

async function flushChannel(
  opened: OpenedChannel,
  slots: readonly Slot[],
  spool: Spool,
  deadline: Deadline,
  note: (line: string) => void,
): Promise<ChannelReport> {
  const parts: PartialReport[] = []
  let untried = 0
  let isHopeless = false
  for (const group of groupBy(slots, each => each.group).values()) {
    if (isHopeless || deadline.signal.aborted) untried += group.length
    else {
      const part = await tellGroup(opened, group, null, spool, deadline)
      isHopeless = part.spooled.length > 0 && part.delivered.length + part.refused.length === 0
      parts.push(part)
    }
  }
  if (untried > 0) {
    const why = isHopeless ? 'the channel takes nothing now' : 'the deadline has passed'
    note(`${plural(untried, 'more alert')} for ${opened.name} not tried: ${why}`)
  }
  return joinReports(opened.name, opened.type, parts)
}

function orphansIn(
  byChannel: ReadonlyMap<string, readonly Slot[]>,
  opened: readonly OpenedChannel[],
  spool: Spool,
): FlushResult['orphans'] {
  const known = new Set(opened.map(({ name }) => channelKeyOf(name)))
  return [...byChannel].flatMap(([key, [first, ...others]]) => {
    if (known.has(key) || !first) return []
    return [{ channel: spool.peek(first)?.channel ?? 'unknown', count: 1 + others.length }]
  })
}

function hasSomething({ delivered, spooled, refused }: ChannelReport): boolean {
  return delivered.length + spooled.length + refused.length > 0
}
