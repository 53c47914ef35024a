import type { Finding, Outcome } from '../core/verdict.ts'
import { percentText } from './judge.ts'
import type { BaselineFacts, FileResult, Totals } from './model.ts'

interface Decided {
  readonly outcome: Outcome
  readonly patch: Totals
  readonly files: readonly FileResult[]
  readonly findings: readonly Finding[]
  readonly baseline: BaselineFacts | null
}

/** One sentence: what was decided, and what to test (or to do) next; and another where coverage was lost elsewhere. */
export function summarize(decided: Decided): string {
  const lost = lostText(decided.baseline)
  const own = ofChange(decided)
  if (lost === null || decided.outcome === 'unknown') return lost === null ? own : `${own} ${lost}`
  // What failed comes first.
  const isLost = decided.findings.some(
    each => each.severity === 'error' && /^(?:lost-lines|coverage-drop)$/.test(each.rule),
  )
  const isPatch = decided.findings.some(
    each => each.severity === 'error' && !/^(?:lost-lines|coverage-drop)$/.test(each.rule),
  )
  return isLost && !isPatch ? lost : `${own} ${lost}`
}

const verbs = { disappeared: 'is gone', skipped: 'is now skipped', failed: 'fails' } as const

/** "3 lines outside your change lost coverage because orders.test.ts is now skipped." */
function lostText(baseline: BaselineFacts | null): string | null {
  const losing = baseline?.files.filter(file => file.lost.length > 0) ?? []
  const count = losing.reduce((sum, file) => sum + file.lost.length, 0)
  if (!baseline || count === 0) return null
  const [cause, ...others] = baseline.causes.filter(each => each.paths.length > 0)
  const where = losing.length === 1 ? ` in ${losing[0]?.path}` : ` in ${losing.length} files`
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  const why = cause ? ` because ${cause.test} ${verbs[cause.what]}${more}` : ''
  return `${count} line${count === 1 ? '' : 's'}${where} outside your change lost coverage${why}.`
}

function ofChange({ outcome, patch, files, findings }: Decided): string {
  const { total, covered } = patch.lines
  const next = worst(files)
  if (outcome === 'unknown') {
    const reason = findings.find(finding => finding.severity === 'error')?.message ?? 'something is missing'
    return `It cannot be told whether this change is tested: ${reason}.`
  }
  if (total === 0) return noCode(files, findings, outcome)
  if (next === null)
    return total === 1 ? 'The one changed line is covered.' : `All ${counted(total)} are covered.`
  const test = `${outcome === 'fail' ? 'Next, test' : 'To test next:'} ${placeOf(next)}`
  return `${covered} of ${counted(total)} ${total === 1 ? 'is' : 'are'} covered (${percentText(patch.lines)} %). ${test}.`
}

function noCode(files: readonly FileResult[], findings: readonly Finding[], outcome: Outcome): string {
  if (outcome === 'fail') {
    const reason = findings.find(finding => finding.severity === 'error')?.message ?? 'a rule failed'
    return `The change is not tested enough: ${reason}.`
  }
  if (files.length === 0) return 'The change is empty, so there is nothing to test.'
  const excused = files.reduce((sum, file) => sum + (file.missedBefore?.length ?? 0), 0)
  if (excused > 0)
    return `No test runs ${excused} of the changed lines, and none ran what they replace, which --ratchet excuses.`
  const excluded = files.filter(file => file.state === 'excluded').length
  const also = excluded > 0 ? ` (${excluded} of its ${files.length} files are excluded)` : ''
  return `The change holds no measured code${also}, so there is nothing to cover.`
}

function counted(lines: number): string {
  return `${lines} changed line${lines === 1 ? '' : 's'}`
}

/** The file with most missed lines. */
function worst(files: readonly FileResult[]): FileResult | null {
  const missing = files.filter(file => file.lines.missed.length > 0)
  return missing.reduce<FileResult | null>(
    (most, file) => (most && most.lines.missed.length >= file.lines.missed.length ? most : file),
    null,
  )
}

/** "`refund` in src/pay.ts (lines 40-44)": the longest run of missed lines, and the function around it. */
function placeOf({ path, lines, missedFunctions }: FileResult): string {
  let [start, length] = [lines.missed[0] ?? 0, 0]
  let from = start
  for (const [index, line] of lines.missed.entries()) {
    if (line !== (lines.missed[index - 1] ?? -1) + 1) from = line
    if (line - from + 1 > length) [start, length] = [from, line - from + 1]
  }
  const end = start + length - 1
  const inner = missedFunctions.filter(each => each.line <= end && !/^\(|^$/.test(each.name)).at(-1)
  const where = length === 1 ? `line ${start}` : `lines ${start}-${end}`
  return inner ? `${inner.name} in ${path} (${where})` : `${path} (${where})`
}
