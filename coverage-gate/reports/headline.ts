import { plural } from '../../core/text.ts'
import type { Finding, Outcome } from '../../core/verdict.ts'
import { percentText } from '../judge.ts'
import type { CoverageVerdict, FileResult, MetricName, Totals } from '../model.ts'

/** The words that every rendering uses for the same things. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'COULD NOT TELL',
}

/** "3 of 4 changed lines are covered (75 %); 80 % needed": the figure and, where there is one, its threshold. */
function figureText({ patch, files, findings }: CoverageVerdict): string {
  const { total, covered } = patch.lines
  if (files.length === 0) return 'the change is empty'
  const excused = excusedIn(files)
  if (total === 0 && excused > 0) return `${excusedText(excused)}, and no other changed line is measured`
  if (total === 0) return 'no measured code was changed'
  const judged = findings.find(({ rule }) => rule === 'patch-lines')
  return (
    judged?.message ??
    `${covered} of ${plural(total, 'changed line')} covered (${percentText(patch.lines)} %)`
  )
}

function excusedIn(files: readonly FileResult[]): number {
  return files.reduce((sum, file) => sum + (file.missedBefore?.length ?? 0), 0)
}

/** "10 missed lines are excused: missed before, too (--ratchet)". */
function excusedText(count: number): string {
  return `${plural(count, 'missed line')} ${count === 1 ? 'is' : 'are'} excused: missed before, too (--ratchet)`
}

function errors({ findings }: CoverageVerdict): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'error')
}

/** What follows the outcome's word: the figure, or what kept it from being told, since a figure would mislead. */
export function headline(verdict: CoverageVerdict): string {
  const wrong = errors(verdict)
  if (verdict.outcome === 'unknown') return wrong[0]?.message ?? figureText(verdict)
  // A patch that is covered is not what failed.
  const ofPatch = wrong.some(({ rule }) => /^(?:patch|glob|file)-|^unreported-file$/.test(rule))
  const other = verdict.outcome === 'fail' && !ofPatch ? wrong[0]?.message : undefined
  return other ?? figureText(verdict)
}

/** Rules whose findings the files' own states say. */
const saidByFiles = new Set([
  'stale-report',
  'ambiguous-path',
  'unreported-file',
  'missed-lines',
  'partial-branch',
])

/** Rules whose places have a part of their own. */
const saidElsewhere = ({ rule, path }: Finding): boolean =>
  path !== null && /^(?:lost-lines|no-longer-measured|unstable-lines|hidden-code)$/.test(rule)

/** What the outcome rests on besides the headline and the files, and whether it is only advice. */
export function reasons(verdict: CoverageVerdict): readonly string[] {
  const shown = headline(verdict)
  const { advisory, outcome } = verdict
  const excused = excusedIn(verdict.files)
  return [
    ...(outcome === 'unknown' || shown !== figureText(verdict) ? [figureText(verdict)] : []),
    ...(excused > 0 && verdict.patch.lines.total > 0 ? [excusedText(excused)] : []),
    ...errors(verdict)
      .filter(({ rule }) => !saidByFiles.has(rule) && !(rule === 'patch-lines' && outcome !== 'unknown'))
      .map(({ message }) => message),
    ...(advisory && outcome === 'fail' ? ['advice only: the exit code is 0'] : []),
  ].filter((text, index, all) => text !== shown && all.indexOf(text) === index)
}

/** What neither the headline, the reasons nor the files say. */
export function notes({ findings }: CoverageVerdict): readonly Finding[] {
  return findings.filter(
    finding =>
      finding.severity !== 'error' &&
      finding.rule !== 'patch-lines' &&
      !saidByFiles.has(finding.rule) &&
      !saidElsewhere(finding),
  )
}

/** What was compared: "the work tree against origin/main (1a2b3c4d5e, the default branch)". */
export function comparisonText({ base, head }: CoverageVerdict): string {
  const heads: Readonly<Record<string, string>> = { worktree: 'the work tree', index: 'the index' }
  const what = heads[head] ?? `commit ${head.slice(0, 10)}`
  return base
    ? `${what} against ${base.ref} (${base.commit.slice(0, 10)}, ${base.why})`
    : `the given diff against ${what}`
}

const metrics: readonly MetricName[] = ['lines', 'branches', 'functions', 'statements']

/** The metrics that some report carries and the change holds. */
export function shownMetrics(
  patch: Totals,
): readonly { readonly name: MetricName; readonly total: number; readonly covered: number }[] {
  return metrics.flatMap(name => {
    const count = patch[name]
    return count && count.total > 0 ? [{ name, ...count }] : []
  })
}

/** A file's state and its reason, and its former name: nothing for one that is plainly measured. */
export function remarks({ state, reason, oldPath }: FileResult): readonly string[] {
  const words = state === 'measured' ? reason : reason === null ? state : `${state}: ${reason}`
  return [words, oldPath === null ? null : `was ${oldPath}`].filter(each => each !== null)
}

/** Whether anything of the file is still to be tested. */
export function hasGaps({ lines }: FileResult): boolean {
  return lines.missed.length + lines.partial.length > 0
}

/** Files that are judged, and those that are not, by state. */
export function groupFiles(files: readonly FileResult[]): {
  readonly judged: readonly FileResult[]
  readonly excluded: readonly FileResult[]
  readonly noCode: readonly FileResult[]
} {
  const of = (...states: readonly FileResult['state'][]) => files.filter(file => states.includes(file.state))
  return {
    judged: of('measured', 'unreported', 'stale', 'ambiguous'),
    excluded: of('excluded'),
    noCode: of('no-code'),
  }
}
