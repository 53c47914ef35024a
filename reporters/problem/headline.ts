import { withoutAnsi } from '../../core/ansi.ts'
import { className, has, isError, isObject, read, readText } from './safe-read.ts'
import { valueLine } from './value-text.ts'

/** The first line of a stack: `TypeError [ERR_X]: what`. */
export interface Head {
  readonly type: string
  readonly code: string
  /** The text without class and code. */
  readonly rest: string
}

const headPattern =
  /^\s{0,20}(?:Uncaught )?((?:[A-Za-z_$][\w$.]{0,99}?)?(?:Error|Exception|Assertion))(?: \[([A-Z][A-Z0-9_]{0,99})\])?(?::(?= |\n|$)|(?=\n|$))/

export function headOf(text: string): Head {
  const [head, type, code = ''] = headPattern.exec(text) ?? []
  if (head === undefined || type === undefined) return { type: '', code: '', rest: text.trim() }
  return { type, code, rest: text.slice(head.length).trim() }
}

/** The class that an error names itself, or its constructor's where it goes by the name of Error; `''` where neither says. */
export function typeOf(value: object): string {
  // mocha's worker leaves the name behind, and this mark.
  const name = withoutAnsi((readText(value, 'name') || readText(value, '__type')).slice(0, 200))
    .replace(/ \[[A-Z_]+\]$/, '')
    .trim()
  if (!/^(?:Error)?$/.test(name) || !isError(value)) return name.includes('\n') ? '' : name
  const constructed = className(value)
  return /^[A-Z][\w$]{0,99}$/.test(constructed) && constructed !== 'Object' ? constructed : name
}

export function codeOf(value: object): string {
  const code = readText(value, 'code')
  return /^\w{1,100}$/.test(code) ? code : ''
}

/** The message, or what Jest's matcher says where the message did not come along. */
export function messageOf(value: object): string {
  const message = read(value, 'message')
  if (message !== undefined && message !== null && typeof message !== 'string')
    return valueLine(message, 1_000)
  return message || readText(read(value, 'matcherResult'), 'message')
}

/** What a stack's header says beyond class and message; `''` where it says no more. */
export function notesOf(header: string, message: string): string {
  const at = header.indexOf(message)
  const before = at < 0 ? header : header.slice(0, at)
  // mocha names the file that it could not parse, which is the case's own: `SyntaxError[ @/a/b.js ]: …`.
  const classOnly = before.length < 300 && /^[\w$.\s[\]]*(?:\[ @.* \])?(?::\s*)?$/.test(before)
  if (at >= 0) return classOnly ? header.slice(at + message.length).trim() : header.trim()
  const { rest } = headOf(header.slice(0, 10_000))
  // Vitest's stand-in for the place where a test was declared.
  const says = rest !== 'STACK_TRACE_ERROR' && !classOnly && !message.includes(rest)
  return says ? header.trim() : ''
}

/** Names of what assertion libraries throw: AssertionError, AssertError (sinon), Assertion (uvu), ExpectationError … */
const assertionName = /Assert|^(?:Expectation|Unexpected|Verification)[A-Za-z]*Error$|^ExpectationFailed/

/** How Jest's and Playwright's matchers, Jest's form of node:assert, and a plan that was not kept begin a paragraph. */
const assertionText =
  /^(?:expect(?:\(|\.[a-zA-Z.]{1,40}\()|assert(?:\.[a-zA-Z]{1,40})?\((?:received|actual|value)|plan expected \d+ assertions?|Snapshot [`"].{1,500} mismatched|expected number of assertions |Timed out \d+m?s waiting for .{0,20}expect\()/m

/**
 * Whether what was thrown says that an assertion did not hold, by the marks of the libraries; all else, time limits
 * among it, is an error.
 */
export function isAssertion(value: unknown, type: string, message: string): boolean {
  if (assertionName.test(type) || assertionText.test(message.slice(0, 2_000))) return true
  if (!isObject(value)) return false
  if (assertionName.test(readText(value, 'name')) || read(value, 'code') === 'ERR_ASSERTION') return true
  if (isObject(read(value, 'matcherResult')) || typeof read(value, 'showDiff') === 'boolean') return true
  return has(value, 'actual') && (has(value, 'expected') || has(value, 'expects'))
}
