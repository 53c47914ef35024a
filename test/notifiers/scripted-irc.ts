import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** One client's connection to the scripted server. */
export interface Peer {
  readonly nick: string
  send(...lines: readonly string[]): void
  end(): void
  /** Ends the connection as a crash would: what was sent just before may be lost. */
  drop(): void
}

/** What to do instead of the usual answer to a command. */
export type Script = Readonly<
  Record<string, (peer: Peer, parameters: readonly string[], line: string) => void>
>

export interface ScriptedIrc {
  readonly port: number
  /** Everything that clients sent, a line each. */
  readonly received: readonly string[]
  /** Of connections so far. */
  readonly connections: number
  /** Resolves when a line like that has come. */
  heard(pattern: RegExp): Promise<void>
  stop(): Promise<void>
}

/**
 * A server that behaves, but for what the script says: CAP, registration, JOIN, PING and QUIT are answered, and a message is
 * echoed with its label where those capabilities are offered.
 */
export async function startScriptedIrc(
  script: Script = {},
  capabilities = '',
  tls: TlsOptions | null = null,
): Promise<ScriptedIrc> {
  const received: string[] = []
  const waiting = new Set<() => void>()
  const sockets = new Set<Socket>()
  let connections = 0

  const serve = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const state = { nick: '*', hasNick: false, hasUser: false, isNegotiating: false, isWelcome: false }
    const peer: Peer = {
      get nick() {
        return state.nick
      },
      send: (...lines) => socket.write(lines.map(line => `${line}\r\n`).join('')),
      end: () => socket.end(),
      drop: () => socket.resetAndDestroy(),
    }
    const prefix = () => `${state.nick}!u@host.lab.test`
    const welcome = () => {
      if (!state.hasNick || !state.hasUser || state.isNegotiating || state.isWelcome) return
      state.isWelcome = true
      peer.send(
        `:lab 001 ${state.nick} :Welcome`,
        `:lab 005 ${state.nick} BOT=b :are supported`,
        `:lab 422 ${state.nick} :No MOTD`,
      )
    }
    const usual: Script = {
      CAP: (_peer, [verb, ...rest]) => {
        if (verb === 'LS') {
          state.isNegotiating = true
          peer.send(`:lab CAP * LS :${capabilities}`)
        } else if (verb === 'REQ') peer.send(`:lab CAP * ACK :${rest.join(' ').replace(/^:/, '')}`)
        else if (verb === 'END') {
          state.isNegotiating = false
          welcome()
        }
      },
      NICK: (_peer, [nick = '']) => {
        state.nick = nick
        state.hasNick = true
        welcome()
      },
      USER: () => {
        state.hasUser = true
        welcome()
      },
      JOIN: (_peer, [name = '']) =>
        peer.send(
          `:${prefix()} JOIN ${name}`,
          `:lab 353 ${state.nick} = ${name} :@alice +bob ${state.nick}`,
          `:lab 366 ${state.nick} ${name} :End`,
        ),
      PRIVMSG: (_peer, _parameters, line) => {
        const [, label, message] = /^(?:@(\S+) )?(.*)$/.exec(line) ?? []
        if (capabilities.includes('echo-message'))
          peer.send(`${label ? `@${label} ` : ''}:${prefix()} ${message}`)
      },
      PING: (_peer, [token = '']) => peer.send(`:lab PONG lab ${token}`),
      QUIT: () => {
        peer.send('ERROR :Closing link')
        socket.end()
      },
    }
    let rest = ''
    socket.setEncoding('utf8')
    socket.on('data', (data: string) => {
      const parts = (rest + data).split('\r\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        received.push(line)
        const [command = '', ...parameters] = line.replace(/^@\S+ /, '').split(' ')
        const act = script[command] ?? usual[command]
        act?.(peer, parameters, line)
      }
      for (const look of [...waiting]) look()
    })
    script['']?.(peer, [], '')
  }

  const server = tls === null ? createPlainServer(serve) : createTlsServer(tls, serve)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    get connections() {
      return connections
    },
    heard: pattern =>
      new Promise(resolve => {
        const look = () => {
          if (!received.some(line => pattern.test(line))) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise(resolve => server.close(resolve))
    },
  }
}
