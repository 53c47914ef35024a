import { withoutComments } from './comments.ts'
import { parseScript } from './javascript.ts'
import { languageOf } from './languages.ts'
import { scriptOf } from './script.ts'
import { blankOut, type Span } from './spans.ts'

/**
 * Of the given lines those that hold code: more than white space, comments, closing punctuation or a bare `else`.
 * Where comments cannot be told for sure, a line counts.
 * @param lines the whole file
 * @param wanted line numbers, 1-based, ascending
 */
export async function codeLines(
  path: string,
  lines: readonly string[],
  wanted: readonly number[],
): Promise<readonly number[]> {
  const language = languageOf(path)
  const plausible = wanted.filter(number => hasCode(lines[number - 1] ?? ''))
  if (!language || plausible.length === 0) return plausible
  if (language.id !== 'javascript') return withCode(plausible, withoutComments(language, lines))
  if (!/\.(?:vue|svelte)$/i.test(path) && !plausible.some(commentSuspicion(lines))) return plausible
  const text = lines.join('\n')
  const comments = await javascriptComments(path, text)
  if (!comments) return plausible.filter(number => !/^\s*\/\//.test(lines[number - 1] ?? ''))
  return withCode(plausible, blankOut(text, comments).split('\n'))
}

/**
 * Whether a line may be nothing but comment and what does not count. It may say so of code, but never denies it of such a
 * line: in a block comment, the last marker before the line opens one; elsewhere, a comment's marker is the first thing
 * that might count. So the parser is loaded only for changes that touch such lines.
 */
function commentSuspicion(lines: readonly string[]): (line: number) => boolean {
  const open: boolean[] = []
  let inside = false
  for (const line of lines) {
    open.push(inside)
    const opening = line.lastIndexOf('/*')
    const closing = line.lastIndexOf('*/')
    // The star of the opening is not that of the closing: a comment that begins with "/*/" is open.
    if (opening >= 0 || closing >= 0) inside = opening >= 0 && closing < opening + 2
  }
  return line =>
    open[line - 1] === true || /^(?:[\s)\]}{;,:]|else\b)*(?:\/[/*]|#!|<!--|-->)/.test(lines[line - 1] ?? '')
}

/** Ascending; `null` when the source does not parse. */
async function javascriptComments(path: string, text: string): Promise<readonly Span[] | null> {
  const script = scriptOf(path, text)
  const parsed = await parseScript(script)
  return parsed && [...parsed.comments, ...script.markupComments].sort((a, b) => a.start - b.start)
}

function withCode(numbers: readonly number[], code: readonly string[]): readonly number[] {
  return numbers.filter(number => hasCode(code[number - 1] ?? ''))
}

function hasCode(line: string): boolean {
  return !/^[\s)\]};,]*(?:else\b[\s{:]*)?$/.test(line)
}
