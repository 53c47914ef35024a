/** Every option of a channel of the type `irc`: one network, some of its channels. */
export interface IrcOptions {
  readonly server: string | null
  readonly channels: readonly string[]
  readonly nick: string
  readonly alternativeNicks: readonly string[]
  readonly username: string
  readonly realname: string
  readonly login: 'none' | 'plain' | 'external' | 'nickserv'
  readonly account: string | null
  readonly nickserv: string
  readonly certificate: string | null
  readonly certificateKey: string | null
  readonly ca: string | null
  readonly allowInsecure: boolean
  readonly allowSecretsInClear: boolean
  readonly send: 'message' | 'notice'
  readonly colours: boolean
  readonly bot: boolean
  readonly burst: number
  /** Milliseconds. */
  readonly pace: number
  /** Seconds. */
  readonly connectTimeout: number
}
