import type { Severity } from '../../core/verdict.ts'
import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { lineHead } from './line-head.ts'
import type { ReadLint } from './reader.ts'
import { isSyntaxError } from './syntax-errors.ts'
import { cutOf, frameAt, readLines } from './text-lines.ts'

const coded = /^([A-Z]{1,4}\d{3,4}|invalid-syntax|SyntaxError)(?: |: )(?:\[\*\] )?(.*)$/
const bracketed = /^\[([A-Z]{1,4}\d{3,4})\] (.*)$/
const ruffEnd = /^All checks passed!$|^Found \d+ errors?(?: \(.*\))?\.$/

/**
 * flake8's default form and `--format=pylint`, and Ruff's `concise`. flake8 is silent when all is well: only what
 * `--count` and `--benchmark` print shows that it ran.
 */
export const readFlake8: ReadLint = (text, name) => {
  const damage = damageOf('flake8', name)
  const findings: LintFinding[] = []
  const own: string[] = []
  let proven = false
  let ruff = false
  // Only its own marks tell its findings from flake8's.
  let ruffs = false
  let counted = 0

  const { troubles, unread } = readLines(text, findings, (lines, at) => {
    const line = lines[at] ?? ''
    const head = lineHead(line)
    const said = head ? (coded.exec(head.rest) ?? bracketed.exec(head.rest)) : null
    if (head && said) {
      const [, rule = '', message = ''] = said
      ruffs ||= rule === 'invalid-syntax' || head.rest.includes(' [*] ')
      const fatal = isSyntaxError(rule, '')
      findings.push({
        path: head.path,
        ...placeOf(head.place, damage),
        rule,
        severity: severityOf(rule, fatal),
        message,
        fatal,
      })
      if (rule === 'E902') own.push(`${head.path}: ${message}`)
      return 1
    }
    const total = /^(?:Found )?(\d+)(?: errors?\.)?$/.exec(line)
    if (total) counted += Number(total[1])
    ruff ||= ruffEnd.test(line)
    proven ||= total !== null || ruffEnd.test(line) || ENDS.test(line)
    if (total || ruffEnd.test(line) || isRemark(line)) return 1
    return frameAt(lines, at)
  })
  if (counted > findings.length) own.push(`it counts ${counted} findings, and ${findings.length} are listed`)
  return {
    tool: ruff || ruffs ? 'ruff' : 'flake8',
    findings,
    checked: null,
    proven,
    troubles: [...own, ...troubles],
    unread,
    sources: [],
    end: ruffs ? 'usual' : 'none',
    ...cutOf(text, line => isCount(line) || ruffEnd.test(line) || ENDS.test(line)),
  }
}

const ENDS = /^[1-9]\d* +total files processed$|Found a total of \d+ violations and reported \d+$/

function isCount(line: string): boolean {
  return /^\d+$/.test(line)
}

/** Neither tells a severity: what breaks the program (syntax, Pyflakes) is an error, the rest a warning. */
function severityOf(rule: string, fatal: boolean): Severity {
  return fatal || /^(?:F|E9)\d/.test(rule) ? 'error' : 'warning'
}

/** `--statistics`, `--benchmark`, `--verbose`, and what Ruff says of fixes. */
function isRemark(line: string): boolean {
  return /^\d+ +[A-Z]{1,4}\d{3,4} |^[\d.]+ +(?:seconds elapsed|\w[\w ]* processed(?: per second)?)$|^flake8\.[\w.]+ +\S+ +\d+ [A-Z]+ |^\[\*\] \d+ fixable|^No fixes available/.test(
    line,
  )
}
