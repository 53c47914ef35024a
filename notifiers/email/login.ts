import { gateError } from '../../core/errors.ts'
import type { ChannelSetting } from '../contract.ts'
import type { EmailOptions } from './options-model.ts'

export type Login =
  | { readonly kind: 'login'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly user: string; readonly token: string }
  | {
      readonly kind: 'refresh'
      readonly user: string
      readonly clientId: string
      readonly clientSecret: string
      readonly refreshToken: string
      readonly tokenUrl: string
    }

/**
 * How to log in; `null`: not at all. Half a login is an error, and not a mail without one.
 * @throws GateError notify.bad-channel, notify.bad-secret
 */
export function loginOf({ name: channel, options, secrets }: ChannelSetting<EmailOptions>): Login | null {
  const { user, auth, clientId, tokenUrl } = options
  const refuse = (why: string, advice: string) => gateError('notify.bad-channel', { channel, why, advice })
  const secret = (name: string, variable: string, why: string) => {
    const value = secrets[name]
    if (value) return value
    throw gateError('notify.bad-secret', {
      channel,
      secret: name,
      why,
      variable: secretVariable(channel, variable),
    })
  }
  if (auth === 'none' || (auth === null && user === null)) {
    const spare = ['password', 'oauthToken', 'refreshToken'].find(name => secrets[name])
    if (spare === undefined) return null
    throw refuse(`it has the secret ${spare} and no login`, 'set user, and auth where it is oauth2')
  }
  if (user === null) throw refuse(`auth is ${auth}, and it names no user`, 'set user')
  if (auth !== 'oauth2')
    return {
      kind: 'login',
      user,
      password: secret('password', 'PASSWORD', `is not set, and the login of ${user} needs it`),
    }
  const token = secrets.oauthToken
  if (token) return { kind: 'token', user, token }
  if (!secrets.refreshToken)
    throw refuse(
      'auth is oauth2, and there is no token',
      'set the secret oauthToken, or refreshToken and clientSecret',
    )
  if (clientId === null) throw refuse('a refresh token needs the client’s id', 'set clientId')
  if (tokenUrl === null || !isSafe(tokenUrl))
    throw refuse('a refresh token needs an address for tokens that begins with https://', 'set tokenUrl')
  const why = 'is not set, and the refresh token needs it'
  const clientSecret = secret('clientSecret', 'CLIENT_SECRET', why)
  return { kind: 'refresh', user, clientId, clientSecret, refreshToken: secrets.refreshToken, tokenUrl }
}

/** Secrets go there: encrypted, or not off this machine. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
  )
}

/** The variable that holds a secret. */
export function secretVariable(channel: string, secret: string): string {
  return `CD_GATE_CHANNEL_${channel.replace(/[^a-z0-9]+/gi, '_').toUpperCase()}_${secret}`
}
