const deepest = 1000
const longest = 2000
const mostElses = 5000

/**
 * Whether source may be nested deeper than a native parser's stack holds, which would end the process: oxc-parser dies
 * of about 5,000 brackets or type arguments, 12,000 operators, 25,000 `else if` on an 8 MiB stack. Brackets and
 * operators in strings and comments are not told apart. So it is a measure of honest source: generated tables, chains,
 * encoded programs. Source made to deceive it can end the gate, which is no pass.
 */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0
  let operators = 0
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
      case '(':
      case '[':
        depth += 1
        if (depth > deepest) return true
        if (text[at] === '{') operators = 0
        break
      case '}':
      case ')':
      case ']':
        depth = Math.max(0, depth - 1)
        if (text[at] === '}') operators = 0
        break
      case ';':
        operators = 0
        break
      case '<':
      case '?':
      case ':':
      case '=':
      case '!':
      case '~':
      case '+':
      case '-':
      case '*':
      case '&':
      case '|':
        operators += 1
        if (operators > longest) return true
    }
  }
  return text.length > mostElses * 8 && text.split('else').length > mostElses
}
