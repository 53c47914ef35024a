import { clipLine } from './plain-text.ts'
import { className, isError, read } from './safe-read.ts'

/** What one value may cost: entries written (a hundred characters are one more), levels, characters of a string, keys. */
const ENTRIES = 10_000
const LEVELS = 12
const CHARACTERS = 10_000
const KEYS = 1_000

interface Writing {
  left: number
  readonly around: Set<object>
}

/**
 * Any value as text of one entry a line, keys in order, so that two of them can be compared line by line. Runs no getter,
 * ends with cyclic and with endless values, never throws.
 */
export function valueText(value: unknown): string {
  return write(value, '', { left: ENTRIES, around: new Set() })
}

/** The same on one line, at most `most` characters. */
export function valueLine(value: unknown, most: number): string {
  const lines = write(value, '', { left: 100, around: new Set() })
  return clipLine(lines.replace(/\n\s*/g, ' ').replace(/,(?= [\]}])/g, ''), most)
}

function write(value: unknown, indent: string, writing: Writing): string {
  switch (typeof value) {
    case 'string':
      writing.left -= Math.min(value.length, CHARACTERS) / 100
      return JSON.stringify(clipLine(value, CHARACTERS))
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
      return clipLine(`${value}n`, CHARACTERS)
    case 'function':
      return `[Function ${clipLine(String(read(value, 'name') ?? ''), 100) || '(anonymous)'}]`
    case 'object':
      return value === null ? 'null' : writeObject(value, indent, writing)
    default:
      return String(value)
  }
}

function writeObject(value: object, indent: string, writing: Writing): string {
  if (writing.around.has(value)) return '[Circular]'
  writing.left -= 1
  if (writing.left < 0 || writing.around.size >= LEVELS) return '…'
  writing.around.add(value)
  try {
    return writeLeaf(value) ?? writeEntries(value, `${indent}  `, writing)
  } catch {
    return '[Unreadable]'
  } finally {
    writing.around.delete(value)
  }
}

function writeLeaf(value: object): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value)
  if (isError(value))
    return `[${String(read(value, 'name'))}: ${clipLine(String(read(value, 'message')), 500)}]`
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
    return `${className(value)} {}`
  }
  return null
}

function writeEntries(value: object, indent: string, writing: Writing): string {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value)
  const [open, close] = isList || value instanceof Set ? ['[', ']'] : ['{', '}']
  const entries: string[] = []
  for (const entry of entriesOf(value, indent, writing)) {
    writing.left -= 1
    if (writing.left < 0) {
      entries.push('…')
      break
    }
    entries.push(`${entry},`)
  }
  const name = className(value)
  const label = name === '' || name === 'Object' || name === 'Array' ? '' : `${clipLine(name, 100)} `
  if (entries.length === 0) return `${label}${open}${close}`
  return `${label}${open}\n${indent}${entries.join(`\n${indent}`)}\n${indent.slice(2)}${close}`
}

function* entriesOf(value: object, indent: string, writing: Writing): Generator<string> {
  if (value instanceof Map) {
    for (const [key, each] of Map.prototype.entries.call(value)) {
      yield `${write(key, indent, writing)} => ${write(each, indent, writing)}`
    }
  } else if (value instanceof Set) {
    for (const each of Set.prototype.values.call(value)) yield write(each, indent, writing)
  } else if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as ArrayLike<unknown>
    for (let index = 0; index < list.length; index += 1) yield write(list[index], indent, writing)
  } else {
    const keys = Object.keys(value)
    for (const key of keys.slice(0, KEYS).sort())
      yield `${nameText(key)}: ${own(value, key, indent, writing)}`
    if (keys.length > KEYS) yield `… ${keys.length - KEYS} more`
  }
}

function own(value: object, key: string, indent: string, writing: Writing): string {
  const property = Object.getOwnPropertyDescriptor(value, key)
  return property?.get ? '[Getter]' : write(property?.value, indent, writing)
}

function nameText(key: string): string {
  return /^[A-Za-z_$][\w$]{0,99}$/.test(key) ? key : JSON.stringify(clipLine(key, 200))
}
