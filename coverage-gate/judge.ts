import { createMatcher } from '../core/globs.ts'
import { addCounts, type Count, type Percent, percentOf, reaches } from '../core/ratio.ts'
import { rangesOf } from '../core/text.ts'
import type { Finding, Outcome, Severity } from '../core/verdict.ts'
import { combine } from '../core/verdict.ts'
import type { FileResult, MetricName, Totals } from './model.ts'
import type { GlobThresholds } from './option-types.ts'
import type { CoverageOptions } from './options.ts'

export type Thresholds = Pick<
  CoverageOptions,
  | 'failUnder'
  | 'failUnderBranches'
  | 'failUnderFunctions'
  | 'failUnderStatements'
  | 'failUnderFile'
  | 'allowMissed'
  | 'files'
  | 'unreported'
>

/** One rule's answer. A rule that is silent (`message` null) left nothing to say. */
interface Ruling {
  readonly rule: string
  readonly outcome: Outcome
  readonly message: string
  readonly path: string | null
}

export interface Judgement {
  readonly outcome: Outcome
  /** Something could not be told, whatever else failed. */
  readonly uncertain: boolean
  readonly findings: readonly Finding[]
}

/** What the changed files add up to. A metric is `null` when no report of any of them carries it. */
export function addUp(
  files: readonly Pick<FileResult, 'lines' | 'branches' | 'functions' | 'statements'>[],
): Totals {
  const nothing = { total: 0, covered: 0 }
  const sum = (pick: (file: (typeof files)[number]) => Count | null): Count | null =>
    files.map(pick).reduce<Count | null>((all, each) => (each ? addCounts(all ?? nothing, each) : all), null)
  return {
    lines: sum(file => file.lines) ?? nothing,
    branches: sum(file => file.branches),
    functions: sum(file => file.functions),
    statements: sum(file => file.statements),
  }
}

/** The changed files' figures × the thresholds → the outcome and what to say about it. */
export function judge(files: readonly FileResult[], thresholds: Thresholds): Judgement {
  const rulings = [
    ...metricRulings('patch', files, { ...thresholds, glob: '' }),
    ...thresholds.files.flatMap(rules => globRulings(files, rules)),
    ...(thresholds.failUnderFile ? fileRulings(files, thresholds.failUnderFile) : []),
    ...uncertainties(files),
  ]
  return {
    outcome: combine(rulings.map(each => each.outcome)),
    uncertain: rulings.some(each => each.outcome === 'unknown'),
    findings: [
      ...rulings.map(asFinding),
      ...unreportedFindings(files, thresholds.unreported),
      ...missedFindings(files),
    ],
  }
}

function metricRulings(
  scope: string,
  files: readonly FileResult[],
  rules: Omit<GlobThresholds, 'maxLost'>,
): readonly Ruling[] {
  const totals = addUp(files)
  const on = rules.glob ? ` in ${rules.glob}` : ''
  const thresholds: readonly [MetricName, Percent | null][] = [
    ['lines', rules.failUnder],
    ['branches', rules.failUnderBranches],
    ['functions', rules.failUnderFunctions],
    ['statements', rules.failUnderStatements],
  ]
  return thresholds.flatMap(([metric, threshold]) => {
    if (!threshold) return []
    const allowed = metric === 'lines' ? rules.allowMissed : 0
    // A change without code has no branches either, whatever the reports carry.
    const count = totals.lines.total === 0 ? totals.lines : totals[metric]
    return ruling(`${scope}-${metric}`, `changed ${metric}${on}`, count, threshold, allowed, null)
  })
}

function ruling(
  rule: string,
  what: string,
  count: Count | null,
  threshold: Percent,
  allowMissed: number,
  path: string | null,
): Ruling {
  if (count === null) {
    return {
      rule,
      path,
      outcome: 'unknown',
      message: `no report carries ${what}, but ${threshold.text} % is asked for`,
    }
  }
  if (count.total === 0) return { rule, path, outcome: 'pass', message: `no measured code among the ${what}` }
  const missed = count.total - count.covered
  const figure = `${count.covered} of ${count.total} ${what} are covered (${percentText(count)} %)`
  const enough = reaches(count, threshold)
  const allowed = !enough && missed <= allowMissed
  const words = allowed ? `; ${missed} missed, ${allowMissed} allowed` : `; ${threshold.text} % needed`
  return { rule, path, outcome: enough || allowed ? 'pass' : 'fail', message: figure + words }
}

export function percentText(count: Count): string {
  return (
    percentOf(count)
      ?.toFixed(2)
      .replace(/\.?0+$/, '') ?? '-'
  )
}

function globRulings(files: readonly FileResult[], rules: GlobThresholds): readonly Ruling[] {
  const matches = createMatcher([rules.glob])
  return metricRulings(
    'glob',
    files.filter(file => matches(file.path) !== null),
    rules,
  )
}

function fileRulings(files: readonly FileResult[], threshold: Percent): readonly Ruling[] {
  return files
    .filter(file => file.lines.total > 0)
    .map(file => ruling('file-lines', `changed lines in ${file.path}`, file.lines, threshold, 0, file.path))
    .filter(each => each.outcome !== 'pass')
}

/** What cannot be told. A report that knows none of the changed source files proves nothing about them. */
function uncertainties(files: readonly FileResult[]): readonly Ruling[] {
  const unclear = files
    .filter(file => file.state === 'stale' || file.state === 'ambiguous')
    .map((file): Ruling => {
      const rule = file.state === 'stale' ? 'stale-report' : 'ambiguous-path'
      return { rule, outcome: 'unknown', message: `${file.path}: ${file.reason}`, path: file.path }
    })
  const counted = files.some(file => file.lines.total > 0 || file.state === 'measured')
  const unreported = files.filter(file => file.state === 'unreported')
  if (counted || unreported.length === 0) return unclear
  const names = unreported.slice(0, 3).map(file => file.path)
  const more = unreported.length > names.length ? ` and ${unreported.length - names.length} more` : ''
  const message = `the reports know none of the changed source files (${names.join(', ')}${more})`
  return [...unclear, { rule: 'nothing-measured', outcome: 'unknown', message, path: null }]
}

const severities: Readonly<Record<Outcome, Severity>> = { fail: 'error', unknown: 'error', pass: 'note' }

function asFinding({ rule, outcome, message, path }: Ruling): Finding {
  return { rule, severity: severities[outcome], message, path, startLine: null, endLine: null }
}

function unreportedFindings(
  files: readonly FileResult[],
  mode: Thresholds['unreported'],
): readonly Finding[] {
  const severity = mode === 'ignore' ? 'note' : 'warning'
  return files
    .filter(file => file.state === 'unreported')
    .map(({ path, lines }) => {
      const counted = lines.total > 0 ? `; its ${lines.total} changed executable lines count as missed` : ''
      return {
        rule: 'unreported-file',
        severity,
        message: `no report knows ${path}${counted}`,
        path,
        startLine: null,
        endLine: null,
      }
    })
}

/** The missed lines, as ranges without gaps. */
function missedFindings(files: readonly FileResult[]): readonly Finding[] {
  return files.flatMap(({ path, lines }) => [
    ...rangesOf(lines.missed).map(([startLine, endLine]): Finding => {
      const message =
        startLine === endLine ? 'no test runs this changed line' : 'no test runs these changed lines'
      return { rule: 'missed-lines', severity: 'warning', message, path, startLine, endLine }
    }),
    ...rangesOf(lines.partial).map(([startLine, endLine]): Finding => {
      const message = 'tests do not take every branch here'
      return { rule: 'partial-branch', severity: 'note', message, path, startLine, endLine }
    }),
  ])
}
