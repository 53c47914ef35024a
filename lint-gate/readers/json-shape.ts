import { type Damage, quote } from './damage.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

/** Takes JSON apart. What is not of the kind that the format has there means that the report cannot be trusted. */
export interface JsonShape {
  readonly record: (value: unknown, where: string) => JsonRecord
  /** The same, and empty where there is none. */
  readonly optionalRecord: (value: unknown, where: string) => JsonRecord
  readonly list: (value: unknown, where: string) => readonly unknown[]
  readonly optionalList: (value: unknown, where: string) => readonly unknown[]
  readonly string: (value: unknown, where: string) => string
  readonly optionalString: (value: unknown, where: string) => string | null
  readonly optionalNumber: (value: unknown, where: string) => number | null
  readonly optionalBoolean: (value: unknown, where: string) => boolean | null
}

export function jsonShape(damage: Damage): JsonShape {
  const wrong = (value: unknown, where: string, expected: string) =>
    damage(`${where} is ${inWords(value)}, where ${expected} is expected`)
  const record: JsonShape['record'] = (value, where) => {
    if (!isRecord(value)) throw wrong(value, where, 'an object')
    return value
  }
  const list: JsonShape['list'] = (value, where) => {
    if (!Array.isArray(value)) throw wrong(value, where, 'a list')
    return value
  }
  const string: JsonShape['string'] = (value, where) => {
    if (typeof value !== 'string') throw wrong(value, where, 'a string')
    return value
  }
  return {
    record,
    optionalRecord: (value, where) => record(value ?? {}, where),
    list,
    optionalList: (value, where) => list(value ?? [], where),
    string,
    optionalString: (value, where) => (value === undefined || value === null ? null : string(value, where)),
    optionalNumber: (value, where) => {
      if (value === undefined || value === null) return null
      if (typeof value !== 'number') throw wrong(value, where, 'a number')
      return value
    },
    optionalBoolean: (value, where) => {
      if (value === undefined || value === null) return null
      if (typeof value !== 'boolean') throw wrong(value, where, 'true or false')
      return value
    },
  }
}

/** @throws the damage's error */
export function parseJson(text: string, damage: Damage): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damage(error instanceof Error ? error.message : String(error))
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inWords(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? quote(value) : typeof value === 'object' ? 'an object' : `${value}`
}
