import { innermostStatement } from '../line-verdicts.ts'
import { codeLines } from './code-lines.ts'
import { bareSource } from './comments.ts'
import { parseScript } from './javascript.ts'
import type { Language } from './language.ts'
import { languageOf } from './languages.ts'
import { scriptOf } from './script.ts'
import { statementRanges } from './statements.ts'

/**
 * For lines that a report does not list, the line on which the statement begins that they continue. JavaScript and TypeScript
 * are parsed: the innermost statement. Elsewhere what an open bracket, a text or a backslash joins is one statement.
 * @param wanted line numbers, ascending
 */
export async function statementStarts(
  path: string,
  source: () => readonly string[],
  wanted: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const none = new Map<number, number>()
  const language = languageOf(path)
  if (!language || wanted.length === 0) return none
  const lines = source()
  const script = language.id === 'javascript'
  const likely = wanted.filter(line => !(script ? beginsScript : /^\s*$/).test(lines[line - 1] ?? ''))
  if (likely.length === 0) return none
  const holding = new Set(await codeLines(path, lines, likely))
  if (holding.size === 0) return none
  const startOf = script ? await scriptStarts(path, lines.join('\n')) : lexicalStarts(language, lines)
  return new Map(
    [...holding].flatMap(line => {
      const start = startOf(line)
      return start !== null && start < line ? [[line, start] as const] : []
    }),
  )
}

/** What never goes on with a statement: headers of functions and classes, imports, types, closing punctuation, comments. */
const beginsScript =
  /^\s*(?:$|[)\]};,\s]+(?:\/\/.*)?$|\/\/|\/\*|\*|@|(?:import|export|function|class|interface|enum|namespace|declare|abstract|public|private|protected|readonly|static|constructor)\b|async\s+function\b|type\s+\w+\s*[=<]|(?:(?:async|get|set|override)\s+)*\*?\s*[\w$#]+\s*\([^()]*\)(?:\s*:[^{]*)?\s*\{\s*$)/

async function scriptStarts(path: string, text: string): Promise<(line: number) => number | null> {
  const script = scriptOf(path, text)
  const parsed = await parseScript(script)
  if (!parsed) return () => null
  const ranges = statementRanges(parsed.program(), script.text)
  const inner = innermostStatement(ranges.map(range => ({ range, hit: false })))
  return line => inner(line)?.range.start.line ?? null
}

const backslash = new Set(['python', 'ruby'])

/** What lies in round or square brackets is one statement, but for blocks in it; in Python so is what lies in braces. */
function lexicalStarts(language: Language, lines: readonly string[]): (line: number) => number | null {
  const { code, textStart } = bareSource(language, lines)
  const braces = language.id === 'python'
  const starts: number[] = [0]
  /** Open brackets: where their statements begin, `null` for a block of statements. */
  const open: (number | null)[] = []
  let joined = false
  for (const [index, text] of code.entries()) {
    const line = index + 1
    const textBegins = textStart.get(line)
    const begun = textBegins === undefined ? (joined ? starts[index] : open.at(-1)) : starts[textBegins]
    const start = begun ?? line
    starts.push(start)
    for (const character of text) {
      if (character === '(' || character === '[') open.push(start)
      else if (character === '{') open.push(braces ? start : null)
      else if (character === ')' || character === ']' || character === '}') open.pop()
    }
    joined = backslash.has(language.id) && /\\$/.test(text)
  }
  return line => starts[line] ?? null
}
