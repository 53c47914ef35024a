import { directoriesUp, directoryOf } from './imports-directories.ts'
import { joinPaths } from './paths.ts'

type Token =
  | { readonly kind: 'word' | 'sign'; readonly text: string }
  /** Its value; `null` for a template with parts to fill in, and for one with escapes. */
  | { readonly kind: 'text'; readonly text: string | null }

/**
 * The module names that a text imports, as they are written: `import`, `export … from`, `require(…)`, `import(…)`.
 * Imports of types alone are left out: they are gone when it runs.
 */
export function javascriptImports(text: string): readonly string[] {
  const tokens = tokensOf(text)
  const names: string[] = []
  const take = (index: number) => {
    const token = tokens[index]
    if (token?.kind === 'text' && token.text !== null) names.push(token.text)
  }
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word') continue
    const before = tokens[index - 1]?.text
    if (before === '.' || before === '?.') continue
    const isCall = tokens[index + 1]?.text === '(' && tokens[index + 1]?.kind === 'sign'
    if (isCall && (token.text === 'require' || token.text === 'import')) take(index + 2)
    else if (token.text === 'import' && tokens[index + 1]?.kind === 'text') take(index + 1)
    else if (token.text === 'import' || token.text === 'export') {
      const from = fromAfter(tokens, index)
      if (from !== null) take(from)
    }
  }
  return [...new Set(names)]
}

/** Where the module's name stands in `import a, { b as c } from …`; `null` where it is no such clause, or of types. */
function fromAfter(tokens: readonly Token[], start: number): number | null {
  const [first, second] = [tokens[start + 1], tokens[start + 2]]
  const isExport = tokens[start]?.text === 'export'
  // `import type from …` imports something that is called "type".
  if (first?.text === 'type' && first.kind === 'word' && second?.text !== ',' && second?.text !== 'from')
    return null
  if (isExport && first?.text !== '{' && first?.text !== '*') return null
  for (let index = start + 1; index < tokens.length; index += 1) {
    const token = tokens[index]
    const next = tokens[index + 1]
    if (token?.kind === 'word' && token.text === 'from' && next?.kind === 'text') return index + 1
    const isInside = token?.kind !== 'sign' || '{},*'.includes(token.text)
    if (!isInside || token?.text === 'import' || token?.text === 'export') return null
    if (token?.text === '}' && next?.text !== 'from') return null
  }
  return null
}

const space = /[\s\ufeff]/
const wordStart = /[\p{L}_$#@]/u
const wordForm = /[\p{L}\p{N}_$#@]+/uy
/** Behind these words comes an expression: a slash there begins a regular expression. */
const beforeExpression =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|yield|await|default)$/

/** Words, texts and signs without comments, numbers and regular expressions. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  /** For each open `${`: how many braces are open within. */
  const templates: number[] = []
  let at = 0
  const template = () => {
    const start = at
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += text[at] === '\\' ? 2 : 1
    const isWhole = text[at] === '`'
    if (!isWhole) templates.push(0)
    const content = text.slice(start, at)
    at += isWhole ? 1 : 2
    tokens.push({ kind: 'text', text: isWhole && !content.includes('\\') ? content : null })
  }
  while (at < text.length) {
    const character = text[at] ?? ''
    if (space.test(character)) at += 1
    else if (text.startsWith('//', at) || (at === 0 && text.startsWith('#!'))) at = lineEnd(text, at)
    else if (text.startsWith('/*', at)) at = endAfter(text, '*/', at + 2)
    else if (character === '"' || character === "'") at = quoted(text, at, tokens)
    else if (character === '`') {
      at += 1
      template()
    } else if (character === '/' && beginsRegex(tokens.at(-1))) at = regexEnd(text, at)
    else if (wordStart.test(character)) {
      wordForm.lastIndex = at
      const word = wordForm.exec(text)?.[0] ?? character
      tokens.push({ kind: 'word', text: word })
      at += word.length
    } else if (character === '}' && templates.at(-1) === 0) {
      templates.pop()
      at += 1
      template()
      // What follows the part filled in belongs to a text that is not whole.
      tokens.pop()
    } else {
      const open = templates.length - 1
      if (open >= 0 && character === '{') templates[open] = (templates[open] ?? 0) + 1
      if (open >= 0 && character === '}') templates[open] = (templates[open] ?? 0) - 1
      const sign = text.startsWith('?.', at) ? '?.' : character
      tokens.push({ kind: 'sign', text: sign })
      at += sign.length
    }
  }
  return tokens
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function endAfter(text: string, closing: string, from: number): number {
  const end = text.indexOf(closing, from)
  return end < 0 ? text.length : end + closing.length
}

/** A quote without its twin on the line is an apostrophe, as in the text between JSX tags. */
function quoted(text: string, start: number, tokens: Token[]): number {
  const quote = text[start]
  let at = start + 1
  while (at < text.length && text[at] !== quote) {
    if (text[at] === '\n') return start + 1
    at += text[at] === '\\' ? 2 : 1
  }
  if (at >= text.length) return start + 1
  const content = text.slice(start + 1, at)
  tokens.push({ kind: 'text', text: content.includes('\\') ? null : content })
  return at + 1
}

function beginsRegex(before: Token | undefined): boolean {
  if (!before) return true
  if (before.kind === 'word') return beforeExpression.test(before.text)
  return before.kind === 'sign' && !/^[)\]}\d]$/.test(before.text)
}

/** Nobody writes a longer one; without a limit a text of slashes would be read once for each. */
const LONGEST_REGEX = 500

/** Behind the regular expression; behind the slash alone where none ends on the line. */
function regexEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_REGEX)
  let inClass = false
  for (let at = start + 1; at < limit && text[at] !== '\n'; at += 1) {
    const character = text[at]
    if (character === '\\') at += 1
    else if (character === '[') inClass = true
    else if (character === ']') inClass = false
    else if (character === '/' && !inClass) return at + 1
  }
  return start + 1
}

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.vue', '.svelte']
const typescriptFor: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/**
 * The file that a module's name means, seen from `from`. Packages are none; of aliases only `@/x` and `~/x` are tried, which
 * by custom mean the nearest `src/x`.
 */
export function resolveJavascript(name: string, from: string, has: (path: string) => boolean): string | null {
  const plain = name.replace(/[?#].*$/, '')
  const directory = directoryOf(from)
  if (/^\.{1,2}(?:\/|$)/.test(plain)) {
    const path = joinPaths(directory, plain)
    return path.startsWith('..') ? null : fileFor(path, has)
  }
  const alias = /^[@~]\/(.+)$/.exec(plain)?.[1]
  if (alias === undefined) return null
  for (const above of directoriesUp(directory)) {
    for (const source of ['src', '']) {
      const found = fileFor(joinPaths(joinPaths(above, source), alias), has)
      if (found !== null) return found
    }
  }
  return null
}

/** Node's and the bundlers' rules: as written, `.ts` for `.js`, an ending added, an index. */
function fileFor(path: string, has: (path: string) => boolean): string | null {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? ''
  const bare = path.slice(0, path.length - ending.length)
  const index = path === '' ? 'index' : `${path}/index`
  const candidates = [
    path,
    ...(typescriptFor[ending] ?? []).map(each => `${bare}${each}`),
    ...endings.map(each => `${path}${each}`),
    ...endings.map(each => `${index}${each}`),
  ]
  return candidates.find(each => each !== '' && has(each)) ?? null
}
