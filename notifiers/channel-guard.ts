import { reasonOf } from '../core/system/files.ts'
import type {
  Addressee,
  AddressOutcome,
  Channel,
  Delivery,
  DeliveryOutcome,
  ProbeLine,
  Rendered,
} from './contract.ts'
import { EVERYBODY } from './spool-entry.ts'

/** Around a channel's code, which may be anybody's: it may fail, throw, answer nonsense, and no other channel notices. */

/** @param log gets a line on what goes wrong where there is no outcome to tell it in */
export function guardChannel(name: string, channel: Channel, log: (line: string) => void): Channel {
  const say = (what: string, error: unknown) =>
    log(`cd-gate: the channel ${name} failed to ${what}: ${reasonOf(error)}`)
  const { warm } = channel
  return {
    addressees: alert => {
      try {
        return checkedAddressees(channel.addressees(alert))
      } catch (error) {
        say('say whom it would tell', error)
        return [unknownAddressees(`it failed to say whom it would tell: ${reasonOf(error)}`)]
      }
    },
    render: async delivery => {
      try {
        return await channel.render(delivery)
      } catch (error) {
        const text = `(it failed to show what it would send: ${reasonOf(error)})`
        return [{ to: delivery.to, text }] satisfies readonly Rendered[]
      }
    },
    deliver: async (delivery, signal) => {
      if (delivery.to.includes(EVERYBODY)) return allOf(delivery, nameless)
      try {
        return checkedOutcomes(await channel.deliver(delivery, signal), delivery)
      } catch (error) {
        const why = `the notifier failed: ${reasonOf(error)}`
        return allOf(delivery, { kind: 'unknown', why, advice: 'this is a fault of the notifier: report it' })
      }
    },
    probe: async signal => {
      try {
        return await channel.probe(signal)
      } catch (error) {
        return [broken(`the check failed: ${reasonOf(error)}`)]
      }
    },
    ...(warm && {
      warm: async signal => {
        try {
          await warm.call(channel, signal)
        } catch (error) {
          say('connect ahead', error)
        }
      },
    }),
    close: async () => {
      try {
        await channel.close()
      } catch (error) {
        say('close', error)
      }
    },
  }
}

/** A channel that could not be opened: its alerts wait in the spool until it can be. */
export function failedChannel(why: string): Channel {
  const advice = 'mend the channel; what waits in the spool is then delivered'
  return {
    addressees: () => [{ address: EVERYBODY, why: 'whom the channel would tell', dropped: null }],
    render: async ({ to }) => [{ to, text: `(${why})` }],
    deliver: async delivery => allOf(delivery, { kind: 'retry', why, advice, afterMs: NEVER_NOW }),
    probe: async () => [broken(why)],
    close: async () => {},
  }
}

/** Longer than any deadline: not in this run. Milliseconds. */
const NEVER_NOW = 86_400_000

/** Nobody can be told as long as the channel cannot say who. */
const nameless: DeliveryOutcome = {
  kind: 'retry',
  why: 'the notifier does not say whom it would tell',
  advice: 'this is a fault of the notifier: report it',
  afterMs: NEVER_NOW,
}

function unknownAddressees(why: string): Addressee {
  return { address: EVERYBODY, why, dropped: null }
}

function broken(what: string): ProbeLine {
  return { ok: false, what, advice: 'see docs/notifier-plugins.md if the notifier is yours' }
}

export function allOf({ to }: Delivery, outcome: DeliveryOutcome): readonly AddressOutcome[] {
  return to.map(address => ({ address, outcome }))
}

function checkedAddressees(given: unknown): readonly Addressee[] {
  if (!Array.isArray(given)) throw new Error('it gave no list')
  return given.map((each: Partial<Addressee> | null) => {
    const { address, why, dropped = null } = each ?? {}
    const isRight =
      typeof address === 'string' &&
      address !== '' &&
      typeof why === 'string' &&
      (dropped === null || typeof dropped === 'string')
    if (!isRight) throw new Error('it gave something that is no addressee')
    return { address, why, dropped }
  })
}

/** An outcome for each address, and for no other: what is not proven is not delivered. */
function checkedOutcomes(given: unknown, { to }: Delivery): readonly AddressOutcome[] {
  const list: readonly (Partial<AddressOutcome> | null)[] = Array.isArray(given) ? given : []
  return to.map(address => {
    const found = list.find(each => each?.address === address)?.outcome
    return { address, outcome: checkedOutcome(found) }
  })
}

function checkedOutcome(given: unknown): DeliveryOutcome {
  const { kind, proof, why, advice, afterMs } = (given ?? {}) as Readonly<Record<string, unknown>>
  const words = { why: wordOr(why, 'the notifier gives no reason'), advice: wordOr(advice, '') }
  if (kind === 'delivered' && typeof proof === 'string' && proof !== '') return { kind, proof }
  if (kind === 'refused' || kind === 'unknown') return { kind, ...words }
  if (kind === 'retry') {
    const isTime = typeof afterMs === 'number' && Number.isFinite(afterMs) && afterMs >= 0
    return { kind, ...words, afterMs: isTime ? afterMs : null }
  }
  const what = kind === 'delivered' ? 'without a proof' : 'without saying how it went'
  return { kind: 'unknown', why: `the notifier came back ${what}`, advice: 'report it to its author' }
}

function wordOr(value: unknown, instead: string): string {
  return typeof value === 'string' ? value : instead
}
