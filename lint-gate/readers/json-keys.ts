/** What a JSON text is at its top, told without parsing it: a damaged one still shows what it was meant to be. */
export interface JsonTop {
  readonly kind: 'object' | 'list of objects' | 'empty list' | 'other list'
  /** Whether the top object, or the list's first one, has a member of that name. */
  readonly has: (name: string) => boolean
}

/** `null`: it does not begin like JSON. */
export function jsonTop(text: string): JsonTop | null {
  const start = /^\s*(?:\{|\[\s*[{\]]?)/.exec(text)?.[0]
  if (start === undefined) return null
  if (start.endsWith('{')) {
    const kind = start.trimStart() === '{' ? 'object' : 'list of objects'
    return { kind, has: seekIn(keysOf(text, start.length)) }
  }
  return { kind: start.endsWith(']') ? 'empty list' : 'other list', has: () => false }
}

/** Remembers what the names so far were, and reads on only for one that was not among them. */
function seekIn(names: Generator<string, void>): (name: string) => boolean {
  const seen = new Set<string>()
  return name => {
    while (!seen.has(name)) {
      const next = names.next()
      if (next.done) return false
      seen.add(next.value)
    }
    return true
  }
}

/** The members of the object that was opened before `from`, up to where the text ends or stops being JSON. */
function* keysOf(text: string, from: number): Generator<string, void> {
  const structure = /["{}[\],]/g
  structure.lastIndex = from
  let depth = 1
  let mayBeKey = true
  for (let match = structure.exec(text); match && depth > 0; match = structure.exec(text)) {
    const character = match[0]
    if (character === '"') {
      const end = stringEnd(text, match.index)
      if (end === -1) return
      // A name with escapes in it is none that is asked for.
      if (depth === 1 && mayBeKey) yield text.slice(match.index + 1, end - 1)
      mayBeKey = false
      structure.lastIndex = end
    } else if (character === '{' || character === '[') depth += 1
    else if (character === ',') mayBeKey = true
    else depth -= 1
  }
}

/** What follows the string whose quote is at `at`; -1 where it does not end. */
function stringEnd(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return end + 1
  }
  return -1
}
