/**
 * A comment, or a text in which a comment's marker means nothing. Sources of regular expressions, for the flags `gm`: `^`
 * and `$` are a line's. `$1` in `close` is what the only group in `open` took, which must be short.
 */
export interface Token {
  readonly kind: 'comment' | 'text' | 'docstring'
  readonly open: string
  /** `null` = the opening is all of it. */
  readonly close: string | null
  /** Within it, a backslash takes the meaning of the next character. */
  readonly escapes?: true
  /** It ends only when as many were closed as were opened. */
  readonly nests?: true
}

export function lineComment(open: string): Token {
  return { kind: 'comment', open, close: '$' }
}

export function blockComment(open: string, close: string): Token {
  return { kind: 'comment', open, close }
}

export function nestedComment(open: string, close: string): Token {
  return { kind: 'comment', open, close, nests: true }
}

/** Text of any number of lines. */
export function text(open: string, close: string = open): Token {
  return { kind: 'text', open, close, escapes: true }
}

/** Text in which a backslash is one. */
export function rawText(open: string, close: string): Token {
  return { kind: 'text', open, close }
}

/** Text that the end of the line ends at the latest. */
export function quoted(quote: string): Token {
  return { kind: 'text', open: quote, close: `${quote}|$`, escapes: true }
}

/** `'a'`, `'"'` and the like, where a single quote has other uses too. */
export const character: Token = {
  kind: 'text',
  open: "'(?:[^'\\\\\\n]|\\\\[^\\n]{1,9}?)'",
  close: null,
}

export const slashes: Token = lineComment('//')
export const slashStar: Token = blockComment('/\\*', '\\*/')
export const nestedSlashStar: Token = nestedComment('/\\*', '\\*/')
export const hash: Token = lineComment('#')
export const tripleQuoted: Token = text('"""')
export const doubleQuoted: Token = quoted('"')
export const singleQuoted: Token = quoted("'")

/** The lines below `<<~NAME` to one that is only `NAME`. */
export const hereDocument: Token = rawText(
  '<<(?:[~-]["\'`]?(?=\\w)|["\'`]?(?=[A-Z]))(\\w{1,64})\\b',
  '^[ \\t]*$1$',
)

/** From such a line on, the rest of the file is no code. */
export function endOfFile(open: string): Token {
  return { kind: 'comment', open, close: '(?![^])' }
}
