import { EventEmitter } from 'node:events'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Transport } from 'irc-framework'
import type { IrcSettings } from './settings.ts'

/** What a server sends without a line's end is no IRC. Bytes. */
const LONGEST_LINE = 65_536

/**
 * The socket under irc-framework, instead of its own one: a given authority, every line judged before it goes out, no Nagle
 * delay, bounded memory. It emits what irc-framework listens for: `open`, `line`, `close`.
 */
export class LineTransport extends EventEmitter implements Transport {
  readonly #settings: IrcSettings
  readonly #filter: (line: string) => boolean
  readonly #failed: (error: Error) => void
  #socket: Socket | null = null
  #rest: Buffer = Buffer.alloc(0)

  /**
   * @param filter whether a line may go out
   * @param failed is told what the socket died of, before `close`
   */
  constructor(settings: IrcSettings, filter: (line: string) => boolean, failed: (error: Error) => void) {
    super()
    this.#settings = settings
    this.#filter = filter
    this.#failed = failed
  }

  connect(): void {
    const { host, port, tls } = this.#settings
    const socket =
      tls === null
        ? connectPlain({ host, port })
        : connectTls({
            host,
            port,
            ...(isIP(host) === 0 && { servername: host }),
            ca: tls.ca,
            cert: tls.cert,
            key: tls.key,
            rejectUnauthorized: !tls.allowInsecure,
          })
    this.#socket = socket
    socket.on(tls === null ? 'connect' : 'secureConnect', () => {
      // Not before: on a TLS socket that is not connected yet it is lost.
      socket.setNoDelay(true)
      this.emit('open')
    })
    socket.on('data', data => this.#take(data))
    socket.on('error', error => this.#failed(error))
    socket.on('close', hadError => this.emit('close', hadError))
  }

  #take(data: Buffer): void {
    const socket = this.#socket
    let from = 0
    const all = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data])
    for (let end = all.indexOf(10); end !== -1; end = all.indexOf(10, from)) {
      const line = all.toString('utf8', from, end)
      from = end + 1
      this.emit('line', line)
      // A line may have ended it: nothing after it counts.
      if (socket?.destroyed) return
    }
    this.#rest = Buffer.from(all.subarray(from))
    if (this.#rest.length > LONGEST_LINE) socket?.destroy(new Error('it sends a line without an end'))
  }

  writeLine(line: string, done?: () => void): void {
    if (this.#socket?.writable && this.#filter(line)) this.#socket.write(`${line}\r\n`, done)
    else if (done) process.nextTick(done)
  }

  close(force?: boolean): void {
    if (force) this.#socket?.destroy()
    else this.#socket?.end()
  }

  disposeSocket(): void {
    this.#socket?.destroy()
  }

  /** IRC is UTF-8 here. */
  setEncoding(encoding: string): boolean {
    return encoding === 'utf8'
  }
}
