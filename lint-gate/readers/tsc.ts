import type { Severity } from '../../core/verdict.ts'
import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import type { ReadLint } from './reader.ts'
import { cutOf, readLines } from './text-lines.ts'
import { isTscSyntaxError } from './tsc-syntax.ts'

const CATEGORY = '(error|warning|message|suggestion) TS(\\d+): (.*)$'
const plain = new RegExp(`^(\\S.*?)\\((\\d+),(\\d+)\\): ${CATEGORY}`)
const pretty = new RegExp(`^(\\S.*?):(\\d+):(\\d+) - ${CATEGORY}`)
const pathless = new RegExp(`^${CATEGORY}`)
const SUMMARY = /^(?:\[?\d[\d: ]*[AP]?M?\]? (?:- )?)?Found (\d+) errors?\b/
const TOTAL = /^Total time:\s+[\d.]+s$/
const severities: Readonly<Record<string, Severity>> = { error: 'error', warning: 'warning' }

/**
 * The TypeScript compiler's output, plain and pretty. An error without a file is about its configuration: something was
 * not compiled as it should. Types are checked only when nothing is wrong with the syntax of any file.
 */
export const readTsc: ReadLint = (text, name) => {
  const damage = damageOf('tsc', name)
  const findings: LintFinding[] = []
  const own: string[] = []
  const listed: string[] = []
  let counted = 0
  let proven = false
  let prettily = false
  const listing = /^\S[^\n]*[\\/]lib\.[\w.]*d\.ts\r?$/m.test(text)

  const { troubles, unread } = readLines(text, findings, (lines, at) => {
    const line = lines[at] ?? ''
    const match = plain.exec(line) ?? pretty.exec(line)
    if (match) {
      const [, path = '', start, column, category = '', code = '', message = ''] = match
      prettily ||= !plain.test(line)
      const end = chainEnd(lines, at)
      findings.push({
        path,
        ...placeOf({ line: Number(start), column: Number(column) }, damage),
        rule: `TS${code}`,
        severity: severities[category] ?? 'note',
        message: [message, ...lines.slice(at + 1, end)].join('\n'),
        fatal: isTscSyntaxError(Number(code)),
      })
      return end - at
    }
    const setup = pathless.exec(line)
    if (setup) {
      const end = chainEnd(lines, at)
      own.push([`TS${setup[2]}: ${setup[3]}`, ...lines.slice(at + 1, end)].join('\n'))
      return end - at
    }
    const summary = SUMMARY.exec(line)
    if (summary) {
      counted += Number(summary[1])
      proven = true
      return 1
    }
    if (TOTAL.test(line)) proven = true
    if (isFrame(line, prettily && findings.length > 0)) return 1
    if (listing && /^\S.*\.(?:[cm]?[jt]sx?|json)$/.test(line)) {
      listed.push(line)
      return 1
    }
    return 0
  })
  const errors = findings.filter(each => each.severity === 'error').length + own.length
  if (counted > errors) own.push(`it counts ${counted} errors, and ${errors} are listed`)
  if (findings.length > 0 && findings.every(each => each.fatal)) {
    own.push('it found errors of syntax, and checks types only when there are none')
  }
  return {
    tool: 'tsc',
    findings,
    checked: listed.length > 0 ? listed : null,
    proven: proven || listed.length > 0,
    troubles: [...own, ...troubles],
    unread,
    sources: [],
    end: prettily ? 'usual' : 'none',
    ...cutOf(text, line => SUMMARY.test(line) || TOTAL.test(line)),
  }
}

/** What explains a message stands below it, indented. */
function chainEnd(lines: readonly string[], at: number): number {
  let end = at + 1
  while (/^ {2,}\S/.test(lines[end] ?? '')) end += 1
  return end
}

/** Source with marks below it, places that are related, the list of files at the end, and what `--diagnostics` measures. */
function isFrame(line: string, afterPretty: boolean): boolean {
  if (afterPretty && /^\s*\d+(?:\s|$)|^\s+\S|^Errors\s+Files$/.test(line)) return true
  return /^[A-Z][A-Za-z/ ]*:\s+[\d.]+[A-Za-z]*$|^\[?\d+:\d+:\d+(?: [AP]M)?\]? /.test(line)
}
