import { isTelling } from '../../core/build.ts'
import { plural } from '../../core/text.ts'
import type { OpenedChannel } from '../../notifiers/channels.ts'
import { type DispatchJob, dispatch, flush } from '../../notifiers/dispatch.ts'
import type { FlushResult } from '../../notifiers/dispatch-flush.ts'
import type { Alert } from '../../notifiers/model.ts'
import type { NotifyOptions } from '../../notifiers/options.ts'
import { type HeldBack, limitRate } from '../../notifiers/rate.ts'
import { hears } from '../../notifiers/rules.ts'
import { freshEntry, type Spool } from '../../notifiers/spool.ts'
import { type BuildState, nextState, readBuckets, writeBuckets, writeState } from '../../notifiers/state.ts'
import { type News, stateFacts } from './notify-news.ts'
import type { NotifyResult, Quiet, Sent } from './notify-result.ts'
import type { Session } from './notify-session.ts'

export interface Told extends Pick<NotifyResult, 'channels' | 'quiet' | 'notes'> {
  /** What was said of this build; the rest of `channels` is what earlier ones left. */
  readonly fresh: readonly Sent[]
}

/** Who is told by which channel, and which channels keep quiet. */
export function route(
  channels: readonly OpenedChannel[],
  alert: Alert,
): {
  readonly jobs: readonly DispatchJob[]
  readonly quiet: readonly Quiet[]
} {
  const jobs: DispatchJob[] = []
  const quiet: Quiet[] = []
  for (const opened of channels) {
    const { hears: listens, why } = hears(opened.rules, alert)
    const chosen = listens ? opened.channel.addressees(alert) : []
    const to = [...new Set(chosen.filter(each => each.dropped === null).map(each => each.address))]
    if (!listens) quiet.push({ channel: opened.name, why })
    else if (to.length > 0) jobs.push({ opened, alert, to })
    else quiet.push({ channel: opened.name, why: nobodyBut(chosen) })
  }
  return { jobs, quiet }
}

function nobodyBut(chosen: readonly { readonly address: string; readonly dropped: string | null }[]): string {
  const dropped = chosen.map(({ address, dropped: why }) => `${address}: ${why}`)
  return dropped.length === 0 ? 'nobody is to be told' : `nobody is to be told (${dropped.join('; ')})`
}

/** What an earlier build left must not hold up every build while a server is down. */
const LONGEST_FOR_EARLIER_MS = 3000

/** Sends the alert, and then, where the channels are well, what earlier runs left in the spool. */
export async function tell(session: Session, { alert, build }: News, signal: AbortSignal): Promise<Told> {
  const { options, spool, world } = session
  const deadlineMs = options.deadline * 1000
  const startedAt = Date.now()
  const { jobs, quiet, notes } = alert === null ? nobody : await limited(session, alert, build.repository)
  const sent = await dispatch(jobs, { spool, deadlineMs, signal, log: world.log })
  const left = Math.min(deadlineMs - (Date.now() - startedAt), LONGEST_FOR_EARLIER_MS)
  // What was held back a moment ago shall not go out at once.
  const isWell = notes.length === 0 && sent.every(each => each.spooled.length === 0)
  const flushed = isWell && left > 0 ? await earlier(session, signal, left) : []
  return { channels: [...sent, ...flushed], fresh: sent, quiet, notes }
}

async function earlier(session: Session, signal: AbortSignal, deadlineMs: number): Promise<readonly Sent[]> {
  const { options, spool, channels, world } = session
  try {
    const found = await flush(channels, { spool, deadlineMs, signal, log: world.log })
    for (const note of found.notes) world.log(`cd-gate: ${note}`)
    for (const line of orphanLines(found.orphans, options)) world.log(`cd-gate: ${line}`)
    return found.channels
  } catch (error) {
    world.log(`cd-gate: ${error instanceof Error ? error.message : error}`)
    return []
  }
}

/** Channels that --to leaves out are not forgotten: only what no channel will ever deliver is told. */
export function orphanLines(orphans: FlushResult['orphans'], { channels }: NotifyOptions): readonly string[] {
  return orphans
    .filter(({ channel }) => !Object.hasOwn(channels.values, channel))
    .map(
      ({ channel, count }) =>
        `${plural(count, 'alert')} in the spool for the channel ${channel}, which the configuration does not name`,
    )
}

const nobody = { jobs: [], quiet: [], notes: [] } as const

interface Limited {
  readonly jobs: readonly DispatchJob[]
  readonly quiet: readonly Quiet[]
  readonly notes: readonly string[]
}

/** What is held back is late, and not lost: a later run delivers it. */
async function keepHeld(spool: Spool, alert: Alert, held: readonly HeldBack[], now: number): Promise<void> {
  for (const channel of new Set(held.map(each => each.channel))) {
    const to = held.filter(each => each.channel === channel).map(each => each.address)
    await spool.put(freshEntry(alert, channel, to, now))
  }
}

/** What is too much is held back, counted, and said. */
async function limited(session: Session, alert: Alert, repository: string): Promise<Limited> {
  const { jobs, quiet } = route(session.channels, alert)
  const { store, world } = session
  if (store === null) return { jobs, quiet, notes: [] }
  try {
    const now = Date.now()
    const messages = jobs.map(job => ({ ...job, channel: job.opened.name }))
    const rated = limitRate(messages, await readBuckets(store, repository), now)
    await writeBuckets(store, repository, rated.buckets, now)
    await keepHeld(session.spool, alert, rated.held, now)
    const notes = rated.held.map(
      ({ channel, address, why }) => `${channel} → ${address}: held back, and kept in the spool: ${why}`,
    )
    return { jobs: rated.messages, quiet, notes }
  } catch (error) {
    world.log(
      `cd-gate: how much was said lately is not known: ${error instanceof Error ? error.message : error}`,
    )
    return { jobs, quiet, notes: [] }
  }
}

/** For the next build: how this one ended, and whom it told. Not to be able to is a loud warning; the alert is out. */
export async function remember(
  { store, world }: Session,
  news: News,
  { fresh }: Pick<Told, 'fresh'>,
): Promise<BuildState | null> {
  const facts = stateFacts(news)
  if (!isTelling(facts.status)) return news.before
  // What waits in the spool will be delivered: those people hear of the end, too.
  const told = fresh.map(
    ({ channel, delivered, spooled }) =>
      [channel, [...delivered, ...spooled].map(each => each.address)] as const,
  )
  const state = nextState(news.before, facts, merged(told))
  if (store === null || state === null) return state
  try {
    await writeState(store, facts, state)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    world.log(
      `cd-gate: the record cannot be written, so that the next build will not know of this one: ${why}`,
    )
  }
  return state
}

function merged(
  told: readonly (readonly [string, readonly string[]])[],
): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, readonly string[]> = {}
  for (const [channel, addresses] of told)
    all[channel] = [...new Set([...(all[channel] ?? []), ...addresses])]
  return all
}
