/** What a channel of the type `email` is given in the configuration. */
export interface EmailOptions {
  /** `smtp://host:port` or `smtps://host:port`. */
  readonly server: string | null
  readonly user: string | null
  readonly auth: 'login' | 'oauth2' | 'none' | null
  readonly requireTls: boolean
  readonly ca: string | null
  readonly allowInsecure: boolean
  readonly clientId: string | null
  readonly tokenUrl: string | null
  readonly timeouts: Timeouts
  readonly from: string | null
  readonly replyTo: string | null
  readonly to: readonly string[]
  readonly culprits: boolean
  readonly domains: readonly string[]
  readonly maxRecipients: number
  readonly subjectPrefix: string | null
  readonly listId: string | null
  readonly attachmentsBudget: number
  readonly dkim: DkimName | null
}

/** Seconds. */
export interface Timeouts {
  readonly connect: number
  readonly greeting: number
  /** Without a byte from the server. */
  readonly idle: number
}

/** Where receivers find the public key: `<selector>._domainkey.<domain>`. */
export interface DkimName {
  readonly domain: string
  readonly selector: string
}
