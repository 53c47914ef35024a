/** A word of a command line as a POSIX shell would cut it. */
export interface ShellWord {
  readonly text: string
  /** `text` with a backslash before every character that is no wildcard; `null` when it has none. */
  readonly glob: string | null
  /** `A=b`, unquoted up to the `=`. */
  readonly assignment: boolean
}

export type Split = { readonly words: readonly ShellWord[] } | { readonly trouble: string }

/** What only a shell does, by its first character. */
const shellOnly: Readonly<Record<string, string>> = {
  '&': 'it joins commands with "&"',
  '|': 'it pipes one command into another',
  ';': 'it joins commands with ";"',
  '<': 'it redirects input',
  '>': 'it redirects output',
  '(': 'it has a subshell',
  ')': 'it has a subshell',
  $: 'it uses a variable of the shell',
  '`': 'it runs a command within the command',
  '\n': 'it has several lines',
}

/**
 * Cuts a command line into words: quotes and backslashes are understood, everything that needs a shell is said as trouble.
 * Nothing is run.
 */
export function splitWords(line: string): Split {
  const words: ShellWord[] = []
  let at = 0
  while (at < line.length) {
    if (/[ \t]/.test(line[at] ?? '')) {
      at += 1
      continue
    }
    if (line[at] === '#') return { trouble: 'it has a comment' }
    if (line[at] === '~') return { trouble: 'it uses "~"' }
    const read = readWord(line, at)
    if ('trouble' in read) return read
    words.push(read.word)
    at = read.end
  }
  return { words }
}

function readWord(
  line: string,
  from: number,
): { readonly word: ShellWord; readonly end: number } | { readonly trouble: string } {
  let text = ''
  let glob = ''
  let wild = false
  let bareName: boolean | null = null
  const take = (part: string): void => {
    text += part
    glob += part.replace(/[^\w/]/g, '\\$&')
  }
  let at = from
  while (at < line.length) {
    const character = line[at] ?? ''
    if (character === ' ' || character === '\t') break
    if (character === "'" || character === '"') {
      const quoted = character === "'" ? readSingle(line, at) : readDouble(line, at)
      if ('trouble' in quoted) return quoted
      bareName ??= false
      take(quoted.text)
      at = quoted.end
    } else if (character === '\\') {
      if (at + 1 === line.length) return { trouble: 'it ends with a backslash' }
      bareName ??= false
      take(line[at + 1] ?? '')
      at += 2
    } else if (Object.hasOwn(shellOnly, character)) return { trouble: shellOnly[character] ?? '' }
    else if (character === '{' && /^\{[^{}\s]*[,][^{}\s]*\}/.test(line.slice(at)))
      return { trouble: 'it uses braces, which shells read differently: quote them' }
    else {
      if (character === '=' && bareName === null) bareName = /^[A-Za-z_]\w*$/.test(text)
      if (character === '*' || character === '?' || character === '[') {
        wild = true
        text += character
        glob += character
      } else if (character === ']' || character === '-' || character === '!') {
        text += character
        glob += character
      } else take(character)
      at += 1
    }
  }
  return { word: { text, glob: wild ? glob : null, assignment: bareName === true }, end: at }
}

type Quoted = { readonly text: string; readonly end: number } | { readonly trouble: string }

function readSingle(line: string, from: number): Quoted {
  const end = line.indexOf("'", from + 1)
  return end === -1 ? { trouble: 'a quote is not closed' } : { text: line.slice(from + 1, end), end: end + 1 }
}

function readDouble(line: string, from: number): Quoted {
  let text = ''
  for (let at = from + 1; at < line.length; at += 1) {
    const character = line[at] ?? ''
    if (character === '"') return { text, end: at + 1 }
    if (character === '$' || character === '`') return { trouble: shellOnly[character] ?? '' }
    const next = line[at + 1] ?? ''
    if (character === '\\' && /[$`"\\\n]/.test(next)) {
      text += next === '\n' ? '' : next
      at += 1
    } else text += character
  }
  return { trouble: 'a quote is not closed' }
}
