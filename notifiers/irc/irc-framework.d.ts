/** The part of irc-framework 4.14 that is used; the package has no types. */
declare module 'irc-framework' {
  export interface IrcMessage {
    readonly tags: Readonly<Record<string, string>>
    /** `nick!user@host` or a server's name; `''`: none. */
    readonly prefix: string
    readonly nick: string
    /** In upper case, or a numeric. */
    readonly command: string
    readonly params: readonly string[]
  }

  /** What carries the lines, an EventEmitter: made by us, so that irc-framework never touches a socket. */
  export interface Transport {
    connect(): void
    writeLine(line: string, done?: () => void): void
    close(force?: boolean): void
    disposeSocket(): void
    setEncoding(encoding: string): boolean
    removeAllListeners(): unknown
  }

  export interface ClientOptions {
    readonly host: string
    readonly port: number
    readonly nick: string
    readonly username: string
    readonly gecos: string
    /** Answered to CTCP VERSION; `''`: no answer. */
    readonly version: string
    /** PASS. Without an `account` object it would be used for SASL too. */
    readonly password?: string
    readonly account: { readonly account?: string; readonly password?: string }
    readonly sasl_mechanism?: 'PLAIN' | 'EXTERNAL'
    readonly sasl_disconnect_on_fail: boolean
    readonly enable_echomessage: boolean
    readonly auto_reconnect: boolean
    /** Seconds. */
    readonly ping_interval: number
    readonly ping_timeout: number
    readonly transport: new () => Transport
  }

  export class Message {
    constructor(command: string, ...params: string[])
    tags: Record<string, string>
    to1459(): string
  }

  export class Client {
    readonly user: { readonly nick: string }
    readonly network: {
      /** ISUPPORT. */
      readonly options: Readonly<Record<string, unknown>>
      readonly cap: { readonly enabled: readonly string[] }
    }
    use(
      install: (
        client: Client,
        raw: {
          use(
            handle: (
              command: string,
              message: IrcMessage,
              line: string,
              client: Client,
              next: () => void,
            ) => void,
          ): void
        },
      ) => void,
    ): void
    requestCap(names: readonly string[]): void
    on(event: 'close', listener: () => void): void
    raw(message: Message): void
    connect(options: ClientOptions): void
  }
}
