import { inspect } from 'node:util'
import { serialize } from 'node:v8'

/** An error on its way to another process, with all that its own class hung on it. */
class PackedError {
  readonly cdGateError = true
  readonly name: unknown
  readonly className: string
  readonly message: string
  readonly stack: string
  /** `code`, `actual`, `cause` … */
  readonly properties: Readonly<Record<string, unknown>>

  constructor(error: Error, depth: number) {
    this.name = portable(error.name, depth)
    this.className = error.constructor?.name ?? ''
    this.message = String(error.message)
    this.stack = String(error.stack ?? '')
    const names = Object.getOwnPropertyNames(error).filter(name => !/^(name|message|stack)$/.test(name))
    this.properties = Object.fromEntries(
      names.map(name => [name, portable(Reflect.get(error, name), depth + 1)]),
    )
  }
}

const deepest = 8
const largest = 1_000_000

/** The arguments of a call, errors in arrays and in results too, in a form that `v8.serialize` takes. */
export function packAll(args: readonly unknown[]): readonly unknown[] {
  return args.map(pack)
}

function pack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(each => portable(each, 0))
  return 'errors' in value && Array.isArray(value.errors) ? { ...value, errors: pack(value.errors) } : value
}

/** The value itself where it can travel, else how it looks. */
function portable(value: unknown, depth: number): unknown {
  if (value instanceof Error) return depth < deepest ? new PackedError(value, depth) : String(value)
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return value
  if (Array.isArray(value) && value.some(each => each instanceof Error))
    return value.map(each => portable(each, depth))
  try {
    if (serialize(value).length <= largest) return value
  } catch {
    // A function, a proxy, a getter that throws.
  }
  return inspect(value, { depth: 4, maxStringLength: 10_000 })
}

export function unpackAll(args: readonly unknown[]): unknown[] {
  return args.map(unpack)
}

function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unpack)
  if (isPacked(value)) return unpackError(value)
  return 'errors' in value && Array.isArray(value.errors) ? { ...value, errors: unpack(value.errors) } : value
}

function isPacked(value: object): value is PackedError {
  return 'cdGateError' in value && value.cdGateError === true
}

function unpackError({ name, className, message, stack, properties }: PackedError): Error {
  const error = new Error(message)
  const hide = (key: string, value: unknown): void => {
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
  }
  hide('stack', stack)
  hide('constructor', { name: className })
  if (name !== 'Error') hide('name', name)
  for (const [key, value] of Object.entries(properties)) {
    const unpacked = unpack(value)
    if (unpacked !== value) hide(key, unpacked)
    else Object.assign(error, { [key]: value })
  }
  return error
}
