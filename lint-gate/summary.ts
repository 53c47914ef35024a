import { plural } from '../core/text.ts'
import type { Outcome } from '../core/verdict.ts'
import { worstFirst } from './judge.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from './model.ts'

/** One sentence: what was decided, and what to mend next. */
export function summarize(
  outcome: Outcome,
  counts: LintVerdict['counts'],
  files: readonly LintFileResult[],
  elsewhere: readonly PlacedFinding[],
  doubt: string | null,
): string {
  if (outcome === 'unknown')
    return `It cannot be told whether this change is clean: ${doubt ?? 'something is missing'}.`
  const judged = worstFirst([...files.flatMap(file => file.findings), ...elsewhere])
  const [first, ...others] = judged
  if (first) {
    const found = `${plural(judged.length, 'new finding')}${outcome === 'fail' ? '' : ', no more than allowed'}.`
    const rest = others.length > 0 ? ` and ${others.length} more` : ''
    return `${found} ${outcome === 'fail' ? 'Next, mend' : 'To mend next:'} ${nameOf(first)} in ${placeText(first)}${rest}.`
  }
  if (files.length === 0) return 'The change is empty, so there is nothing to lint.'
  const old = counts.old > 0 ? ` (${plural(counts.old, 'old one')} elsewhere)` : ''
  if (files.some(file => file.state === 'checked' || file.state === 'untold'))
    return `The change brings no new finding${old}.`
  return `No file of the change is judged${old}.`
}

/** What people call the finding: its rule, or its message where it has none. */
export function nameOf({ rule, message }: PlacedFinding): string {
  return rule ?? `"${message.length > 60 ? `${message.slice(0, 59)}…` : message}"`
}

/** `src/a.ts:14`. */
export function placeText({ path, line }: PlacedFinding): string {
  return line === null ? path : `${path}:${line}`
}
