import type { Severity } from '../../core/verdict.ts'

/** What stands behind a line's place. */
export interface GccMessage {
  readonly severity: Severity
  readonly message: string
  readonly rule: string | null
  /** It explains the finding before it. */
  readonly isNote: boolean
  /** Nothing of the file was read behind it. */
  readonly ends: boolean
}

const severities: Readonly<Record<string, Severity>> = {
  'fatal error': 'error',
  'internal compiler error': 'error',
  error: 'error',
  warning: 'warning',
  performance: 'warning',
  portability: 'warning',
  note: 'note',
  remark: 'note',
  info: 'note',
  information: 'note',
  style: 'note',
}

/**
 * Takes apart `warning: text [-Wflag]` and its relatives: a rule in brackets or, where a linter's name is all that it can
 * be, in parentheses. Who writes no severity (go vet, golangci-lint) fails for everything, so that is an error.
 */
export function gccMessage(rest: string): GccMessage {
  const worded =
    /^(fatal error|internal compiler error|error|warning|performance|portability|note|remark|info|information|style): ?(.*)$/is.exec(
      rest,
    ) ?? /^\[(error|warning|info)\] (.*)$/is.exec(rest)
  const word = worded?.[1]?.toLowerCase() ?? ''
  const body = worded?.[2] ?? rest
  const tagged = /^(.*\S)\s+\[(?:(Error|Warning)\/)?([\w@][\w@.,+=/()-]*|-W[\w.,+=-]*)\]$/s.exec(body)
  const unix = tagged && word === '' ? (tagged[2]?.toLowerCase() ?? tagged[3]?.toLowerCase() ?? '') : ''
  const severity = severities[word] ?? severities[unix] ?? 'error'
  const ends = word === 'fatal error' || word === 'internal compiler error'
  const isNote = word === 'note'
  if (tagged && (unix === 'error' || unix === 'warning') && tagged[2] === undefined) {
    return { severity, message: tagged[1] ?? body, rule: null, isNote, ends }
  }
  if (tagged) return { severity, message: tagged[1] ?? body, rule: flagOf(tagged[3] ?? ''), isNote, ends }
  // javac's comes first.
  const first = /^\[([a-z][\w-]*)\] (.*)$/s.exec(body)
  if (first) return { severity, message: first[2] ?? body, rule: first[1] ?? null, isNote, ends }
  const named = (
    word === '' ? /^(.*\S)\s+\(([a-z][\w-]*)\)$/s : /^(.*\S)\s+\(([a-z][a-z0-9]*[_-][\w-]*)\)$/s
  ).exec(body)
  if (named) return { severity, message: named[1] ?? body, rule: named[2] ?? null, isNote, ends }
  return { severity, message: body, rule: null, isNote, ends }
}

/** A flag that was made an error is the same flag; clang-tidy says so behind the name. */
function flagOf(tag: string): string {
  return tag.replace(/^-Werror=/, '-W').replace(/,-warnings-as-errors$/, '')
}
