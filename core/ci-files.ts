import type { ReadText } from './ci-entry.ts'

/** A JSON file's value; `undefined` when it is missing or no JSON. */
export function asJson(path: string | undefined, readText: ReadText): unknown {
  const text = path ? readText(path) : null
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A text or number deep in a JSON value. */
export function field(value: unknown, ...keys: readonly string[]): string | undefined {
  let at = value
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  return typeof at === 'string' ? at : typeof at === 'number' ? String(at) : undefined
}

/**
 * A Java properties file as `Properties.store` writes it: one `key=value` a line, `\` before special characters,
 * `\uXXXX` beyond ASCII. Nothing when it is missing.
 */
export function asProperties(path: string | undefined, readText: ReadText): ReadonlyMap<string, string> {
  const text = path ? readText(path) : null
  const properties = new Map<string, string>()
  for (const line of (text ?? '').split(/\r?\n/)) {
    const match = /^\s*((?:\\.|[^\\#!=:\s])(?:\\.|[^\\=:\s])*)\s*[=:]\s*(.*)$/.exec(line)
    if (match) properties.set(unescaped(match[1] ?? ''), unescaped(match[2] ?? ''))
  }
  return properties
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' }

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code?: string, letter?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (controls[letter ?? ''] ?? letter ?? ''),
  )
}
