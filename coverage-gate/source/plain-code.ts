import type { Language } from './languages.ts'

/**
 * The lines with comments taken out, and with long strings that stand by themselves (docstrings). Strings keep their
 * place. Made for languages without a parser here: where it is in doubt it leaves text in, so that a line counts.
 */
export function withoutComments(language: Language, lines: readonly string[]): readonly string[] {
  let until: { readonly end: string; readonly keep: boolean } | null = null
  return lines.map(line => {
    let code = ''
    let at = 0
    while (at < line.length) {
      if (until) {
        const end = line.indexOf(until.end, at)
        const stop = end < 0 ? line.length : end + until.end.length
        if (until.keep) code += line.slice(at, stop)
        if (end >= 0) until = null
        at = stop
        continue
      }
      const opening = openingAt(language, line, at, code.trim() === '')
      if (opening === 'line') break
      if (opening) {
        if (opening.keep) code += opening.begin
        at += opening.begin.length
        until = opening
        continue
      }
      const length = stringLength(line, at)
      code += line.slice(at, at + length)
      at += length
    }
    return code
  })
}

function openingAt(language: Language, line: string, at: number, isFirst: boolean) {
  const long = language.longStrings.find(each => line.startsWith(each, at))
  if (long) return { begin: long, end: long, keep: !isFirst || long === '`' }
  const block = language.blockComments.find(([begin]) => line.startsWith(begin, at))
  // Ruby's and Perl's block comments begin a line.
  if (block && (!/^=[a-z]/.test(block[0]) || at === 0)) return { begin: block[0], end: block[1], keep: false }
  return language.lineComments.some(marker => line.startsWith(marker, at)) ? 'line' : null
}

/** 1, or the length of the quoted string that begins here and ends on this line. */
function stringLength(line: string, at: number): number {
  const quote = line[at]
  if (quote !== '"' && quote !== "'") return 1
  for (let end = at + 1; end < line.length; end += 1) {
    if (line[end] === '\\') end += 1
    else if (line[end] === quote) return end - at + 1
  }
  return 1
}

/** Whether what is left of a line is more than closing punctuation or a bare `else`, `end`, `begin`. */
export function hasCode(line: string): boolean {
  return !/^[\s)\]};,]*(?:(?:else|then|do|begin|end|fi|done)\b)?[\s({:;]*$/.test(line)
}
