import { describe, expect, test } from 'vitest'
import { ircLab, LABELS, SASL } from '../../test/notifiers/irc-lab.ts'
import { deliverOnce, deliveryOf, noDeadline, openIrc } from '../../test/notifiers/irc-setting.ts'
import type { Script, ScriptedIrc } from '../../test/notifiers/scripted-irc.ts'

const { certificates, scripted, openLogin } = ircLab()

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
    const [first] = await channel.deliver(deliveryOf(), noDeadline())
    const [second] = await channel.deliver(deliveryOf(), noDeadline())
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
      {
        CAP: (peer, [verb]) => peer.send(verb === 'LS' ? `:lab CAP * LS :${SASL}` : ':lab CAP * NAK :sasl'),
        NICK: () => {},
      },
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
          word === 'PLAIN'
            ? peer.send('AUTHENTICATE +')
            : peer.send(':lab 900 gate gate!u@h ci :You are logged in as ci', 'PING :after-900'),
      },
      SASL,
      true,
    )
    const stop = new AbortController()
    const channel = await openLogin(server)
    const delivering = channel.deliver(deliveryOf(), stop.signal)
    await server.heard(/^PONG after-900/)
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
      { server: `ircs://localhost:${server.port}`, ca: certificates().caFile },
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
