import { describe, expect, test } from 'vitest'
import { ircLab, LABELS } from '../../test/notifiers/irc-lab.ts'
import { deliverOnce, noDeadline } from '../../test/notifiers/irc-setting.ts'

const { scripted, open } = ircLab()

describe('warm', () => {
  test('registers ahead, joins only when there is something to say, leaves silently', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server)
    await channel.warm?.(noDeadline())
    expect(server.received.some(line => line.startsWith('JOIN'))).toBe(false)
    await channel.close()
    expect(server.received.at(-1)).toBe('QUIT')
    expect(server.received.some(line => /^(?:JOIN|PRIVMSG)/.test(line))).toBe(false)
  })

  test('the message goes over the connection that was made', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server)
    await channel.warm?.(noDeadline())
    expect((await deliverOnce(channel))[0]?.outcome.kind).toBe('delivered')
    expect(server.connections).toBe(1)
  })

  test('a connection that died meanwhile is made again', async () => {
    let drop = () => {}
    const server = await scripted(
      {
        MODE: peer => {
          drop = () => peer.drop()
        },
      },
      LABELS,
    )
    const channel = await open(server)
    await channel.warm?.(noDeadline())
    await server.heard(/^MODE/)
    drop()
    expect((await deliverOnce(channel))[0]?.outcome.kind).toMatch(/delivered/)
    expect(server.connections).toBe(2)
  })

  test('what failed ahead is told by the delivery', async () => {
    const server = await scripted({ USER: peer => peer.send(':lab 465 gate :You are banned') })
    const channel = await open(server)
    await channel.warm?.(noDeadline())
    expect((await deliverOnce(channel))[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/^465/),
    })
  })

  test('closed while it connects: it stops', async () => {
    const server = await scripted({ CAP: () => {}, NICK: () => {} })
    const channel = await open(server)
    const warming = channel.warm?.(noDeadline())
    await server.heard(/^USER/)
    await channel.close()
    await warming
    expect(server.received.some(line => line.startsWith('JOIN'))).toBe(false)
  })
})

describe('doctor', () => {
  test('registers and joins, says nothing, and tells each channel', async () => {
    const server = await scripted(
      {
        JOIN: (peer, [name = '']) =>
          name === '#key'
            ? peer.send(`:lab 475 gate ${name} :Cannot join channel (+k)`)
            : peer.send(`:gate!u@h JOIN ${name}`, `:lab 366 gate ${name} :End`),
      },
      LABELS,
    )
    const channel = await open(server, { channels: ['#dev', '#key'] })
    const lines = await channel.probe(noDeadline())
    await channel.close()
    expect(lines.map(({ ok }) => ok)).toEqual([true, true, true, true, false])
    expect(lines.at(-1)).toMatchObject({
      what: expect.stringMatching(/^475 #key wants another key/),
      advice: expect.stringMatching(/secret keys/),
    })
    expect(server.received.some(line => line.includes('PRIVMSG'))).toBe(false)
    expect(server.received.at(-1)).toBe('QUIT')
  })
})
