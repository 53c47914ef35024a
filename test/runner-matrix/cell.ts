import type { Left, Reading } from './reading.ts'

/** A scenario in a variant: what was read, or why there is nothing to read. */
export type Seen = Reading | { readonly impossible: string }

const words: Readonly<Record<Left, string>> = {
  none: 'no report',
  old: 'the old report',
  broken: 'not XML',
  empty: 'no tests',
  green: 'green',
  red: 'red',
}

export interface CellOptions {
  /** Whether the counts are shown. */
  readonly counted: boolean
  /** What may be left; `null` where it is the same each time. */
  readonly either: readonly Left[] | null
  /** How many tests did pass; `null` where that is not known. */
  readonly passed: number | null
}

/**
 * `1 ✓ 2 ✗`; in bold, before it, the report's verdict where it is not the run's, and after it the exit code where that
 * is not either. More passed tests than there were are bold too.
 */
export function renderSeen(seen: Seen, expected: 'green' | 'red', options: CellOptions): string {
  if ('impossible' in seen) return '·'
  const { counted, passed, either } = options
  const { left, exit, finished } = seen
  const shown = either?.includes(left) ? either : [left]
  const parts = [
    left === expected ? [] : [shown.map(each => `**${words[each]}**`).join(' or ')],
    counted ? countsOf(seen, passed) : left === expected ? [words[left]] : [],
    finished ? ['finished'] : [],
    (exit === '0') === (expected === 'green') ? [] : [`**exit ${exit}**`],
  ]
  return parts.flat().join(' ')
}

function countsOf({ totals }: Reading, passed: number | null): readonly string[] {
  const shown = totals.passed + totals.flaky
  return [
    { count: totals.passed, sign: '✓', wrong: passed !== null && shown > passed },
    { count: totals.flaky, sign: '↻', wrong: false },
    { count: totals.failed + totals.errored, sign: '✗', wrong: false },
    { count: totals.skipped + totals.notRun, sign: '–', wrong: false },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, sign, wrong }) => (wrong ? `**${count} ${sign}**` : `${count} ${sign}`))
}
