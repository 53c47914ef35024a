import type { ClientOptions, IrcMessage } from 'irc-framework'
import { IrcFault } from './fault.ts'
import { errorLineFault, socketFault } from './network-fault.ts'
import { judgeOutgoing } from './outgoing.ts'
import type { IrcSettings } from './settings.ts'
import { LineTransport } from './transport.ts'

export type { IrcMessage } from 'irc-framework'

/** One connection to a server: irc-framework speaks the protocol, behind a guard on both sides. */
export interface Connection {
  readonly nick: () => string
  /** Those that the server agreed to. */
  readonly capabilities: () => readonly string[]
  /** What the server says of itself (005). */
  readonly isupport: () => Readonly<Record<string, unknown>>
  /** Why it ended; `null` while it lives. */
  readonly fault: () => IrcFault | null
  /** @param tags client tags, such as a label */
  readonly send: (parameters: readonly [string, ...string[]], tags?: Readonly<Record<string, string>>) => void
  /**
   * Hears everything from now on, before irc-framework acts on it.
   * @param ended is called once when the connection ends, at once when it has
   */
  readonly listen: (hear: (message: IrcMessage) => void, ended?: (fault: IrcFault) => void) => () => void
  /** Lets a held CAP END go: SASL has succeeded. */
  readonly loggedIn: () => void
  /** Registration is over. */
  readonly ready: () => void
  /** Ends it at once, with nothing more sent. */
  readonly fail: (fault: IrcFault) => void
  /** Says QUIT; resolves when the server has closed, or after a second. */
  readonly quit: () => Promise<void>
}

/** Seconds: a warm connection that is dead is noticed. */
const PING_EVERY = 30
const PING_TIMEOUT = 60
const QUIT_MS = 1000

/** Starts to connect; what becomes of it is heard. The only place where irc-framework is loaded. */
export async function connect(settings: IrcSettings): Promise<Connection> {
  const { Client, Message } = await import('irc-framework')
  const { login } = settings
  let awaitsLogin = login.kind === 'plain' || login.kind === 'external'
  let isReady = false
  let held: string | null = null
  let fault: IrcFault | null = null
  let cause: IrcFault | null = null
  let transport: LineTransport | null = null
  const hearers = new Set<(message: IrcMessage) => void>()
  const mourners = new Set<(fault: IrcFault) => void>()

  const filter = (line: string) => {
    const verdict = judgeOutgoing(line, { awaitsLogin, isReady })
    if (verdict === 'hold') held = line
    return fault === null && verdict === 'send'
  }
  const fail = (why: IrcFault) => {
    if (fault !== null) return
    fault = new IrcFault(why.kind, settings.mask(why.message), settings.mask(why.advice), why.afterMs)
    transport?.disposeSocket()
    for (const mourn of [...mourners]) mourn(fault)
  }

  const client = new Client()
  client.requestCap(['echo-message', 'labeled-response'])
  client.use((_client, raw) => {
    raw.use((_command, message, _line, _self, next) => {
      if (fault !== null) return
      if (message.command === 'ERROR') cause ??= errorLineFault(message.params.at(-1) ?? '')
      for (const hear of [...hearers]) hear(message)
      // Whoever heard it may have ended the connection: then irc-framework must not act on it.
      if (fault === null) next()
    })
  })
  client.on('close', () => fail(cause ?? goneFault(settings)))
  client.connect({
    ...clientOptions(settings),
    transport: class extends LineTransport {
      constructor() {
        super(settings, filter, error => {
          cause ??= socketFault(error, settings)
        })
        transport = this
      }
    },
  })

  const connection: Connection = {
    nick: () => client.user.nick,
    capabilities: () => client.network.cap.enabled,
    isupport: () => client.network.options,
    fault: () => fault,
    send: ([command, ...parameters], tags = {}) => {
      const message = new Message(command, ...parameters)
      message.tags = { ...tags }
      client.raw(message)
    },
    listen: (hear, ended = () => {}) => {
      if (fault !== null) {
        ended(fault)
        return () => {}
      }
      hearers.add(hear)
      mourners.add(ended)
      return () => {
        hearers.delete(hear)
        mourners.delete(ended)
      }
    },
    loggedIn: () => {
      awaitsLogin = false
      if (held !== null) transport?.writeLine(held)
      held = null
    },
    ready: () => {
      isReady = true
    },
    fail,
    quit: () =>
      new Promise(resolve => {
        const left = new IrcFault('retry', 'the bot has left', '')
        const timer = setTimeout(() => connection.fail(left), QUIT_MS)
        connection.listen(
          () => {},
          () => {
            clearTimeout(timer)
            resolve()
          },
        )
        connection.send(['QUIT'])
      }),
  }
  return connection
}

function clientOptions(settings: IrcSettings): Omit<ClientOptions, 'transport'> {
  const { login, serverPassword } = settings
  return {
    host: settings.host,
    port: settings.port,
    nick: settings.nicks[0],
    username: settings.username,
    gecos: settings.realname,
    version: '',
    ...(serverPassword !== null && { password: serverPassword }),
    // Always there: without it irc-framework would offer the server's password to SASL.
    account: login.kind === 'plain' ? { account: login.account, password: login.password } : {},
    ...(login.kind === 'external' && { sasl_mechanism: 'EXTERNAL' as const }),
    sasl_disconnect_on_fail: true,
    enable_echomessage: true,
    auto_reconnect: false,
    ping_interval: PING_EVERY,
    ping_timeout: PING_TIMEOUT,
  }
}

function goneFault({ host, port, tls }: IrcSettings): IrcFault {
  const advice =
    tls === null
      ? 'the port may be one for TLS: try ircs://; else it is tried again'
      : 'it is tried again; a server that is connected to too often does so too'
  return new IrcFault('retry', `${host}:${port} closed the connection without a word`, advice)
}
