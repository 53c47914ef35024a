import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { gccSummary, isGccFrame, toolOf } from './gcc-frames.ts'
import { gccMessage } from './gcc-message.ts'
import { lineHead } from './line-head.ts'
import type { ReadLint } from './reader.ts'
import { isSyntaxError } from './syntax-errors.ts'
import { frameAt, readLines } from './text-lines.ts'

/**
 * `file:line:column: severity: message [rule]`: what gcc, clang, clang-tidy, mypy, ShellCheck (`-f gcc`), golangci-lint,
 * ESLint's `unix` and many more write. A note belongs to the finding before it, unless it has a rule of its own.
 */
export const readGcc: ReadLint = (text, name) => {
  const damage = damageOf('gcc-style', name)
  const findings: LintFinding[] = []
  const own: string[] = []
  const summaries: string[] = []
  const frames: string[] = []
  let counted = 0

  function take(lines: readonly string[], at: number): number {
    const line = lines[at] ?? ''
    const head = lineHead(line)
    if (head && /^\s*(?:recursively )?(?:required|instantiated) from /.test(head.rest)) return 1
    if (head) {
      const { rule, severity, message, isNote, ends } = gccMessage(head.rest.trimStart())
      const last = findings.at(-1)
      if (isNote && rule === null && last) {
        const explained = `${last.message}\nnote: ${message} (${head.path})`
        findings[findings.length - 1] = { ...last, message: explained }
        return 1
      }
      if (/^internal compiler error/i.test(head.rest)) own.push(line)
      const fatal = ends || isSyntaxError(rule, message)
      findings.push({
        path: head.path,
        ...placeOf(head.place, damage),
        rule,
        severity: fatal ? 'error' : severity,
        message,
        fatal,
      })
      return 1
    }
    const summary = gccSummary(line)
    if (summary) {
      summaries.push(line)
      counted += summary.errors
      if (summary.trouble !== null) own.push(summary.trouble)
      return 1
    }
    const last = findings.at(-1)
    const wrapped = /^\[([a-z][a-z-]*)\]$/.exec(line)
    if (wrapped && last && last.rule === null) {
      findings[findings.length - 1] = { ...last, rule: wrapped[1] ?? null, message: last.message.trimEnd() }
      return 1
    }
    if (!isGccFrame(line)) return frameAt(lines, at)
    frames.push(line)
    return 1
  }

  const { troubles, unread } = readLines(text, findings, take)
  const errors = findings.filter(each => each.severity === 'error').length
  if (counted > errors) own.push(`it counts ${counted} errors, and ${errors} are listed`)
  return {
    tool: toolOf(findings, summaries, frames),
    findings,
    checked: null,
    proven: summaries.length > 0,
    troubles: [...own, ...troubles],
    unread,
    sources: [],
  }
}
