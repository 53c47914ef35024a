import type { OpenedChannel } from '../../notifiers/channels.ts'
import type { Channel, Delivery, DeliveryOutcome } from '../../notifiers/contract.ts'

export const proven: DeliveryOutcome = { kind: 'delivered', proof: 'seen' }
export const notNow: DeliveryOutcome = { kind: 'retry', why: 'busy', advice: 'wait', afterMs: null }
export const tomorrow: DeliveryOutcome = { ...notNow, afterMs: 86_400_000 }
export const never: DeliveryOutcome = { kind: 'refused', why: 'no such user', advice: 'mend it' }
export const perhaps: DeliveryOutcome = { kind: 'unknown', why: 'it hung up', advice: 'look' }

export interface FakeChannel extends OpenedChannel {
  readonly deliveries: readonly Delivery[]
}

/** A channel whose outcomes a test decides. @param outcomeOf gets the address and the number of the try, from 1 on */
export function fakeChannel(
  name: string,
  outcomeOf: (address: string, number: number, delivery: Delivery) => DeliveryOutcome = () => proven,
  more: Partial<Channel> = {},
): FakeChannel {
  const deliveries: Delivery[] = []
  const channel: Channel = {
    addressees: () => [{ address: `${name}@lab.test`, why: 'fixed list', dropped: null }],
    render: async ({ to }) => [{ to, text: 'text' }],
    deliver: async delivery => {
      deliveries.push(delivery)
      return delivery.to.map(address => ({
        address,
        outcome: outcomeOf(address, deliveries.length, delivery),
      }))
    },
    probe: async () => [],
    close: async () => {},
    ...more,
  }
  return { name, type: 'fake', rules: { events: null, branches: [], jobs: [] }, channel, deliveries }
}
