import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ircLab, LABELS, messagesTo, SASL } from '../../test/notifiers/irc-lab.ts'
import { deliverOnce, deliveryOf, noDeadline, openIrc } from '../../test/notifiers/irc-setting.ts'
import type { Script } from '../../test/notifiers/scripted-irc.ts'

const { certificates, scripted, open, outcome } = ircLab()

describe('what servers do', () => {
  test.each([
    ['404', 'PRIVMSG', 'refused'],
    ['403', 'JOIN', 'refused'],
    ['471', 'JOIN', 'retry'],
    ['474', 'JOIN', 'refused'],
    ['475', 'JOIN', 'refused'],
    ['477', 'JOIN', 'refused'],
  ] as const)('%s at %s: %s, with an advice', async (numeric, command, kind) => {
    const server = await scripted({ [command]: peer => peer.send(`:lab ${numeric} gate #DEV :No`) })
    expect(await outcome(server)).toMatchObject({
      kind,
      why: expect.stringMatching(new RegExp(`^${numeric} .*“No”`)),
      advice: expect.stringMatching(/./),
    })
    expect(messagesTo(server)).toHaveLength(command === 'JOIN' ? 0 : 2)
  })

  test('a labelled refusal that names no channel', async () => {
    const server = await scripted(
      {
        PRIVMSG: (peer, _parameters, line) =>
          peer.send(`${line.split(' ')[0]} :lab 412 gate :No text to send`),
      },
      LABELS,
    )
    expect(await outcome(server)).toMatchObject({ kind: 'refused', why: expect.stringMatching(/^412/) })
  })

  test('a refusal in a batch', async () => {
    const server = await scripted(
      {
        PRIVMSG: (peer, _parameters, line) =>
          peer.send(
            `${line.split(' ')[0]} :lab BATCH +7 labeled-response`,
            '@batch=7 :lab 404 gate #dev :No',
            ':lab BATCH -7',
          ),
      },
      LABELS,
    )
    expect(await outcome(server)).toMatchObject({ kind: 'refused', why: expect.stringMatching(/^404/) })
  })

  test('nick in use, then a bad one, then one with random letters', async () => {
    const server = await scripted({
      NICK: (peer, [nick = '']) => {
        if (nick === 'gate') peer.send(':lab 433 * gate :Nickname is already in use')
        else if (nick === 'gate2') peer.send(':lab 432 * gate2 :Erroneous nickname')
        else peer.send(`:lab 001 ${nick} :Welcome`, `:lab 376 ${nick} :End`)
      },
      JOIN: (peer, [name = '']) => {
        const nick = server.received
          .filter(line => line.startsWith('NICK'))
          .at(-1)
          ?.slice(5)
        peer.send(`:${nick}!u@h JOIN ${name}`, `:lab 366 ${nick} ${name} :End`)
      },
    })
    const channel = await open(server, { alternativeNicks: ['gate2'] })
    expect((await deliverOnce(channel))[0]?.outcome.kind).toBe('delivered')
    expect(server.received.filter(line => line.startsWith('NICK'))).toEqual([
      'NICK gate',
      'NICK gate2',
      expect.stringMatching(/^NICK gate-[a-z2-9]{3}$/),
    ])
    expect(channel.logged.join()).toMatch(/the nick gate is in use; gate-\w{3} speaks/)
  })

  test('no nick at all', async () => {
    const server = await scripted({ NICK: peer => peer.send(':lab 433 * x :Nickname is already in use') })
    expect(await outcome(server)).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/none of the nicks/),
    })
  })

  test('throttled: not asked again while it wants to rest', async () => {
    const server = await scripted({
      '': peer => {
        peer.send('ERROR :Reconnecting too fast, throttled.')
        peer.end()
      },
    })
    const channel = await open(server)
    const [first] = await channel.deliver(deliveryOf(), noDeadline())
    const [second] = await channel.deliver(deliveryOf(), noDeadline())
    await channel.close()
    expect(first?.outcome).toMatchObject({ kind: 'retry', afterMs: 60_000 })
    expect(second?.outcome.kind).toBe('retry')
    expect(server.connections).toBe(1)
  })

  test('a bare TLS alert, as throttled TLS ports send it', async () => {
    // Alert, TLS 1.2, two bytes: fatal, internal_error.
    const server = createServer(socket =>
      socket
        .on('error', () => {})
        .resume()
        .end(Buffer.from([21, 3, 3, 0, 2, 2, 80])),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const channel = await openIrc({ server: `ircs://localhost:${port}`, ca: certificates().caFile })
    const [result] = await deliverOnce(channel)
    expect(result?.outcome).toMatchObject({
      kind: 'retry',
      afterMs: 60_000,
      advice: expect.stringMatching(/connect too often/),
    })
    await new Promise(resolve => server.close(resolve))
  })

  test('closed within the handshake', async () => {
    const server = await scripted({ '': peer => peer.drop() })
    const channel = await openIrc({ server: `ircs://localhost:${server.port}` })
    expect((await deliverOnce(channel))[0]?.outcome).toMatchObject({ kind: 'retry' })
  })

  test('a plain server on the port for TLS, and a certificate of nobody known', async () => {
    const plain = await scripted({ '': peer => peer.send(':lab NOTICE * :hello') })
    const wrongPort = await openIrc({ server: `ircs://localhost:${plain.port}` })
    expect((await deliverOnce(wrongPort))[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/does not speak TLS/),
    })
    const tls = await scripted({}, SASL, true)
    const untrusting = await openIrc(
      { server: `ircs://localhost:${tls.port}`, login: 'plain', account: 'ci' },
      { password: 'top-secret-pw' },
    )
    expect((await deliverOnce(untrusting))[0]?.outcome).toMatchObject({
      kind: 'refused',
      advice: expect.stringMatching(/^give ca/),
    })
    expect(tls.received).toEqual([])
  })

  test('nobody listens', async () => {
    const server = await scripted()
    await server.stop()
    expect(await outcome(server)).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/takes no connections/),
    })
  })

  test('silent: ends when the signal does, at every stage', async () => {
    for (const script of [{ CAP: () => {}, NICK: () => {} }, { JOIN: () => {} }] satisfies Script[]) {
      const server = await scripted(script)
      const stop = new AbortController()
      const channel = await open(server)
      const delivering = channel.deliver(deliveryOf(), stop.signal)
      await server.heard('JOIN' in script ? /^JOIN/ : /^USER/)
      stop.abort()
      expect((await delivering)[0]?.outcome).toMatchObject({
        kind: 'retry',
        why: expect.stringMatching(/in time/),
      })
      await channel.close()
    }
  })

  test('silent within the TLS handshake: given up after connectTimeout, by itself', async () => {
    const server = await scripted()
    const channel = await openIrc({ server: `ircs://localhost:${server.port}`, connectTimeout: 1 })
    expect((await deliverOnce(channel))[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/did not answer in time, while connecting/),
    })
  })

  test('an aborted signal opens no connection', async () => {
    const server = await scripted()
    const [result] = await deliverOnce(await open(server), deliveryOf(), AbortSignal.abort())
    expect(result?.outcome.kind).toBe('retry')
    expect(server.connections).toBe(0)
  })

  test('dies after the message, before the proof: unknown', async () => {
    const server = await scripted({ PRIVMSG: peer => peer.drop() })
    expect(await outcome(server)).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(/sent.*not proven/),
    })
  })

  test('dies before the message: retry', async () => {
    for (const command of ['USER', 'JOIN']) {
      const server = await scripted({ [command]: peer => peer.drop() })
      expect(await outcome(server), command).toMatchObject({ kind: 'retry' })
    }
  })

  test('kicked before the proof: unknown, and the next one joins anew', async () => {
    let kicks = 0
    const server = await scripted(
      {
        PRIVMSG: (peer, _parameters, line) => {
          if (kicks === 0) peer.send(':op!o@h KICK #dev gate :no bots')
          else peer.send(`${line.split(' ')[0]} :gate!u@h PRIVMSG #dev :x`)
        },
      },
      LABELS,
    )
    const channel = await open(server, { burst: 20 })
    const [first] = await channel.deliver(deliveryOf(), noDeadline())
    expect(first?.outcome).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/kicked/) })
    kicks = 1
    const [second] = await channel.deliver(deliveryOf(), noDeadline())
    await channel.close()
    expect(second?.outcome.kind).toBe('delivered')
    expect(server.received.filter(line => line === 'JOIN #dev')).toHaveLength(2)
  })

  test('what could not be joined is joined when it can be', async () => {
    let isFull = true
    const server = await scripted(
      {
        JOIN: (peer, [name = '']) =>
          isFull
            ? peer.send(`:lab 471 gate ${name} :Cannot join channel (+l)`)
            : peer.send(`:gate!u@h JOIN ${name}`, `:lab 366 gate ${name} :End`),
      },
      LABELS,
    )
    const channel = await open(server, { burst: 20 })
    const [first] = await channel.deliver(deliveryOf(), noDeadline())
    isFull = false
    const [second] = await channel.deliver(deliveryOf(), noDeadline())
    await channel.close()
    expect([first?.outcome.kind, second?.outcome.kind]).toEqual(['retry', 'delivered'])
  })
})
