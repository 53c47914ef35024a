import { plural } from '../core/text.ts'
import type { Alert } from './model.ts'

/** A token bucket: what may go to one channel or one person. */
export interface Bucket {
  readonly tokens: number
  /** When `tokens` was right. Milliseconds since the epoch. */
  readonly at: number
  /** Messages held back since the last that went through. */
  readonly held: number
}
export type Buckets = Readonly<Record<string, Bucket>>

interface Limit {
  /** Most messages at once. */
  readonly burst: number
  /** Until one more may go. Milliseconds. */
  readonly everyMs: number
}

/** Far above what a project's builds bring, far below what a storm of them does. */
const channelLimit: Limit = { burst: 20, everyMs: 3 * 60_000 }
const personLimit: Limit = { burst: 6, everyMs: 10 * 60_000 }

export interface RatedMessage {
  /** The channel's name. */
  readonly channel: string
  readonly alert: Alert
  readonly to: readonly string[]
}

export interface HeldBack {
  readonly channel: string
  readonly address: string
  readonly why: string
}

export interface Rated<Message extends RatedMessage> {
  /** What goes out: without the addresses that are held back, and with a line on what was held back before. */
  readonly messages: readonly Message[]
  readonly held: readonly HeldBack[]
  readonly buckets: Buckets
}

/**
 * Holds back what is too much, and counts it. `fixed` always goes: it ends what people were told of.
 * @param buckets as the last call left them
 * @param now milliseconds since the epoch
 */
export function limitRate<Message extends RatedMessage>(
  messages: readonly Message[],
  buckets: Buckets,
  now: number,
): Rated<Message> {
  const state = new Map(Object.entries(buckets))
  const held: HeldBack[] = []
  const passing = messages.flatMap(message => {
    const { channel, alert, to } = message
    const free = alert.event === 'fixed'
    const channelKey = `channel ${channel}`
    const channelBucket = take(state, channelKey, channelLimit, now, free)
    if (channelBucket === null) {
      const why = `the channel has had ${channelLimit.burst} messages in a short time`
      held.push(...to.map(address => ({ channel, address, why })))
      return []
    }
    const counts = [channelBucket.held]
    const left = to.filter(address => {
      // A channel's own place is limited as the channel; only a mailbox is somebody.
      if (!address.includes('@')) return true
      const bucket = take(state, `person ${channel} ${address}`, personLimit, now, free)
      if (bucket !== null) {
        counts.push(bucket.held)
        return true
      }
      const why = `${personLimit.burst} messages went there in a short time`
      held.push({ channel, address, why })
      return false
    })
    if (left.length === 0) return []
    return [{ ...message, to: left, alert: withHeld(alert, Math.max(...counts)) }]
  })
  return { messages: passing, held, buckets: Object.fromEntries(withoutFull(state, now)) }
}

/** The bucket before the message; `null`: the message is held back. */
function take(
  state: Map<string, Bucket>,
  key: string,
  limit: Limit,
  now: number,
  free: boolean,
): Bucket | null {
  const before = state.get(key) ?? { tokens: limit.burst, at: now, held: 0 }
  const tokens = Math.min(limit.burst, before.tokens + Math.max(0, now - before.at) / limit.everyMs)
  if (tokens < 1 && !free) {
    state.set(key, { tokens, at: now, held: before.held + 1 })
    return null
  }
  state.set(key, { tokens: Math.max(0, tokens - 1), at: now, held: 0 })
  return before
}

function withHeld(alert: Alert, count: number): Alert {
  if (count === 0) return alert
  const line = `${plural(count, 'earlier message')} held back: too many came at once`
  return { ...alert, reasons: [...alert.reasons, line] }
}

/** A bucket that is full again and holds nothing back says nothing. */
function withoutFull(
  state: ReadonlyMap<string, Bucket>,
  now: number,
): readonly (readonly [string, Bucket])[] {
  return [...state].filter(([key, { tokens, at, held }]) => {
    const { burst, everyMs } = key.startsWith('channel ') ? channelLimit : personLimit
    return held > 0 || tokens + Math.max(0, now - at) / everyMs < burst
  })
}
