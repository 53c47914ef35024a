import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { gccSummary, isGccFrame, toolOf } from './gcc-frames.ts'
import { gccMessage } from './gcc-message.ts'
import { lineHead } from './line-head.ts'
import { mypyWrapped } from './mypy-wrapped.ts'
import type { ReadLint } from './reader.ts'
import { isSyntaxError } from './syntax-errors.ts'
import { cutOf, frameAt, readLines } from './text-lines.ts'

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
  let onlyMypysWords = true

  function take(lines: readonly string[], at: number): number {
    const line = lines[at] ?? ''
    const head = lineHead(line)
    if (head && /^\s*(?:recursively )?(?:required|instantiated) from /.test(head.rest)) return 1
    if (head) {
      onlyMypysWords &&= /^(?:error|note): /.test(head.rest)
      const { rule, severity, message, isNote, ends } = gccMessage(head.rest.trimStart())
      const last = findings.at(-1)
      if (isNote && rule === null && last) {
        const explained = `${last.message}\nnote: ${message} (${head.path})`
        findings[findings.length - 1] = { ...last, message: explained }
        return 1
      }
      if (/^internal compiler error/i.test(head.rest)) own.push(line)
      const wrapped = rule === null && /\.pyi?$/.test(head.path) ? mypyWrapped(lines, at, message) : null
      if (wrapped) {
        const { lines: taken, ...said } = wrapped
        findings.push({
          path: head.path,
          ...placeOf(head.place, damage),
          severity,
          fatal: isSyntaxError(said.rule, ''),
          ...said,
        })
        return taken
      }
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
    if (!isGccFrame(line)) return frameAt(lines, at)
    frames.push(line)
    return 1
  }

  const { troubles, unread } = readLines(text, findings, take)
  const errors = findings.filter(each => each.severity === 'error').length
  if (counted > errors) own.push(`it counts ${counted} errors, and ${errors} are listed`)
  const tool = toolOf(findings, summaries, frames, onlyMypysWords)
  return {
    tool,
    findings,
    checked: null,
    proven: summaries.length > 0,
    troubles: [...own, ...troubles],
    unread,
    sources: [],
    end: tool === 'mypy' ? 'usual' : 'none',
    ...cutOf(text, line => gccSummary(line) !== null),
  }
}
