import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Behaviour, Receiver } from './contract-suite.ts'

export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface HttpReceiver extends Receiver {
  readonly port: number
  readonly requests: readonly Received[]
  /** Instead of what `behave` says. */
  answer(answer: ((request: Received, response: ServerResponse) => void) | null): void
}

/** An HTTP server on loopback that keeps what is posted, and answers as it is told. */
export async function startHttpReceiver(accepted = 'ok'): Promise<HttpReceiver> {
  const requests: Received[] = []
  const sockets = new Set<Socket>()
  const waiting: (() => void)[] = []
  let how: Behaviour = 'accepts'
  let own: ((request: Received, response: ServerResponse) => void) | null = null
  const answerBy: Readonly<Record<Behaviour, (response: ServerResponse) => void>> = {
    accepts: response => response.end(accepted),
    busy: response => response.writeHead(503, { 'retry-after': '7' }).end('busy'),
    refuses: response => response.writeHead(404).end('no_service'),
    dies: response => response.socket?.destroy(),
    silent: () => {},
  }
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body }
      requests.push(received)
      for (const arrived of waiting.splice(0)) arrived()
      if (own) own(received, response)
      else answerBy[how](response)
    })
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    behave: behaviour => {
      how = behaviour
    },
    answer: answer => {
      own = answer
    },
    received: () => requests.map(each => `${JSON.stringify(each.headers)}\n${each.body}`),
    arrival: () => new Promise(resolve => waiting.push(resolve)),
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
