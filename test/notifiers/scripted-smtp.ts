import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does for a command: the answer's line or lines; nothing for ever; or the end of the connection. */
export type Reaction = string | 'hang' | 'drop'

export interface Script {
  readonly greeting?: Reaction
  /** By the command's verb; `.` is the end of the message. What is not named is taken. */
  readonly on?: Readonly<Record<string, Reaction | ((argument: string, count: number) => Reaction)>>
  /** Beside the name: "AUTH PLAIN", "SIZE 1000". */
  readonly extensions?: readonly string[]
}

export interface ScriptedServer {
  readonly port: number
  /** Every line that clients sent outside of messages, in order. */
  readonly commands: readonly string[]
  /** Messages up to the end that was sent, whatever the answer. */
  readonly messages: readonly string[]
  readonly connections: () => number
  /** Resolves when a client has sent that command. */
  seen(verb: string): Promise<void>
  stop(): Promise<void>
}

/** An SMTP server on loopback that does what the script says, for what real servers seldom do. */
export async function startScriptedSmtp({
  greeting = '220 lab ESMTP',
  on = {},
  extensions = [],
}: Script): Promise<ScriptedServer> {
  const commands: string[] = []
  const messages: string[] = []
  const sockets = new Set<Socket>()
  const waiting: { readonly verb: string; readonly done: () => void }[] = []
  const counts = new Map<string, number>()
  let connections = 0
  const server = createServer(socket => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const react = (reaction: Reaction) => {
      if (reaction === 'drop') socket.destroy()
      else if (reaction !== 'hang') socket.write(`${reaction.replaceAll('\n', '\r\n')}\r\n`)
    }
    const reactTo = (verb: string, argument: string, usual: Reaction): Reaction => {
      const count = (counts.get(verb) ?? 0) + 1
      counts.set(verb, count)
      for (const each of waiting.filter(one => one.verb === verb)) each.done()
      const said = on[verb] ?? usual
      return typeof said === 'function' ? said(argument, count) : said
    }
    react(greeting)
    let pending = ''
    let message: string[] | null = null
    socket.on('data', data => {
      const lines = (pending + data.toString('latin1')).split('\r\n')
      pending = lines.pop() ?? ''
      for (const line of lines) {
        if (message !== null && line !== '.') message.push(line.replace(/^\./, ''))
        else if (message !== null) {
          messages.push(message.join('\r\n'))
          message = null
          react(reactTo('.', '', '250 2.0.0 queued as lab'))
        } else {
          commands.push(line)
          const [verb = '', ...rest] = line.toUpperCase().split(/[ :]/)
          const usual: Readonly<Record<string, Reaction>> = {
            EHLO: ['lab', ...extensions]
              .map((each, i) => `250${i < extensions.length ? '-' : ' '}${each}`)
              .join('\n'),
            DATA: '354 go on',
            QUIT: '221 bye',
            STARTTLS: '502 5.5.1 not implemented',
          }
          const reaction = reactTo(verb, rest.join(' '), usual[verb] ?? '250 2.1.0 Ok')
          if (verb === 'DATA' && reaction.startsWith('354')) message = []
          react(reaction)
          if (verb === 'QUIT') socket.end()
        }
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const scripted: ScriptedServer = {
    port: (server.address() as AddressInfo).port,
    commands,
    messages,
    connections: () => connections,
    seen: verb => (counts.has(verb) ? Promise.resolve() : new Promise(done => waiting.push({ verb, done }))),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return scripted
}
