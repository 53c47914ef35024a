/**
 * What every gate answers with. `unknown` is an answer of its own: a gate that could not
 * tell must never look like one that passed.
 */
export type Outcome = 'pass' | 'fail' | 'unknown'

export type Severity = 'error' | 'warning' | 'note'

/** One statement about a change. Lines are 1-based and inclusive; `null` where it concerns no place. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly path: string | null
  readonly startLine: number | null
  readonly endLine: number | null
  /** 1-based; the end is exclusive. Absent where the gate knows lines only. */
  readonly startColumn?: number | null
  readonly endColumn?: number | null
}

export interface Verdict {
  readonly outcome: Outcome
  readonly findings: readonly Finding[]
}

/** A failure is certain whatever else is unknown; an unknown is never outvoted by passes. */
export function combine(outcomes: Iterable<Outcome>): Outcome {
  const seen = new Set(outcomes)
  if (seen.has('fail')) return 'fail'
  return seen.has('unknown') ? 'unknown' : 'pass'
}

/** 0 pass, 1 failed, 3 could not tell (2, wrong usage, is an error's and no outcome). */
export function exitCodeFor(outcome: Outcome): 0 | 1 | 3 {
  return outcome === 'pass' ? 0 : outcome === 'fail' ? 1 : 3
}
