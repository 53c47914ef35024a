import type { Language } from './language.ts'
import type { Token } from './lexis.ts'
import { blankOut, type Span } from './spans.ts'

/**
 * The lines with comments and docstrings as spaces. Made for languages without a parser here: what is opened and never
 * closed is no comment, so that in doubt a line counts.
 */
export function withoutComments(language: Language, lines: readonly string[]): readonly string[] {
  if (language.tokens.length === 0) return lines
  const text = lines.join('\n')
  return blankOut(text, tokenSpans(language.tokens, text).comments).split('\n')
}

/** What is left of a source file when nobody reads its comments and texts. */
export interface BareSource {
  /** The lines, texts and comments as spaces. */
  readonly code: readonly string[]
  /** For a line that begins within a text the line on which that text begins. */
  readonly textStart: ReadonlyMap<number, number>
}

/** The lines with texts as spaces too, so that every bracket that is left is one. */
export function bareSource(language: Language, lines: readonly string[]): BareSource {
  const text = lines.join('\n')
  const { comments, texts } = tokenSpans(language.tokens, text)
  const spans = [...comments, ...texts].sort((a, b) => a.start - b.start)
  const textStart = new Map<number, number>()
  let [line, at] = [1, 0]
  for (const { start, end } of texts) {
    for (; at < start; at += 1) if (text[at] === '\n') line += 1
    const first = line
    for (; at < end; at += 1) {
      if (text[at] !== '\n') continue
      line += 1
      textStart.set(line, first)
    }
  }
  return { code: blankOut(text, spans).split('\n'), textStart }
}

interface TokenSpans {
  readonly comments: readonly Span[]
  readonly texts: readonly Span[]
}

function tokenSpans(tokens: readonly Token[], text: string): TokenSpans {
  const comments: Span[] = []
  const texts: Span[] = []
  if (tokens.length === 0) return { comments, texts }
  const findEnd = endFinder(text)
  const opening = new RegExp(tokens.map(({ open }, index) => `(?<t${index}>${open})`).join('|'), 'gm')
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = match.index
    const token = tokens.find((_, index) => match?.groups?.[`t${index}`] !== undefined)
    const end = token ? findEnd(token, match[0], start + match[0].length) : -1
    if (token && end >= 0) {
      const span = { start, end }
      if (token.kind === 'comment') comments.push(span)
      else if (token.kind === 'docstring' && isDocumentation(text, span, comments)) comments.push(span)
      else texts.push(span)
    }
    opening.lastIndex = Math.max(end, start + match[0].length)
    if (opening.lastIndex === start) opening.lastIndex += 1
  }
  return { comments, texts }
}

/** Offsets behind the token whose opening ends at `from`; -1 when it is not closed. */
function endFinder(text: string): (token: Token, opened: string, from: number) => number {
  // What is not closed from here on is not from further on either: known, that is not looked for again.
  const missing = new Set<string>()
  return ({ open, close, escapes, nests }, opened, from) => {
    if (close === null) return from
    const name = close.includes('$1') ? (new RegExp(open).exec(opened)?.[1] ?? '') : ''
    const end = close.replaceAll('$1', () => name.replace(/[^\w]/g, '\\$&'))
    if (missing.has(end)) return -1
    const pattern = new RegExp(`${escapes ? '\\\\[^]|' : ''}${nests ? `(?<inner>${open})|` : ''}${end}`, 'gm')
    pattern.lastIndex = from
    let depth = 1
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      if (escapes && match[0].startsWith('\\')) continue
      depth += match.groups?.inner === undefined ? -1 : 1
      if (depth === 0) return match.index + match[0].length
    }
    missing.add(end)
    return -1
  }
}

/** Python's docstring stands by itself, first in the file or after the colon that opens a block. */
function isDocumentation(text: string, { start, end }: Span, comments: readonly Span[]): boolean {
  if (!/^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))) return false
  if (!/^[ \t]*(?:#|$)/.test(text.slice(end, end + 200).split('\n', 1)[0] ?? '')) return false
  let before = start - 1
  let comment = comments.length - 1
  while (before >= 0) {
    const span = comments[comment]
    if (span && before < span.end && before >= span.start) {
      before = span.start - 1
      comment -= 1
    } else if (/\s/.test(text[before] ?? '')) before -= 1
    else break
  }
  if (before >= 0 && text[before] !== ':') return false
  const next = /\S/g
  next.lastIndex = end
  return !/[)\]},.+%]/.test(next.exec(text)?.[0] ?? '')
}
