import { hears } from '../../notifiers/rules.ts'
import type { News } from './notify-news.ts'
import type { DryRun } from './notify-result.ts'
import { route } from './notify-send.ts'
import type { Session } from './notify-session.ts'

/** Everything that would be sent, to whom and why. Opens no socket, writes nothing. */
export async function dryRun({ channels }: Session, { alert, previous, report }: News): Promise<DryRun> {
  const told = { alert, previous, status: report.status }
  if (alert === null) return { ...told, channels: [], quiet: [] }
  const { quiet } = route(channels, alert)
  const listening = channels.filter(({ rules }) => hears(rules, alert).hears)
  return {
    ...told,
    quiet: quiet.filter(({ channel }) => !listening.some(each => each.name === channel)),
    channels: await Promise.all(
      listening.map(async ({ name, type, channel }) => {
        const addressees = channel.addressees(alert)
        const to = addressees.filter(each => each.dropped === null).map(each => each.address)
        const messages = to.length === 0 ? [] : await channel.render({ alert, to, ageMs: 0 })
        return { channel: name, type, addressees, messages }
      }),
    ),
  }
}
