import type { AddressOutcome, Channel, Delivery } from '../../notifiers/contract.ts'
import { irc } from '../../notifiers/irc/index.ts'
import { type IrcOptions, ircOptions } from '../../notifiers/irc/options.ts'
import type { Alert } from '../../notifiers/model.ts'
import { sampleAlert } from './sample-alert.ts'

export interface OpenedIrc extends Channel {
  readonly logged: readonly string[]
}

/** A channel of the type `irc` with the options' defaults, as the configuration would open it. */
export async function openIrc(
  options: Partial<IrcOptions>,
  secrets: Readonly<Record<string, string>> = {},
  template: ((alert: Alert) => string | null) | null = null,
): Promise<OpenedIrc> {
  const defaults = Object.fromEntries(Object.entries(ircOptions).map(([name, spec]) => [name, spec.default]))
  const logged: string[] = []
  const channel = await irc.open({
    name: 'team-irc',
    options: { ...(defaults as unknown as IrcOptions), nick: 'gate', channels: ['#dev'], ...options },
    secrets,
    directory: process.cwd(),
    env: {},
    template,
    log: line => logged.push(line),
  })
  return { ...channel, logged }
}

export function deliveryOf(changes: Partial<Alert> = {}, to: readonly string[] = ['#dev']): Delivery {
  return { alert: sampleAlert(changes), to, ageMs: 0 }
}

/** A signal that aborts by hand only: tests end by what happens, not by the clock. */
export function noDeadline(): AbortSignal {
  return new AbortController().signal
}

/** One try, then away. */
export async function deliverOnce(
  channel: Channel,
  delivery: Delivery = deliveryOf(),
  signal: AbortSignal = noDeadline(),
): Promise<readonly AddressOutcome[]> {
  try {
    return await channel.deliver(delivery, signal)
  } finally {
    await channel.close()
  }
}
