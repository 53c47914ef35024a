import type { AddressOutcome, Channel, ChannelSetting, Delivery, DeliveryOutcome } from '../contract.ts'
import { longestPrefix, textBytes } from './cut.ts'
import { IrcFault } from './fault.ts'
import { silenceFault } from './network-fault.ts'
import type { IrcOptions } from './options.ts'
import { probeNetwork } from './probe.ts'
import { type IrcSession, isAlive, openSession } from './session.ts'
import { type IrcChannel, readSettings } from './settings.ts'
import { tell } from './tell.ts'
import { linesOf } from './text.ts'

/** One network: a connection that is made when it is needed, and shared by everything that is told in it. */
export function openIrcChannel(setting: ChannelSetting<IrcOptions>): Channel {
  const settings = readSettings(setting)
  const { template, log } = setting
  const { channels, command, colours } = settings
  const leaving = new AbortController()
  let opening: Promise<IrcSession> | null = null
  /** A refusal stays one; a server that wants to be left alone is, until then. Milliseconds of performance.now(). */
  let rest: { readonly fault: IrcFault; readonly until: number } | null = null

  const lines = ({ bytes, present, delivery }: Wanted) =>
    linesOf(delivery, { bytes, present, colours, template })

  const connectNow = (signal: AbortSignal): Promise<IrcSession> => {
    if (rest && performance.now() < rest.until) return Promise.reject(rest.fault)
    const session = openSession(settings, AbortSignal.any([signal, leaving.signal]))
    session.then(report, fault => {
      const wait =
        fault instanceof IrcFault ? (fault.kind === 'refused' ? Infinity : (fault.afterMs ?? 0)) : 0
      rest = { fault, until: performance.now() + wait }
    })
    return session
  }

  const report = (session: IrcSession) => {
    const nick = session.connection.nick()
    if (nick !== settings.nicks[0])
      log(`cd-gate: on ${settings.host} the nick ${settings.nicks[0]} is in use; ${nick} speaks`)
    if (command === 'NOTICE' && !session.hasEcho) {
      log(`cd-gate: ${settings.host} never tells whether a notice arrives; messages are sent instead`)
    }
  }

  /** @throws IrcFault */
  const session = async (signal: AbortSignal): Promise<IrcSession> => {
    const warm =
      opening && (await within(opening, signal, () => silenceFault(settings, 'connecting')).catch(() => null))
    if (warm && isAlive(warm)) return warm
    if (signal.aborted) throw silenceFault(settings, 'connecting')
    opening = connectNow(signal)
    return opening
  }

  const tellAll = async (
    wanted: readonly IrcChannel[],
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<readonly AddressOutcome[]> => {
    if (wanted.length === 0) return []
    try {
      const current = await session(signal)
      return await Promise.all(
        wanted.map(async (channel): Promise<AddressOutcome> => {
          const telling = {
            channel,
            command,
            lines: (bytes: number, present: ReadonlySet<string>) => lines({ bytes, present, delivery }),
          }
          return { address: channel.name, outcome: await tell(current, telling, signal) }
        }),
      )
    } catch (error) {
      if (!(error instanceof IrcFault)) throw error
      const outcome: DeliveryOutcome = error.outcome()
      return wanted.map(({ name }) => ({ address: name, outcome }))
    }
  }

  return {
    addressees: () =>
      channels.map(({ name }) => ({ address: name, why: 'a channel of the configuration', dropped: null })),
    render: async delivery =>
      channels
        .filter(({ name }) => delivery.to.includes(name))
        .map(({ name }) => {
          const bytes = textBytes(longestPrefix(settings.nicks[0]), command, name)
          const said = lines({ bytes, present: new Set(), delivery })
          return { to: [name], text: said.map(line => `${command} ${name} :${line}\r\n`).join('') }
        }),
    deliver: async (delivery, signal) => {
      const wanted = channels.filter(({ name }) => delivery.to.includes(name))
      const gone = delivery.to
        .filter(address => !wanted.some(({ name }) => name === address))
        .map(address => ({ address, outcome: unknownChannel(address) }))
      const wasOpen = opening
      const outcomes = await tellAll(wanted, delivery, signal)
      if (wasOpen === null || signal.aborted) return [...outcomes, ...gone]
      const current = await wasOpen.catch(() => null)
      // A connection that was made ahead may be dead without our knowledge: nothing of what failed on it was sent.
      const again =
        current === null || isAlive(current) ? [] : outcomes.filter(({ outcome }) => outcome.kind === 'retry')
      const retold = await tellAll(
        wanted.filter(({ name }) => again.some(({ address }) => address === name)),
        delivery,
        signal,
      )
      return [...outcomes.filter(each => !again.includes(each)), ...retold, ...gone]
    },
    probe: signal => probeNetwork(settings, signal),
    warm: async signal => {
      opening ??= connectNow(signal)
      await opening.catch(() => {})
    },
    close: async () => {
      const last = opening
      opening = null
      const current = await Promise.race([last?.catch(() => null), undefinedSoon()])
      leaving.abort()
      if (current && isAlive(current)) await current.connection.quit()
      else await last?.catch(() => null)
    },
  }
}

interface Wanted {
  readonly bytes: number
  readonly present: ReadonlySet<string>
  readonly delivery: Delivery
}

/** Of an alert that waited in the spool while the configuration changed. */
function unknownChannel(name: string): DeliveryOutcome {
  return {
    kind: 'refused',
    why: `${name} is not in channels any more`,
    advice: 'add it to channels, or let it go',
  }
}

/** What is settled already wins over it. */
function undefinedSoon(): Promise<undefined> {
  return new Promise(resolve => setImmediate(() => resolve(undefined)))
}

function within<Value>(promise: Promise<Value>, signal: AbortSignal, late: () => IrcFault): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(late())
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
