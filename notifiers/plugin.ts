import { pathToFileURL } from 'node:url'
import { gateError } from '../core/errors.ts'
import { suggest } from '../core/option-values.ts'
import { reasonOf } from '../core/system/files.ts'
import type { Notifier } from './contract.ts'
import { type AnyNotifier, notifiers } from './index.ts'
import { moduleFileOf } from './package-entry.ts'

/**
 * The notifier of a channel's type: a built-in one, else the default export of a package or file.
 * @param directory the configuration's
 * @throws GateError notify.unknown-type, notify.bad-channel
 */
export async function loadNotifier(channel: string, type: string, directory: string): Promise<AnyNotifier> {
  const builtIn = Object.hasOwn(notifiers, type) ? notifiers[type] : undefined
  if (builtIn) return builtIn()
  const known = Object.keys(notifiers)
  const unknown = (why: string, cause?: unknown) =>
    gateError(
      'notify.unknown-type',
      { channel, given: type, known: known.join(', '), why, nearest: suggest(type, known) },
      cause,
    )
  let exported: unknown
  try {
    const module = await import(pathToFileURL(moduleFileOf(type, directory)).href)
    exported = module.default
  } catch (error) {
    throw unknown(firstLine(reasonOf(error)), error)
  }
  const lack = lackOf(exported)
  if (lack !== null) {
    throw gateError('notify.bad-channel', {
      channel,
      why: `${type} is no notifier: ${lack}`,
      advice: 'its default export has to fulfil the contract of docs/notifier-plugins.md',
    })
  }
  return exported as AnyNotifier
}

/** What keeps a value from being a notifier, as a clause; `null`: nothing that can be seen. */
export function lackOf(value: unknown): string | null {
  if (value === undefined) return 'it has no default export'
  if (typeof value !== 'object' || value === null) return `its default export is ${kindOf(value)}, no object`
  const { name, summary, options, secrets, open } = value as Partial<Record<keyof Notifier<object>, unknown>>
  if (typeof name !== 'string' || name === '') return '"name" is no text'
  if (typeof summary !== 'string') return '"summary" is no text'
  if (typeof open !== 'function') return '"open" is no function'
  if (!Array.isArray(secrets) || !secrets.every(each => typeof each === 'string'))
    return '"secrets" is no list of texts'
  if (typeof options !== 'object' || options === null)
    return '"options" is neither a table nor a Standard Schema'
  return '~standard' in options ? lackOfSchema(options['~standard']) : lackOfTable(options)
}

function lackOfSchema(standard: unknown): string | null {
  const { version, validate } = (standard ?? {}) as { version?: unknown; validate?: unknown }
  return version === 1 && typeof validate === 'function'
    ? null
    : '"options" has "~standard", but not of Standard Schema version 1'
}

function lackOfTable(table: object): string | null {
  for (const [name, spec] of Object.entries(table)) {
    const { type } = (spec ?? {}) as { type?: { fromData?: unknown } }
    if (typeof type?.fromData !== 'function') return `"options.${name}" has no type with "fromData"`
  }
  return null
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
