import type { LintFinding } from '../model.ts'
import { type Damage, damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { lineHead } from './line-head.ts'
import { isOfNoFile, isPylintFatal, pylintSeverity, pylintTrouble } from './pylint-messages.ts'
import type { ReadLint } from './reader.ts'
import { cutOf, frameAt, readLines } from './text-lines.ts'
import { troubleAt } from './text-troubles.ts'

/**
 * Pylint's forms for people and editors: `text` and `colorized`, `parseable` (older ones without the symbol), `msvs`. Its
 * rating is the last that it writes. Columns are 0-based.
 */
export const readPylintText: ReadLint = (text, name) => {
  const damage = damageOf('Pylint', name)
  const findings: LintFinding[] = []
  const fatal: string[] = []
  const asides: string[] = []
  let proven = false
  // `--reports=y` ends with tables, before or behind the rating.
  let inTables = false

  const { troubles, unread } = readLines(text, findings, (lines, at) => {
    const line = lines[at] ?? ''
    const finding = findingIn(line, damage)
    if (finding && isOfNoFile(finding)) {
      asides.push(finding.message)
      return 1
    }
    if (finding) {
      const end = messageEnd(lines, at, finding.rule)
      const whole = [finding.message, ...lines.slice(at + 1, end)].join('\n').trimEnd()
      const message = / \[|\): \[/.test(line.slice(0, line.length - finding.message.length))
        ? whole
        : whole.replace(SYMBOL, '')
      findings.push({ ...finding, message })
      if (finding.rule?.startsWith('F')) fatal.push(pylintTrouble({ ...finding, message }))
      return end - at
    }
    if (RATING.test(line)) proven = true
    if (MODULE.test(line)) inTables = false
    if (isFrame(line)) return 1
    inTables ||= line === 'Report' && /^=+$/.test(lines[at + 1] ?? '')
    return inTables && troubleAt(lines, at) === null ? 1 : frameAt(lines, at)
  })
  return {
    tool: 'pylint',
    findings,
    checked: null,
    proven,
    troubles: [...fatal, ...troubles],
    unread,
    sources: [],
    end: 'usual',
    ...cutOf(text, line => RATING.test(line)),
    ...(asides.length > 0 ? { asides } : {}),
  }
}

const MODULE = /^\*{13} Module /
const RATING = /^Your code has been rated at -?\d/
const SYMBOL = / \([a-z][a-z0-9-]*\)$/

function findingIn(line: string, damage: Damage): LintFinding | null {
  const head = lineHead(line)
  const visualStudio = head ? null : /^(\S[^(]*)\((\d+)\): (\[.*)$/.exec(line)
  const rest = head?.rest ?? visualStudio?.[3] ?? ''
  const said =
    /^([CREWFI]\d{4}): (.*)$/.exec(rest) ?? /^\[([CREWFI]\d{4})(?:\([\w-]*\))?[^\]]*\] ?(.*)$/.exec(rest)
  if (!said) return null
  const [, id = '', message = ''] = said
  const { line: start, column } = head?.place ?? { line: Number(visualStudio?.[2]), column: null }
  return {
    path: head?.path ?? visualStudio?.[1] ?? '',
    ...placeOf({ line: start, column: column === null || column === undefined ? null : column + 1 }, damage),
    rule: id,
    severity: pylintSeverity(id.slice(0, 1)) ?? 'error',
    message,
    fatal: isPylintFatal(id),
  }
}

/** Messages of several lines (duplicate code shows itself) end with their symbol, or where the next thing begins. */
function messageEnd(lines: readonly string[], at: number, rule: string | null): number {
  if (rule !== 'R0801') return at + 1
  let end = at + 1
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? ''
    if (isFrame(line) || line === 'Report' || STARTS_FINDING.test(line)) return end
    if (SYMBOL.test(line)) return end + 1
  }
  return end
}

const STARTS_FINDING = /^\S[^\n]*?(?::\d+(?::\d+)?: \[?|\(\d+\): \[)[CREWFI]\d{4}[:(,\]]/

function isFrame(line: string): boolean {
  return (
    RATING.test(line) ||
    /^\*{13} Module |^-{8,}$|^No config file found, using default configuration/.test(line)
  )
}
