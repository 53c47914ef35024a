import type { Mask } from '../../core/redact.ts'

/** A channel's setting, checked. */
export interface IrcSettings {
  readonly host: string
  readonly port: number
  /** `null`: in clear. */
  readonly tls: Tls | null
  /** The wanted one first. */
  readonly nicks: readonly [string, ...string[]]
  readonly username: string
  readonly realname: string
  readonly login: Login
  readonly serverPassword: string | null
  readonly channels: readonly IrcChannel[]
  readonly command: 'PRIVMSG' | 'NOTICE'
  readonly colours: boolean
  readonly bot: boolean
  readonly burst: number
  readonly paceMs: number
  readonly connectMs: number
  /** For what servers say: they may repeat a password. */
  readonly mask: Mask
}

export interface Tls {
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly allowInsecure: boolean
}

export interface IrcChannel {
  readonly name: string
  readonly key: string | null
}

export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'plain'; readonly account: string; readonly password: string }
  | { readonly kind: 'external' }
  | {
      readonly kind: 'nickserv'
      readonly account: string | null
      readonly password: string
      readonly service: string
    }
