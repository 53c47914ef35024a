/** More lines than mypy breaks a message into. */
const MOST = 20

export interface WrappedMessage {
  readonly message: string
  readonly rule: string
  /** How many lines it takes. */
  readonly lines: number
}

/**
 * mypy's `--pretty` breaks long messages at the terminal's width: the lines behind it, without indentation, belong to it up
 * to the one that ends in its code. `null`: no code follows, so it ends where it began.
 */
export function mypyWrapped(lines: readonly string[], at: number, first: string): WrappedMessage | null {
  const words = [first.trimEnd()]
  for (let end = at + 1; end < lines.length && end - at < MOST; end += 1) {
    const line = lines[end] ?? ''
    if (line === '' || /^\s|^[^\s:]+:\d+: |^Found \d+ errors? in /.test(line)) return null
    const code = /^(?:(.*\S)\s+)?\[([a-z][a-z-]*)\]$/.exec(line)
    if (!code) {
      words.push(line.trimEnd())
      continue
    }
    if (code[1] !== undefined) words.push(code[1])
    return { message: words.join(' '), rule: code[2] ?? '', lines: end - at + 1 }
  }
  return null
}
