import type { Problem } from '../core/test-run.ts'
import { codeFrameOf, lineIn } from './problem/code-frame.ts'
import { detailOf, MOST_BYTES } from './problem/detail.ts'
import { clipBytes, clipLine } from './problem/plain-text.ts'
import { readList, readText } from './problem/safe-read.ts'
import { readThrown, type Thrown } from './problem/thrown.ts'

/** A failed attempt's errors as one problem, and where it happened. */
export interface ProblemReport {
  readonly problem: Problem
  /** An assertion that did not hold, or anything else. */
  readonly kind: 'failure' | 'error'
  /** 1-based line in the test's own file, from the stack; `null` where the stack does not pass it. */
  readonly line: number | null
}

export interface ProblemContext {
  /** The repository's root, absolute, with `/`: stacks are told relative to it. */
  readonly root: string
  /** The test's own file, relative to the root; `null` where there is none. */
  readonly file: string | null
  /** A source file's text for the code frame; `null` when it cannot be read. */
  readonly sourceOf: (absolutePath: string) => string | null
}

const LONGEST_MESSAGE = 1_000

/**
 * Whatever was thrown, as one problem: the first error gives its type, message and kind, the detail tells them all. Never
 * throws; what it costs is bounded, whatever is handed over.
 */
export function problemOf(errors: readonly unknown[], context: ProblemContext): ProblemReport {
  try {
    return reportOf(readThrown(errors, context.root), context)
  } catch {
    return plainReport(errors)
  }
}

/** The last resort, when the stack overflows inside: nothing is taken apart. */
function plainReport(errors: unknown): ProblemReport {
  const first = readList(errors, 1)[0]
  const told = typeof first === 'string' ? first : readText(first, 'stack') || readText(first, 'message')
  const detail = clipBytes(told, MOST_BYTES) || 'failed; its error cannot be told'
  return {
    problem: { type: '', message: clipLine(firstLine(detail), LONGEST_MESSAGE), detail },
    kind: 'error',
    line: null,
  }
}

function reportOf(errors: readonly Thrown[], context: ProblemContext): ProblemReport {
  const first = errors[0]
  if (!first) {
    const message = 'failed without an error'
    return { problem: { type: '', message, detail: message }, kind: 'error', line: null }
  }
  const message = clipLine(
    headlineOf(first.message) || first.type || 'failed without a message',
    LONGEST_MESSAGE,
  )
  const shown = new Set<string>()
  const detail = detailOf(errors, thrown => codeFrameOf(thrown, context, shown)) || message
  const line = errors.map(thrown => lineIn(thrown, context.file)).find(each => each !== null) ?? null
  return { problem: { type: first.type, message, detail }, kind: kindOf(first), line }
}

/** The first line, and the only other one where the first announces it: `Expected values to be equal:` over `1 !== 2`. */
function headlineOf(message: string): string {
  const [, head, rest] = /^\s*(\S.{0,200}:)[ \t]*\n\s*(\S.{0,200})\s*$/.exec(message) ?? []
  return head === undefined || rest === undefined ? firstLine(message) : `${head} ${rest.trim()}`
}

function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0].trim() ?? ''
}

/** Of several in one it is a failure only if each is. */
function kindOf(thrown: Thrown): ProblemReport['kind'] {
  const inside = thrown.members
  const failure =
    thrown.isAssertion || (inside.length > 0 && inside.every(each => kindOf(each) === 'failure'))
  return failure ? 'failure' : 'error'
}
