import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type IrcCertificates, makeIrcCertificates } from '../../test/notifiers/irc-certificates.ts'
import { deliverOnce, deliveryOf, never, openIrc } from '../../test/notifiers/irc-setting.ts'
import { type Script, type ScriptedIrc, startScriptedIrc } from '../../test/notifiers/scripted-irc.ts'
import type { IrcOptions } from './options.ts'

const LABELS = 'echo-message labeled-response batch'
const SASL = `${LABELS} sasl=PLAIN,EXTERNAL`
let certificates: IrcCertificates
const servers: ScriptedIrc[] = []

beforeAll(() => {
  certificates = makeIrcCertificates()
})
afterAll(() => certificates.remove())
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
})

async function scripted(script: Script = {}, capabilities = '', isTls = false): Promise<ScriptedIrc> {
  const tls = isTls
    ? { cert: readFileSync(certificates.certFile), key: readFileSync(certificates.keyFile) }
    : null
  const server = await startScriptedIrc(script, capabilities, tls)
  servers.push(server)
  return server
}

const open = (server: ScriptedIrc, options: Partial<IrcOptions> = {}) =>
  openIrc({ server: `irc://127.0.0.1:${server.port}`, ...options })
const openLogin = (server: ScriptedIrc, options: Partial<IrcOptions> = {}) =>
  openIrc(
    {
      server: `ircs://localhost:${server.port}`,
      ca: certificates.caFile,
      login: 'plain',
      account: 'ci',
      ...options,
    },
    { password: 'top-secret-pw' },
  )
const messages = (server: ScriptedIrc) => server.received.filter(line => /PRIVMSG #/.test(line))
const outcome = async (server: ScriptedIrc, options: Partial<IrcOptions> = {}) =>
  (await deliverOnce(await open(server, options)))[0]?.outcome

describe('delivery and its proof', () => {
  test('by the labelled echo', async () => {
    const server = await scripted({}, LABELS)
    expect(await outcome(server)).toEqual({ kind: 'delivered', proof: 'the server echoed 2 lines' })
    expect(messages(server)).toHaveLength(2)
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
    const server = await scripted({ PING: peer => peer.send(':lab PONG lab other') })
    const stop = new AbortController()
    const channel = await open(server)
    const delivering = channel.deliver(deliveryOf(), stop.signal)
    await server.heard(/^PING/)
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
    expect(messages(server).every(line => line.includes(' #dev '))).toBe(true)
  })

  test('one connection for all alerts; a channel is joined once', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server, { burst: 20 })
    await channel.deliver(deliveryOf(), never())
    await channel.deliver(deliveryOf(), never())
    await channel.close()
    expect(server.connections).toBe(1)
    expect(server.received.filter(line => line.startsWith('JOIN'))).toEqual(['JOIN #dev'])
  })
})

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
    expect(messages(server)).toHaveLength(command === 'JOIN' ? 0 : 2)
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
        peer.drop()
      },
    })
    const channel = await open(server)
    const [first] = await channel.deliver(deliveryOf(), never())
    const [second] = await channel.deliver(deliveryOf(), never())
    await channel.close()
    expect(first?.outcome).toMatchObject({ kind: 'retry', afterMs: 60_000 })
    expect(second?.outcome.kind).toBe('retry')
    expect(server.connections).toBe(1)
  })

  test('a bare TLS alert, as throttled TLS ports send it', async () => {
    // Alert, TLS 1.2, two bytes: fatal, internal_error.
    const server = createServer(socket =>
      socket.on('error', () => {}).end(Buffer.from([21, 3, 3, 0, 2, 2, 80])),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const channel = await openIrc({ server: `ircs://localhost:${port}`, ca: certificates.caFile })
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
    servers.pop()
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
    const [first] = await channel.deliver(deliveryOf(), never())
    expect(first?.outcome).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/kicked/) })
    kicks = 1
    const [second] = await channel.deliver(deliveryOf(), never())
    await channel.close()
    expect(second?.outcome.kind).toBe('delivered')
    expect(server.received.filter(line => line === 'JOIN #dev')).toHaveLength(2)
  })
})

describe('a login that fails sends nothing', () => {
  const noPassword = (server: ScriptedIrc) => {
    expect(server.received.join('\n')).not.toMatch(/top-secret|dG9wLXNlY3JldA|AGNpAHRvcC1/)
  }
  const nothingSaid = (server: ScriptedIrc) => {
    expect(server.received.some(line => /^(?:CAP END|JOIN|PRIVMSG)/.test(line))).toBe(false)
  }

  test('904: refused, asked once, and never in as a guest', async () => {
    const server = await scripted(
      {
        AUTHENTICATE: (peer, [word]) =>
          peer.send(word === 'PLAIN' ? 'AUTHENTICATE +' : ':lab 904 gate :SASL failed for top-secret-pw'),
      },
      SASL,
      true,
    )
    const channel = await openLogin(server)
    const [first] = await channel.deliver(deliveryOf(), never())
    const [second] = await channel.deliver(deliveryOf(), never())
    await channel.close()
    expect(first?.outcome).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/^904 the login was refused/),
    })
    expect(JSON.stringify(first)).not.toContain('top-secret-pw')
    expect(second?.outcome.kind).toBe('refused')
    expect(server.connections).toBe(1)
    nothingSaid(server)
  })

  test.each([
    ['no SASL', LABELS],
    ['no capabilities at all', ''],
    ['no PLAIN', `${LABELS} sasl=EXTERNAL`],
  ])('%s offered', async (_what, capabilities) => {
    const server = await scripted({}, capabilities, true)
    const [result] = await deliverOnce(await openLogin(server))
    expect(result?.outcome).toMatchObject({ why: expect.stringMatching(/offers no SASL/) })
    nothingSaid(server)
    noPassword(server)
  })

  test('SASL refused by NAK', async () => {
    const server = await scripted(
      { CAP: (peer, [verb]) => peer.send(verb === 'LS' ? `:lab CAP * LS :${SASL}` : ':lab CAP * NAK :sasl') },
      SASL,
      true,
    )
    const [result] = await deliverOnce(await openLogin(server))
    expect(result?.outcome).toMatchObject({ why: expect.stringMatching(/refuses the capability/) })
    nothingSaid(server)
    noPassword(server)
  })

  test('a server that just lets us in', async () => {
    const server = await scripted({ CAP: () => {} }, '', true)
    const [result] = await deliverOnce(await openLogin(server))
    expect(result?.outcome).toMatchObject({ why: expect.stringMatching(/without a login/) })
    nothingSaid(server)
  })

  test('900 alone is no proof: the negotiation ends on 903 only', async () => {
    const server = await scripted(
      {
        AUTHENTICATE: (peer, [word]) =>
          peer.send(
            word === 'PLAIN' ? 'AUTHENTICATE +' : ':lab 900 gate gate!u@h ci :You are logged in as ci',
          ),
      },
      SASL,
      true,
    )
    const stop = new AbortController()
    const channel = await openLogin(server)
    const delivering = channel.deliver(deliveryOf(), stop.signal)
    await server.heard(/^AUTHENTICATE [^P]/)
    stop.abort()
    expect((await delivering)[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/while logging in/),
    })
    nothingSaid(server)
    await channel.close()
  })

  test('900 and 903: in', async () => {
    const server = await scripted(
      {
        AUTHENTICATE: (peer, [word]) =>
          word === 'PLAIN'
            ? peer.send('AUTHENTICATE +')
            : peer.send(
                ':lab 900 gate gate!u@h ci :You are logged in as ci',
                ':lab 903 gate :SASL authentication successful',
              ),
      },
      SASL,
      true,
    )
    expect((await deliverOnce(await openLogin(server)))[0]?.outcome.kind).toBe('delivered')
    expect(server.received.filter(line => line === 'CAP END')).toHaveLength(1)
  })

  test('the server’s password goes to PASS only, never to SASL', async () => {
    const server = await scripted({}, SASL, true)
    const channel = await openIrc(
      { server: `ircs://localhost:${server.port}`, ca: certificates.caFile },
      { serverPassword: 'door pw' },
    )
    expect((await deliverOnce(channel))[0]?.outcome.kind).toBe('delivered')
    expect(server.received).toContain('PASS :door pw')
    expect(server.received.some(line => line.startsWith('AUTHENTICATE'))).toBe(false)
  })

  test('NickServ: proven before anything is joined; its refusal is final', async () => {
    const nickserv = (answers: readonly string[]): Script => ({
      PRIVMSG: (peer, [target]) => {
        if (target === 'NickServ') peer.send(...answers)
      },
    })
    const good = await scripted(nickserv([':gate!u@h MODE gate +r']), '', true)
    expect((await deliverOnce(await openLogin(good, { login: 'nickserv' })))[0]?.outcome.kind).toBe(
      'delivered',
    )
    expect(good.received).toContain('PRIVMSG NickServ :IDENTIFY ci top-secret-pw')
    const bad = await scripted(
      nickserv([':NickServ!s@services NOTICE gate :Invalid password for ci.']),
      '',
      true,
    )
    expect((await deliverOnce(await openLogin(bad, { login: 'nickserv' })))[0]?.outcome).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/did not take the login/),
    })
    nothingSaid({ ...bad, received: bad.received.filter(line => !/^PRIVMSG NickServ|^CAP END/.test(line)) })
    const gone = await scripted(nickserv([':lab 401 gate NickServ :No such nick']), '', true)
    expect((await deliverOnce(await openLogin(gone, { login: 'nickserv' })))[0]?.outcome.kind).toBe('retry')
  })
})

describe('warm', () => {
  test('registers ahead, joins only when there is something to say, leaves silently', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server)
    await channel.warm?.(never())
    expect(server.received.some(line => line.startsWith('JOIN'))).toBe(false)
    await channel.close()
    expect(server.received.at(-1)).toBe('QUIT')
    expect(server.received.some(line => /^(?:JOIN|PRIVMSG)/.test(line))).toBe(false)
  })

  test('the message goes over the connection that was made', async () => {
    const server = await scripted({}, LABELS)
    const channel = await open(server)
    await channel.warm?.(never())
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
    await channel.warm?.(never())
    await server.heard(/^MODE/)
    drop()
    expect((await deliverOnce(channel))[0]?.outcome.kind).toMatch(/delivered/)
    expect(server.connections).toBe(2)
  })

  test('what failed ahead is told by the delivery', async () => {
    const server = await scripted({ USER: peer => peer.send(':lab 465 gate :You are banned') })
    const channel = await open(server)
    await channel.warm?.(never())
    expect((await deliverOnce(channel))[0]?.outcome).toMatchObject({
      kind: 'retry',
      why: expect.stringMatching(/^465/),
    })
  })

  test('closed while it connects: it stops', async () => {
    const server = await scripted({ CAP: () => {}, NICK: () => {} })
    const channel = await open(server)
    const warming = channel.warm?.(never())
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
    const lines = await channel.probe(never())
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
