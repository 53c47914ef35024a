import { type LineStates, MISSED, type Statement } from '../model.ts'
import { withoutComments } from './comments.ts'
import { parseScript } from './javascript.ts'
import type { Language } from './language.ts'
import { languageOf } from './languages.ts'
import { scriptOf } from './script.ts'
import { statementRanges } from './statements.ts'

/** The code of a file that no report knows, as a report would tell it if nothing had run. */
export interface UnmeasuredCode {
  readonly lines: LineStates
  /** `null` where only lines are known. */
  readonly statements: readonly Statement[] | null
}

/**
 * What can be covered in a file. JavaScript and TypeScript are parsed; in other languages every line counts that
 * holds more than white space, comments, docstrings, closing punctuation, imports and the like. What does not parse
 * counts like another language: too much rather than nothing.
 * @param lines the whole file
 */
export async function unmeasuredCode(path: string, lines: readonly string[]): Promise<UnmeasuredCode> {
  const language = languageOf(path)
  const statements = language?.id === 'javascript' ? await missedStatements(path, lines.join('\n')) : null
  const counted = statements ? statements.map(({ range }) => range.start.line) : plainCode(language, lines)
  const states = new Uint8Array(lines.length + 1)
  for (const line of counted) states[line] = MISSED
  return { lines: states, statements }
}

async function missedStatements(path: string, text: string): Promise<readonly Statement[] | null> {
  const script = scriptOf(path, text)
  const parsed = await parseScript(script)
  return parsed && statementRanges(parsed.program(), script.text).map(range => ({ range, hit: false }))
}

/** The lines that hold code in a language without a parser here. */
export function plainCode(language: Language | null, lines: readonly string[]): readonly number[] {
  const code = language ? withoutComments(language, lines) : lines
  const words = `(?:(?:${language?.bareWords ?? 'else'})\\b)?`
  const idle = new RegExp(
    `^[\\s)\\]};,]*${words}[\\s(){}[\\]:;,|]*$`,
    language?.id === 'visual-basic' ? 'i' : '',
  )
  return code.flatMap((line, index) =>
    idle.test(line) || language?.declaration?.test(line.trim()) ? [] : [index + 1],
  )
}
