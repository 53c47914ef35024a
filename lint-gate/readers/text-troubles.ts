/** How programs say that they broke down. */
const crashes = [
  /\bSegmentation fault\b/,
  /\binternal compiler error\b/i,
  /\bFATAL ERROR: .*heap out of memory/i,
  /^(?:Killed|Aborted|Bus error|Illegal instruction)\b/,
  /^Oops! Something went wrong/,
  /^panic: |^fatal error: |^thread '.*' panicked at /,
  /^Exception in thread |^Unhandled exception|^Uncaught \w*(?:Error|Exception)\b/,
  /^(?:[A-Z]\w*(?:Error|Exception)|Error)(?: \[[\w-]+\])?: /,
  /^There was a critical error during execution of Flake8/,
  /^pylint crashed\b|^Exception on node /,
  /^This is not the tsc command you are looking for/,
  /^(?:\S*\/)?(?:ba|z|da|k)?sh: (?:(?:line )?\d+: )?|^zsh:\d+: |: (?:command )?not found$/,
  /^\S+: (?:can't|cannot) (?:read|open|find) /,
  /^(?:\S*\/)?(?:gcc|cc|clang|[gc]\+\+|clang\+\+|cc1|cc1plus|ld|collect2|mypy|ruff|flake8|pylint|shellcheck)(?:-\d+)?: (?:fatal )?error: /,
  /^level=error\b/,
  /: openBinaryFile: /,
  /^(?:[A-Z]\w*(?:Error|Exception)|KeyboardInterrupt|Terminated)$/,
  /^compilation terminated\.$/,
  /^(?:\S*make)(?:\[\d+\])?: \*\*\* (?!.*\(ignored\)$)|^\S*make(?:\[\d+\])?: Target .* not remade because of errors/,
  /^ninja: (?:build stopped|error)\b/,
  /^warning: No (?:Python )?files (?:were )?found\b|^warning: No Python files found/i,
]

export interface Trouble {
  readonly says: string
  /** How many lines it takes. */
  readonly lines: number
}

/** A breakdown that is told of at line `at`. A Python traceback is one, whose last line says what it was. */
export function troubleAt(lines: readonly string[], at: number): Trouble | null {
  const line = lines[at] ?? ''
  if (/^\s*Traceback \(most recent call last\):/.test(line)) {
    let end = at + 1
    while (end < lines.length && /^\s+\S/.test(lines[end] ?? '')) end += 1
    const last = lines[end]?.trim() ?? ''
    return { says: last === '' ? 'a Python traceback' : `a Python traceback: ${last}`, lines: end - at + 1 }
  }
  if (!crashes.some(crash => crash.test(line))) return null
  let end = at + 1
  while (/^ {2,}at \S/.test(lines[end] ?? '')) end += 1
  return { says: line.trim(), lines: end - at }
}

/** Lines that tell of an exit code alone: after findings they are to be expected. */
export function unexplainedExit(line: string): boolean {
  return /^error Command failed|^npm (?:ERR!|error)|\bELIFECYCLE\b/.test(line)
}
