import type { News } from './notify-news.ts'
import type { NotifyResult } from './notify-result.ts'
import type { Told } from './notify-send.ts'
import type { Session } from './notify-session.ts'
import { renderNotify } from './notify-terminal.ts'

export function resultOf(session: Session, news: News, told: Told): NotifyResult {
  const { report, previous, alert } = news
  return {
    status: report.status,
    previous,
    alert,
    complete: report.complete,
    channels: told.channels,
    quiet: told.quiet,
    notes: told.notes,
    waiting: waitingIn(session),
    spool: session.options.spool,
  }
}

function waitingIn({ spool }: Session): number | null {
  try {
    return spool.slots().length
  } catch {
    // What it holds is not known, which is no proof that all is delivered.
    return null
  }
}

/** Prints it, and returns the exit code. */
export function show(result: NotifyResult, { options, world }: Session, asJson: boolean): number {
  if (asJson) world.out(json('cd-gate/notify/1', result))
  else world.out(renderNotify(result, world.colour))
  const undelivered =
    result.waiting !== 0 || result.channels.some(each => each.spooled.length + each.refused.length > 0)
  const lost = result.channels.some(each => each.refused.some(address => address.lost))
  return !result.complete || lost || (options.requireDelivery && undelivered) ? 3 : 0
}

export function json(schema: string, data: object): string {
  return `${JSON.stringify({ schema, ...data }, null, 2)}\n`
}
