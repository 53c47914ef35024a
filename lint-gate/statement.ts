import type { Finding, Severity } from '../core/verdict.ts'

/** What the gate itself says, beside what the linters found. */
export function statement(
  rule: string,
  severity: Severity,
  message: string,
  path: string | null = null,
): Finding {
  return { rule, severity, message, path, startLine: null, endLine: null }
}

/** A linter's findings have its name before a slash; the gate's own statements have none. */
export function isStatement({ rule }: Finding): boolean {
  return !rule.includes('/')
}

/** What keeps the gate from telling, and what is merely worth saying. */
export interface Notes {
  readonly doubts: readonly Finding[]
  readonly remarks: readonly Finding[]
}

/** A doubt: whatever else holds, the answer is no pass. */
export function doubt(rule: string, message: string, path: string | null = null): Finding {
  return statement(rule, 'error', message, path)
}

export function joinNotes(all: readonly Notes[]): Notes {
  return { doubts: all.flatMap(each => each.doubts), remarks: all.flatMap(each => each.remarks) }
}
