import { type Comment, commentsOf } from './javascript.ts'
import { languageOf } from './languages.ts'
import { hasCode, withoutComments } from './plain-code.ts'
import { scriptOf } from './script.ts'

/**
 * Of the given lines those that hold code: more than white space, comments, closing punctuation or a bare `else`.
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
  if (language.id !== 'javascript') {
    const code = withoutComments(language, lines)
    return plausible.filter(number => hasCode(code[number - 1] ?? ''))
  }
  const inComment = commentSuspicion(lines)
  if (!plausible.some(inComment)) return plausible
  const { name, text } = scriptOf(path, lines.join('\n'))
  const comments = await commentsOf(name, text)
  if (!comments) return plausible.filter(number => !/^\s*\/\//.test(lines[number - 1] ?? ''))
  const code = blankOut(text, comments).split('\n')
  return plausible.filter(number => hasCode(code[number - 1] ?? ''))
}

/**
 * Whether a line may be nothing but comment. It may say so of code, but never denies it of a comment: a line in a block
 * comment has the last marker before it opening one, and any other comment line begins with its marker. So the parser
 * is loaded only for changes that touch such lines.
 */
function commentSuspicion(lines: readonly string[]): (line: number) => boolean {
  const open: boolean[] = []
  let inside = false
  for (const line of lines) {
    open.push(inside)
    if (!inside && !line.includes('/*')) continue
    const opening = line.lastIndexOf('/*')
    const closing = line.lastIndexOf('*/')
    if (opening >= 0 || closing >= 0) inside = opening > closing
  }
  return line => open[line - 1] === true || /^\s*(?:\/[/*]|#!|<!--|-->)|^\s*\*/.test(lines[line - 1] ?? '')
}

function blankOut(text: string, comments: readonly Comment[]): string {
  let code = ''
  let at = 0
  for (const { start, end } of comments) {
    code += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return code + text.slice(at)
}
