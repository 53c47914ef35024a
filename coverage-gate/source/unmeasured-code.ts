import { type LineStates, MISSED, type Statement } from '../model.ts'
import { statementsOf } from './javascript.ts'
import { languageOf } from './languages.ts'
import { hasCode, withoutComments } from './plain-code.ts'
import { scriptOf } from './script.ts'

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
  if (language?.id === 'javascript') {
    const { name, text } = scriptOf(path, lines.join('\n'))
    const ranges = await statementsOf(name, text)
    if (ranges) {
      const statements = ranges.map((range): Statement => ({ range, hit: false }))
      return {
        lines: missedAt(
          lines.length,
          ranges.map(range => range.start.line),
        ),
        statements,
      }
    }
  }
  const code = language ? withoutComments(language, lines) : lines
  const counted = code.flatMap((line, index) => {
    const text = line.trim()
    return hasCode(text) && !language?.declaration?.test(text) ? [index + 1] : []
  })
  return { lines: missedAt(lines.length, counted), statements: null }
}

function missedAt(length: number, counted: readonly number[]): LineStates {
  const states = new Uint8Array(length + 1)
  for (const line of counted) states[line] = MISSED
  return states
}
