import { decodeName } from './paths.ts'

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
}
const letters = new Map(Object.entries(escapes).map(([letter, character]) => [character, letter]))

/**
 * A name as git writes it in a patch with core.quotePath=false: C quoting when it holds a control
 * character, a double quote or a backslash (git's quote.c).
 * @param name Latin-1 string of the bytes
 */
export function quoteName(name: string): string {
  const special = /[\x00-\x1f\x7f"\\]/g
  if (name.search(special) < 0) return name
  const quoted = name.replace(special, character => {
    const letter = letters.get(character)
    return `\\${letter ?? character.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `"${quoted}"`
}

/**
 * The name in a `---`, `+++` or `rename` line: unquoted and decoded, without the time stamp that
 * plain diff puts behind a tab.
 */
export function unquoteName(written: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(written)
  if (!quoted) return decodeName(written.replace(/\r$/, '').replace(/\t.*$/, ''))
  const bytes = (quoted[1] ?? '').replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (escapes[code] ?? code),
  )
  return decodeName(bytes)
}
