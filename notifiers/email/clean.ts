import { withoutAnsi } from '../../core/ansi.ts'
import { visible, visibleText } from '../../core/text.ts'
import { cut } from '../build-report.ts'

/** Text from outside as a piece of one line: nothing in it acts, nothing in it ends the line. */
export function clean(text: string, most: number): string {
  // Cut before too: what is shown of a megabyte is not worth reading the whole of it.
  return cut(visible(withoutAnsi(text.slice(0, most * 20))).trim(), most)
}

/** The last lines of a text, each safe to show. */
export function lastLines(text: string, lines: number, longest: number): readonly string[] {
  return split(text)
    .slice(-lines)
    .map(line => cut(line, longest))
}

export function firstLines(text: string, lines: number, longest: number): readonly string[] {
  return split(text)
    .slice(0, lines)
    .map(line => cut(line, longest))
}

/** Only what can be shown: no sequences of a terminal, no characters that act; tabs and line breaks stay. */
export function plain(text: string): string {
  return visibleText(withoutAnsi(text).replace(/\r\n?/g, '\n'))
}

function split(text: string): readonly string[] {
  const shown = plain(text).replace(/\s+$/, '')
  return shown === '' ? [] : shown.split('\n')
}

/** An address that a reader may follow; `null` for everything but http and https, and what hides a login. */
export function safeUrl(text: string | null): string | null {
  if (text === null || text.length > 2000 || !URL.canParse(text)) return null
  const { protocol, username, password, href } = new URL(text)
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return null
  return /^[\x21-\x7e]+$/.test(href) ? href : null
}
