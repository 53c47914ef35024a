import type { LintFinding } from '../model.ts'

/** A line that only a program that came to its end writes. */
export interface GccSummary {
  /** How many errors it counts; 0 where it counts something else. */
  readonly errors: number
  readonly trouble: string | null
}

const MYPY_FOUND = /^Found (\d+) errors? in \d+ files? \((.*)\)$/
const MYPY_CLEAN = /^Success: no issues found in [1-9]\d* source files?$/
const CLANG = /^\d+ (?:warning|error)s?(?: and \d+ errors?)? generated\.$/
const GOLANGCI = /^\d+ issues?[.:]$/
const ESLINT = /^\d+ problems?$/

export function gccSummary(line: string): GccSummary | null {
  const mypy = MYPY_FOUND.exec(line)
  if (mypy) {
    return { errors: Number(mypy[1]), trouble: mypy[2]?.startsWith('checked') ? null : line }
  }
  if (MYPY_CLEAN.test(line) || GOLANGCI.test(line) || ESLINT.test(line)) return { errors: 0, trouble: null }
  const errors = /^(?:\d+ warnings? and )?(\d+) errors? generated\.$/.exec(line)
  return CLANG.test(line) ? { errors: Number(errors?.[1] ?? 0), trouble: null } : null
}

/** Where a finding comes from, and source with marks below it. */
export function isGccFrame(line: string): boolean {
  return (
    /^In file included from |^ +from \S.*[:,]$|^[^\s:][^:]*: (?:note: )?(?:In|At) .*:$/.test(line) ||
    /^\s*\d* \|(?: |$)|^\s*[~^][~^ |-]*$|^cc1\w*: (?:all|some) warnings being treated as errors$/.test(
      line,
    ) ||
    /^\* [\w-]+: \d+$/.test(line)
  )
}

/** Its codes are words in lower case, and it looks at Python, of which no other linter writes "error" and "note" alone. */
function looksLikeMypy(findings: readonly LintFinding[]): boolean {
  return (
    findings.length > 0 &&
    findings.every(
      ({ path, rule }) => /\.pyi?$/.test(path) && (rule === null || /^[a-z]+(?:-[a-z]+)*$/.test(rule)),
    )
  )
}

/**
 * Which linter it was, as far as its own words show. It has to be the same name for a clean report and for one with
 * findings, or a baseline could not be compared; so clang is not told from gcc.
 */
export function toolOf(
  findings: readonly LintFinding[],
  summaries: readonly string[],
  frames: readonly string[],
  onlyMypysWords: boolean,
): string {
  const ends = (pattern: RegExp) => summaries.some(each => pattern.test(each))
  const rules = (pattern: RegExp) => findings.some(each => each.rule !== null && pattern.test(each.rule))
  if (ends(MYPY_FOUND) || ends(MYPY_CLEAN) || (onlyMypysWords && looksLikeMypy(findings))) return 'mypy'
  if (rules(/^SC\d{4}$/)) return 'shellcheck'
  if (rules(/^[\w-]+\([\w/-]+\)$/)) return 'oxlint'
  if (ends(GOLANGCI)) return 'golangci-lint'
  if (ends(ESLINT)) return 'eslint'
  const compiled = /: (?:In|At) .*:$|^cc1|^In file included from /
  return ends(CLANG) || rules(/^-W/) || frames.some(each => compiled.test(each)) ? 'gcc' : 'linter'
}
