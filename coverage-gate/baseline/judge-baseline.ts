import { createMatcher } from '../../core/globs.ts'
import type { Count, Percent } from '../../core/ratio.ts'
import { plural, rangesOf } from '../../core/text.ts'
import type { Finding, Outcome } from '../../core/verdict.ts'
import { percentText } from '../judge.ts'
import type { BaselineOrigin } from '../model.ts'
import type { ComparedFile, Comparison } from './comparison.ts'

/** What is asked of the coverage outside the change. `null`: nothing, it is only shown. */
export interface BaselineThresholds {
  readonly maxLost: number | null
  readonly maxDrop: Percent | null
  readonly ratchet: boolean
  readonly missingBaseline: 'unknown' | 'pass'
  /** By glob, how many lines may be lost there. */
  readonly lostByGlob: readonly { readonly glob: string; readonly maxLost: number }[]
}

export interface BaselineJudgement {
  readonly outcome: Outcome
  readonly uncertain: boolean
  readonly findings: readonly Finding[]
}

/** Whether any rule needs a baseline. */
function needsBaseline({ maxLost, maxDrop, ratchet, lostByGlob }: BaselineThresholds): boolean {
  return maxLost !== null || maxDrop !== null || ratchet || lostByGlob.length > 0
}

/** No baseline: the rules that need one cannot be told, unless the user allows for the first build. */
export function judgeWithout(why: string, thresholds: BaselineThresholds): BaselineJudgement {
  const asked = needsBaseline(thresholds)
  const unknown = asked && thresholds.missingBaseline === 'unknown'
  const consequence = asked && !unknown ? '; allowed by --missing-baseline pass' : ''
  const message = `there is no baseline to compare with: ${why}${consequence}`
  const finding = statement('no-baseline', unknown ? 'error' : 'warning', message)
  return { outcome: unknown ? 'unknown' : 'pass', uncertain: unknown, findings: [finding] }
}

/** What was lost since the baseline × what is allowed. */
export function judgeBaseline(
  comparison: Comparison,
  origin: BaselineOrigin,
  thresholds: BaselineThresholds,
): BaselineJudgement {
  const { files } = comparison
  const rulings = [
    ...lostRuling(files, thresholds.maxLost, ''),
    ...thresholds.lostByGlob.flatMap(({ glob, maxLost }) => {
      const matches = createMatcher([glob])
      return lostRuling(
        files.filter(file => matches(file.path) !== null),
        maxLost,
        ` in ${glob}`,
      )
    }),
    ...vanishedRuling(files, thresholds),
    ...dropRuling(comparison, thresholds.maxDrop),
  ]
  const outcomes = rulings.map(each => each.outcome)
  return {
    outcome: outcomes.includes('fail') ? 'fail' : outcomes.includes('unknown') ? 'unknown' : 'pass',
    uncertain: outcomes.includes('unknown'),
    findings: [
      ...rulings.map(each => each.finding),
      ...lostPlaces(files, origin),
      ...otherPlaces(files, origin),
      ...remarks(comparison, origin),
    ],
  }
}

interface Ruling {
  readonly outcome: Outcome
  readonly finding: Finding
}

function ruling(rule: string, outcome: Outcome, message: string): Ruling {
  return { outcome, finding: statement(rule, outcome === 'pass' ? 'note' : 'error', message) }
}

function statement(rule: string, severity: Finding['severity'], message: string): Finding {
  return { rule, severity, message, path: null, startLine: null, endLine: null }
}

function lostRuling(files: readonly ComparedFile[], most: number | null, where: string): readonly Ruling[] {
  if (most === null) return []
  const lost = files.reduce((sum, file) => sum + file.lost.length, 0)
  const among = files.filter(file => file.lost.length > 0).length
  const what =
    lost === 0
      ? `no line outside the change lost its coverage${where}`
      : `${plural(lost, 'line')} outside the change lost coverage${where} (in ${plural(among, 'file')}); ${most} allowed`
  return [ruling('lost-lines', lost > most ? 'fail' : 'pass', what)]
}

/** Files that no report knows any more may have lost anything: a report is missing, or something leaves them out. */
function vanishedRuling(files: readonly ComparedFile[], thresholds: BaselineThresholds): readonly Ruling[] {
  const vanished = files.filter(file => file.state === 'vanished' && file.counts['excluded-covered'] > 0)
  if (vanished.length === 0) return []
  const names = vanished.slice(0, 3).map(file => file.path)
  const more = vanished.length > names.length ? ' …' : ''
  const lines = vanished.reduce((sum, file) => sum + file.counts['excluded-covered'], 0)
  const message = `no report knows ${plural(vanished.length, 'file')} any more that the baseline covers (${names.join(', ')}${more}; ${plural(lines, 'line')}): a report is missing, no test loads them any more, or they are newly left out`
  const asked = thresholds.maxLost !== null || thresholds.maxDrop !== null || thresholds.lostByGlob.length > 0
  return asked
    ? [ruling('vanished-files', 'unknown', message)]
    : [{ outcome: 'pass', finding: statement('vanished-files', 'warning', message) }]
}

function dropRuling({ before, now }: Comparison, most: Percent | null): readonly Ruling[] {
  if (most === null) return []
  const figures = `from ${figureText(before)} to ${figureText(now)}, deleted code left out`
  if (before.total === 0)
    return [ruling('coverage-drop', 'pass', 'nothing that the baseline measures is left: no drop')]
  if (now.total === 0)
    return [
      ruling('coverage-drop', 'unknown', `nothing is measured any more, and it was ${figureText(before)}`),
    ]
  const drops = dropExceeds(before, now, most)
  const words = drops
    ? `the project's coverage fell ${figures}; ${most.text} points allowed`
    : `the project's coverage went ${figures}`
  return [ruling('coverage-drop', drops ? 'fail' : 'pass', words)]
}

/** With the lines: a small drop does not show in two decimals. */
function figureText(count: Count): string {
  return `${percentText(count)} % (${count.covered} of ${count.total} lines)`
}

/** Exact, in whole numbers: before − now > most / 100. */
export function dropExceeds(before: Count, now: Count, most: Percent): boolean {
  const [bt, nt] = [BigInt(before.total), BigInt(now.total)]
  const fall = BigInt(before.covered) * nt - BigInt(now.covered) * bt
  return fall * 100n * most.scale > most.digits * bt * nt
}

function lostPlaces(files: readonly ComparedFile[], { commit }: BaselineOrigin): readonly Finding[] {
  return files.flatMap(({ path, lost }) =>
    rangesOf(lost).map(([startLine, endLine]): Finding => {
      const what = startLine === endLine ? 'this line' : 'these lines'
      const message = `tests ran ${what} at ${commit.slice(0, 10)}, and none does now`
      return { rule: 'lost-lines', severity: 'warning', message, path, startLine, endLine }
    }),
  )
}

/** Lines that are measured no longer, and those that flip from run to run. */
function otherPlaces(files: readonly ComparedFile[], { commit }: BaselineOrigin): readonly Finding[] {
  const compared = files.filter(file => file.state === 'compared')
  const places = (
    rule: string,
    severity: Finding['severity'],
    message: string,
    pick: 'excludedCovered' | 'unstable',
  ) =>
    compared.flatMap(file =>
      rangesOf(file[pick]).map(
        ([startLine, endLine]): Finding => ({ rule, severity, message, path: file.path, startLine, endLine }),
      ),
    )
  return [
    ...places(
      'no-longer-measured',
      'warning',
      `covered at ${commit.slice(0, 10)}, and not measured any more`,
      'excludedCovered',
    ),
    ...places(
      'unstable-lines',
      'note',
      'not run this time, but runs of the same code differ here',
      'unstable',
    ),
  ]
}

/** What makes the comparison say less than it seems to. */
function remarks(
  { disagreement, unknownBefore }: Comparison,
  { commit }: BaselineOrigin,
): readonly Finding[] {
  const all: Finding[] = []
  if (disagreement) {
    const { lines, covered } = disagreement
    const message = `runs of the same code differ in ${lines} of ${covered} covered lines: shards that were kept one by one, or a run that broke off? None of these lines is taken for unstable`
    all.push(statement('unlike-runs', 'warning', message))
  }
  if (unknownBefore > 0) {
    const were = unknownBefore === 1 ? 'file is measured that was' : 'files are measured that were'
    const message = `${unknownBefore} ${were} there at ${commit.slice(0, 10)} and not in the baseline: nothing can be lost there`
    all.push(statement('partial-baseline', 'note', message))
  }
  return all
}
