import { describe, expect, test } from 'vitest'
import { ircLab, LABELS, messagesTo } from '../../test/notifiers/irc-lab.ts'
import { deliverOnce, deliveryOf, noDeadline } from '../../test/notifiers/irc-setting.ts'

const { scripted, open, outcome } = ircLab()

describe('delivery and its proof', () => {
  test('by the labelled echo', async () => {
    const server = await scripted({}, LABELS)
    expect(await outcome(server)).toEqual({ kind: 'delivered', proof: 'the server echoed 2 lines' })
    expect(messagesTo(server)).toHaveLength(2)
    expect(server.received.at(-1)).toBe('QUIT')
  })

  test('by the echo alone, without labels', async () => {
    const server = await scripted({}, 'echo-message')
    expect(await outcome(server)).toEqual({ kind: 'delivered', proof: 'the server echoed 2 lines' })
  })

  test('by its own PING, and by no other PONG', async () => {
    const server = await scripted({
      PING: (peer, [token = '']) =>
        peer.send(':lab PONG lab :1700000000000', ':lab PONG lab cdgate-forged', `:lab PONG lab ${token}`),
      PRIVMSG: peer => peer.send(':lab PONG lab 42'),
    })
    expect(await outcome(server)).toMatchObject({
      kind: 'delivered',
      proof: expect.stringMatching(/PING after 2 lines/),
    })
  })

  test('a PONG with the wrong token proves nothing', async () => {
    const server = await scripted({ PING: peer => peer.send(':lab PONG lab other', 'PING :after-pong') })
    const stop = new AbortController()
    const channel = await open(server)
    const delivering = channel.deliver(deliveryOf(), stop.signal)
    await server.heard(/^PONG after-pong/)
    stop.abort()
    expect((await delivering)[0]?.outcome).toMatchObject({ kind: 'unknown' })
    await channel.close()
  })

  test('a notice goes out as a message where nothing would prove it, and that is said', async () => {
    const server = await scripted()
    const channel = await open(server, { send: 'notice' })
    expect((await deliverOnce(channel))[0]?.outcome.kind).toBe('delivered')
    expect(server.received.some(line => line.startsWith('NOTICE'))).toBe(false)
    expect(channel.logged.join()).toContain('never tells whether a notice arrives')
  })

  test('the bot’s mode is taken, once, and CTCP is not answered', async () => {
    const server = await scripted({
      JOIN: (peer, [name = '']) =>
        peer.send(
          ':mallory!m@h PRIVMSG gate :\u0001VERSION\u0001',
          `:gate!u@h JOIN ${name}`,
          `:lab 366 gate ${name} :End`,
        ),
    })
    await outcome(server)
    expect(server.received.filter(line => line.startsWith('MODE'))).toEqual(['MODE gate +b'])
    expect(server.received.some(line => line.includes('VERSION'))).toBe(false)
  })

  test('several channels: each has its own outcome', async () => {
    const server = await scripted(
      {
        JOIN: (peer, [name = '']) =>
          name === '#inv'
            ? peer.send(`:lab 473 gate ${name} :Cannot join channel (+i)`)
            : peer.send(`:gate!u@h JOIN ${name}`, `:lab 366 gate ${name} :End`),
      },
      LABELS,
    )
    const channel = await open(server, { channels: ['#dev', '#inv'], burst: 20 })
    const outcomes = await deliverOnce(channel, deliveryOf({}, ['#dev', '#inv']))
    expect(outcomes.map(each => [each.address, each.outcome.kind])).toEqual([
      ['#dev', 'delivered'],
      ['#inv', 'refused'],
    ])
    expect(messagesTo(server).every(line => line.includes(' #dev '))).toBe(true)
  })

  test('a channel that left the configuration while its alert waited', async () => {
    const server = await scripted({}, LABELS)
    const outcomes = await deliverOnce(await open(server), deliveryOf({}, ['#dev', '#old']))
    expect(outcomes.map(({ address, outcome }) => [address, outcome.kind])).toEqual([
      ['#dev', 'delivered'],
      ['#old', 'refused'],
    ])
  })

  test('one connection for all alerts; a channel is joined once', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server, { burst: 20 })
    await channel.deliver(deliveryOf(), noDeadline())
    await channel.deliver(deliveryOf(), noDeadline())
    await channel.close()
    expect(server.connections).toBe(1)
    expect(server.received.filter(line => line.startsWith('JOIN'))).toEqual(['JOIN #dev'])
  })
})
