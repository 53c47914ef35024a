import type { Alert } from './model.ts'

/** An alert for one channel that is not delivered to everybody yet. */
export interface SpoolEntry {
  readonly schema: 'cd-gate/spool/1'
  readonly alert: Alert
  /** The channel's name in the configuration. */
  readonly channel: string
  /** Addresses that are still open; EVERYBODY: whom the channel addresses by itself. */
  readonly to: readonly string[]
  /** Addresses that were open and are not any more: proven, or refused. */
  readonly done: readonly string[]
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly attempts: number
  /** Why the last attempt did not do; `''` before the first. */
  readonly lastWhy: string
}

/** For a channel that could not be opened, so that nobody knows whom it would address. */
export const EVERYBODY = '*'

/** An alert that nobody has tried to deliver yet. */
export function freshEntry(
  alert: Alert,
  channel: string,
  to: readonly string[],
  createdAt: number,
): SpoolEntry {
  return { schema: 'cd-gate/spool/1', alert, channel, to, done: [], createdAt, attempts: 0, lastWhy: '' }
}

/** `why`: what is wrong with it; `foreign`: a later version's, which is whole as far as anybody here can tell. */
export type ParsedEntry =
  | { readonly entry: SpoolEntry }
  | { readonly entry: null; readonly why: string; readonly foreign: boolean }

export function parseEntry(text: string): ParsedEntry {
  const wrong = (why: string, foreign = false): ParsedEntry => ({ entry: null, why, foreign })
  if (text === '') return wrong('it is empty')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return wrong('it is not JSON: cut off, or written by something else')
  }
  if (!isObject(data)) return wrong('it is no object')
  if (data.schema !== 'cd-gate/spool/1') {
    const isOurs = typeof data.schema === 'string' && data.schema.startsWith('cd-gate/spool/')
    return wrong(
      isOurs ? 'another version of cd-gate wrote it' : 'its "schema" is not "cd-gate/spool/1"',
      isOurs,
    )
  }
  const missing = firstWrongField(data)
  return missing === null
    ? { entry: data as unknown as SpoolEntry }
    : wrong(`its "${missing}" is not what it has to be`)
}

type Json = Readonly<Record<string, unknown>>

function firstWrongField(data: Json): string | null {
  const { alert, channel, to, done, createdAt, attempts, lastWhy } = data
  const checks: readonly (readonly [string, boolean])[] = [
    ['alert', isAlert(alert)],
    ['channel', typeof channel === 'string'],
    ['to', areTexts(to) && to.length > 0],
    ['done', areTexts(done)],
    ['createdAt', Number.isFinite(createdAt)],
    ['attempts', Number.isInteger(attempts)],
    ['lastWhy', typeof lastWhy === 'string'],
  ]
  return checks.find(([, isRight]) => !isRight)?.[0] ?? null
}

/** What every channel relies on; the rest is what the same program wrote. */
function isAlert(value: unknown): boolean {
  if (!isObject(value) || value.schema !== 'cd-gate/alert/1') return false
  const { id, event, status, at, build, blame, failures, reasons, attachments, breakage } = value
  return (
    [id, event, status].every(each => typeof each === 'string') &&
    Number.isFinite(at) &&
    [build, blame].every(isObject) &&
    [failures, reasons, attachments].every(Array.isArray) &&
    (breakage === null || isObject(breakage))
  )
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
