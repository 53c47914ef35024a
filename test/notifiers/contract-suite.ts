import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Delivery, DeliveryOutcome, MessageTemplate } from '../../notifiers/contract.ts'
import type { Alert } from '../../notifiers/model.ts'
import { failedTest, sampleAlert } from './sample-alert.ts'

/** What every notifier has to keep, against a receiver that is a fake of its own world. */

/** `busy`: not now; `dies`: it takes the message and then the connection ends; `silent`: it takes it and says nothing. */
export type Behaviour = 'accepts' | 'busy' | 'refuses' | 'dies' | 'silent'

export interface Receiver {
  behave(how: Behaviour): void
  /** Whole messages, in the receiver's own form, whatever was answered. */
  received(): readonly string[]
  /** Resolves when the next message has arrived, answered or not. */
  arrival(): Promise<void>
  /** After it nobody listens there any more. */
  close(): Promise<void>
}

export interface ContractSubject {
  readonly name: string
  /** A receiver that accepts, and how a channel to it is opened. */
  start(): Promise<{
    readonly receiver: Receiver
    readonly open: (template: MessageTemplate | null) => Promise<Channel>
    /** Values that must stand nowhere but in the transport. */
    readonly secrets: readonly string[]
  }>
  /** What the outcome has to be; `accepts` is always `delivered`. */
  readonly outcomes: Readonly<Record<Exclude<Behaviour, 'accepts'>, DeliveryOutcome['kind']>>
  /** What an attempt makes of a receiver that is gone. */
  readonly whenGone: DeliveryOutcome['kind']
  /** Throws when hostile text does more in this world than to be read. */
  inert(messages: readonly string[]): void
  /** What tells a receiver that two messages are the same; `null`: its world has no such thing. */
  identityOf(message: string): string | null
}

const hostileTexts: Readonly<Record<string, string>> = {
  'line ends': 'x\r\nJOIN #evil\rQUIT\nBcc: evil@evil.test',
  'control characters':
    '\u0000\u0001ACTION waves\u0001\u0003\u0034,1red\u0007\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  'bidirectional marks': 'abc\u202egnp.exe\u2066\u200f\u2028\u2029',
  mentions: '@everyone @here @channel @all <!channel> <!here|x> <@U012AB3CD> <#C1> <!subteam^S1>',
  markup:
    '<b onclick=x>&amp;</b> *bold* _it_ `code` ~no~ [a](http://evil.test) ![i](http://evil.test/i.png) <http://evil.test|click>',
  'ten thousand letters': 'Ж'.repeat(10_000),
  'lone surrogates': 'a\ud800b\udc00c',
  templates: '<%= process.exit(9) %> {{7*7}} $(touch evil) `touch evil`; touch evil #',
}

/** The same hostile text in every place that comes from outside. */
export function hostileAlert(text: string): Alert {
  const person = {
    name: text,
    email: text,
    known: true,
    accounts: { irc: text, slack: text, mattermost: text },
  }
  const build = {
    ...sampleAlert().build,
    repository: text,
    job: text,
    branch: text,
    subject: text,
    number: text,
    url: text,
  }
  return sampleAlert({
    build: { ...build, diffUrl: text, pageUrl: text, change: { id: text, url: text } },
    failures: [{ ...failedTest, name: text, classname: text, file: text, message: text, detail: text }],
    reasons: [text],
    coverage: text,
    blame: {
      kind: 'one',
      suspects: [{ person, commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', subject: text, reason: text }],
      why: '',
    },
    log: text,
    attachments: [{ name: text, type: 'text/plain', text }],
  })
}

export function contractSuite(subject: ContractSubject): void {
  describe(`${subject.name} keeps the contract`, () => {
    let receiver: Receiver
    let channel: Channel
    let reopen: (template: MessageTemplate | null) => Promise<Channel>
    let secrets: readonly string[]
    beforeEach(async () => {
      const started = await subject.start()
      receiver = started.receiver
      reopen = started.open
      secrets = started.secrets
      channel = await started.open(null)
    })
    afterEach(async () => {
      await channel.close()
      await receiver.close()
    })

    const deliveryOf = (alert: Alert, ageMs = 0): Delivery => ({
      alert,
      to: channel.addressees(alert).flatMap(each => (each.dropped === null ? [each.address] : [])),
      ageMs,
    })
    const never = new AbortController().signal
    const kinds = async (delivery: Delivery, signal = never): Promise<readonly string[]> => {
      const outcomes = await channel.deliver(delivery, signal)
      expect(outcomes.map(each => each.address)).toEqual(delivery.to)
      return outcomes.map(each => each.outcome.kind)
    }

    test('names whom it would tell, the same each time, and no secret', () => {
      const alert = sampleAlert()
      const addressees = channel.addressees(alert)
      expect(addressees.some(each => each.dropped === null)).toBe(true)
      expect(channel.addressees(alert)).toEqual(addressees)
      for (const each of addressees) expect(each.why).not.toBe('')
      expect(secretsIn(JSON.stringify(addressees))).toEqual([])
    })

    test('shows what it would send to each, without a secret, and sends nothing', async () => {
      const delivery = deliveryOf(sampleAlert())
      const rendered = await channel.render(delivery)
      expect([...new Set(rendered.flatMap(each => each.to))].sort()).toEqual([...delivery.to].sort())
      for (const { text } of rendered) expect(text).toContain('acme/pay')
      expect(secretsIn(JSON.stringify(rendered))).toEqual([])
      expect(receiver.received()).toEqual([])
    })

    test('delivers once to each, with a proof', async () => {
      const delivery = deliveryOf(sampleAlert())
      const outcomes = await channel.deliver(delivery, never)
      expect(outcomes.map(each => each.address)).toEqual(delivery.to)
      for (const { outcome } of outcomes) {
        expect(outcome).toEqual({ kind: 'delivered', proof: expect.stringMatching(/\S/) })
      }
      expect(receiver.received()).toHaveLength(delivery.to.length)
      expect(receiver.received().join()).toContain('acme/pay')
    })

    test.each(Object.entries(subject.outcomes))(
      'when the receiver is %s the outcome is %s',
      async (how, kind) => {
        receiver.behave(how as Behaviour)
        const delivery = deliveryOf(sampleAlert())
        const controller = new AbortController()
        // Only silence needs an end; every other answer comes by itself.
        if (how === 'silent') void receiver.arrival().then(() => controller.abort())
        const outcomes = await channel.deliver(delivery, controller.signal)
        expect(outcomes.map(each => each.outcome.kind)).toEqual(delivery.to.map(() => kind))
        for (const { outcome } of outcomes) {
          const { why, advice } = outcome as { why: string; advice: string }
          expect(why).toMatch(/^\S.*\S$/)
          expect(advice).toMatch(/^\S.*\S$/)
          expect(secretsIn(why + advice)).toEqual([])
        }
      },
    )

    test('tells at once when nobody is there', async () => {
      const delivery = deliveryOf(sampleAlert())
      await receiver.close()
      expect(await kinds(delivery)).toEqual(delivery.to.map(() => subject.whenGone))
    })

    test('sends nothing when there is no time left', async () => {
      const delivery = deliveryOf(sampleAlert())
      const outcomes = await kinds(delivery, AbortSignal.abort())
      for (const kind of outcomes) expect(['retry', 'unknown']).toContain(kind)
      expect(receiver.received()).toEqual([])
    })

    test('a second try has the identity of the first', async () => {
      receiver.behave('dies')
      const delivery = deliveryOf(sampleAlert())
      await channel.deliver(delivery, never)
      receiver.behave('accepts')
      await channel.deliver({ ...delivery, ageMs: 3_600_000 }, never)
      const ids = receiver.received().map(message => subject.identityOf(message))
      expect(ids).toHaveLength(2 * delivery.to.length)
      if (!ids.includes(null)) expect(new Set(ids).size).toBe(delivery.to.length)
    })

    test.each(Object.entries(hostileTexts))('%s from outside are read, and do nothing', async (_, text) => {
      const delivery = deliveryOf(hostileAlert(text))
      expect(await kinds(delivery)).toEqual(delivery.to.map(() => 'delivered'))
      expect(receiver.received()).toHaveLength(delivery.to.length)
      subject.inert(receiver.received())
    })

    test('says what the user’s template says, and what is hostile in it does nothing', async () => {
      await channel.close()
      channel = await reopen(() => `my own words ${hostileTexts.mentions}`)
      expect(await kinds(deliveryOf(sampleAlert()))).toContain('delivered')
      expect(receiver.received().join()).toContain('my own words')
      subject.inert(receiver.received())
    })

    test('falls back to its own text where the template failed', async () => {
      await channel.close()
      channel = await reopen(() => null)
      expect(await kinds(deliveryOf(sampleAlert()))).toContain('delivered')
      expect(receiver.received().join()).toContain('acme/pay main is broken')
    })

    test('a check sends nothing, and finds that nobody is there', async () => {
      const good = await channel.probe(never)
      expect(good.map(each => each.ok)).not.toContain(false)
      expect(receiver.received()).toEqual([])
      await receiver.close()
      const bad = await channel.probe(never)
      expect(bad.map(each => each.ok)).toContain(false)
      for (const { ok, advice } of bad) if (!ok) expect(advice).toMatch(/\S/)
      expect(secretsIn(JSON.stringify([good, bad]))).toEqual([])
    })

    test('can be closed twice', async () => {
      await channel.close()
      await channel.close()
      expect(receiver.received()).toEqual([])
    })

    function secretsIn(text: string): readonly string[] {
      return secrets.filter(each => text.includes(each))
    }
  })
}
