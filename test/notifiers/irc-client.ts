import { connect } from 'node:net'

/** What a user's client would have on its screen: every line that the server sends, as it came. */
export interface IrcClient {
  readonly lines: readonly string[]
  send(line: string): void
  /** Resolves with the lines that match once there are so many of them. */
  seen(pattern: RegExp, count?: number): Promise<readonly string[]>
  /** Resolves when everything that the server had for us is here. */
  settled(): Promise<void>
  quit(): void
}

/** A client of its own over a bare socket; resolves when it is registered and has joined. */
export async function connectIrcClient(
  port: number,
  nick: string,
  channels: readonly string[] = [],
  password: string | null = null,
): Promise<IrcClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let tokens = 0
  const wake = () => {
    for (const look of [...waiting]) look()
  }
  socket.setEncoding('utf8')
  socket.on('data', (data: string) => {
    const parts = (rest + data).split('\r\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      if (line.startsWith('PING')) socket.write(`PONG${line.slice(4)}\r\n`)
      else lines.push(line)
    }
    wake()
  })
  let isClosed = false
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  const client: IrcClient = {
    lines,
    send: line => socket.write(`${line}\r\n`),
    seen: (pattern, count = 1) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.filter(line => pattern.test(line))
          if (found.length < count && !isClosed) return
          waiting.delete(look)
          if (found.length >= count) resolve(found)
          else reject(new Error(`closed without ${pattern}:\n${lines.join('\n')}`))
        }
        waiting.add(look)
        look()
      }),
    settled: async () => {
      tokens += 1
      const token = `settled-${tokens}`
      client.send(`PING ${token}`)
      await client.seen(new RegExp(`PONG.*${token}$`))
    },
    quit: () => {
      socket.end('QUIT\r\n')
      socket.destroy()
    },
  }
  if (password !== null) client.send(`PASS ${password}`)
  client.send(`NICK ${nick}`)
  client.send(`USER ${nick} 0 * :${nick}`)
  await client.seen(/^\S+ (?:376|422) /)
  for (const channel of channels) {
    client.send(`JOIN ${channel}`)
    await client.seen(new RegExp(`^\\S+ 366 \\S+ ${channel.split(' ')[0]} `))
  }
  return client
}
