import { resolve } from 'node:path'
import { gateError } from '../core/errors.ts'
import { readTextOrNull } from '../core/system/files.ts'

/** Secrets come from the environment, or from files that it names: never from the configuration or the command line. */

type Env = Readonly<Record<string, string | undefined>>

/** What the names of all secrets' variables begin with. */
export const SECRETS = 'CD_GATE_CHANNEL_'

/** `team-mail`, `password` → CD_GATE_CHANNEL_TEAM_MAIL_PASSWORD */
export function secretVariable(channel: string, secret: string): string {
  return `${SECRETS}${wordOf(channel)}_${wordOf(secret.replace(/[A-Z]/g, letter => `_${letter}`))}`
}

function wordOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()
}

/**
 * The secrets of a channel that are set, by their names.
 * @param directory in which the paths of `…_FILE` begin
 * @throws GateError notify.bad-secret
 */
export function readSecrets(
  channel: string,
  names: readonly string[],
  env: Env,
  directory: string,
): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {}
  for (const secret of names) {
    const variable = secretVariable(channel, secret)
    const wrong = (why: string) => gateError('notify.bad-secret', { channel, secret, why, variable })
    const value = env[variable]
    const file = env[`${variable}_FILE`]
    if (isSet(value) && isSet(file)) throw wrong(`is given twice, by ${variable} and by ${variable}_FILE`)
    if (isSet(value)) secrets[secret] = value
    if (!isSet(file)) continue
    const text = readTextOrNull(resolve(directory, file))
    if (text === null) throw wrong(`cannot be read from the file that ${variable}_FILE names`)
    const trimmed = withoutNewline(text)
    if (trimmed === '') throw wrong(`is empty in the file that ${variable}_FILE names`)
    secrets[secret] = trimmed
  }
  return secrets
}

/** Every value that may be a secret of a channel, so that it can be masked before anything is said at all. */
export function secretValues(env: Env, directory: string): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (!name.startsWith(SECRETS) || !isSet(value)) return []
    if (!name.endsWith('_FILE')) return [value]
    const text = readTextOrNull(resolve(directory, value))
    return text === null || withoutNewline(text) === '' ? [] : [withoutNewline(text)]
  })
}

/**
 * Refuses a secret that stands in the configuration, which is committed and read by everybody.
 * @param own keys that the notifier says are options of its own, whatever they are called
 * @throws GateError notify.bad-secret
 */
export function refuseSecretsIn(
  channel: string,
  values: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
  own: readonly string[],
): void {
  for (const [key, value] of Object.entries(values)) {
    const named = secrets.includes(key) || (!own.includes(key) && secretWord.test(key))
    const inside = named ? null : textsIn(value).find(text => looks.some(look => look.test(text)))
    if (!named && inside === undefined) continue
    const variable = secretVariable(channel, key)
    const why = named
      ? 'stands in the configuration, where everybody reads it'
      : 'holds what looks like a secret, and stands in the configuration, where everybody reads it'
    if (!named && secrets.length > 0) {
      const variables = secrets.map(secret => secretVariable(channel, secret)).join(', ')
      const advice = `take it out of ${key}; the secrets of this channel stand in ${variables}, or in files that …_FILE names`
      throw gateError('notify.bad-channel', { channel, why: `${key} ${why}`, advice })
    }
    throw gateError('notify.bad-secret', { channel, secret: key, why, variable })
  }
}

const secretWord = /passw(?:or)?d|passphrase|secret|token|credential|api_?key|private_?key$/i

/** Passwords in URLs, private keys, and tokens whose makers gave them a shape. */
const looks: readonly RegExp[] = [
  /:\/\/[^\s/:@]*:[^\s/@]+@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bxox[abeoprs]-[\w-]{8,}/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bAKIA[A-Z0-9]{16}\b/,
  /\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/\w/i,
  /\/api\/webhooks\/\d+\/|\bwhsec_\w{8,}/i,
]

function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > 8) return []
  return Object.values(value).flatMap(each => textsIn(each, depth + 1))
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}

function withoutNewline(text: string): string {
  return text.replace(/(?:\r?\n)+$/, '')
}
