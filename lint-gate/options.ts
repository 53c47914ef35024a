import { type ChangeOptions, changeOptions, type PlaceOptions, placeOptions } from '../core/change-options.ts'
import { choice, count, flag, type OptionTable, type ValueType } from '../core/options.ts'
import { paths } from '../core/path-options.ts'
import { type ReportRequest, reportRequests } from '../core/report-requests.ts'
import type { Severity } from '../core/verdict.ts'
import { type RequestName, requestNames } from './reports/names.ts'

export interface LintOptions extends ChangeOptions, PlaceOptions {
  readonly reports: readonly string[]
  readonly severity: Severity
  readonly maxNew: number
  readonly baseline: readonly string[]
  readonly unchecked: 'unknown' | 'warn' | 'ignore'
  readonly allowEmpty: boolean
  readonly advisory: boolean
  readonly report: readonly ReportRequest<RequestName>[]
}

const reports = 'Reports'
const judgement = 'Judgement'
const output = 'Output'

const lintReports: ValueType<readonly string[]> = { ...paths, example: 'eslint.json' }

/** Every option of `cd-gate lint`. */
export const lintOptions: OptionTable<LintOptions> = {
  reports: {
    type: lintReports,
    group: reports,
    default: [],
    positional: true,
    describe: 'Reports of linters, as files or globs; the format of each is told by its content.',
  },
  ...placeOptions,
  baseline: {
    type: lintReports,
    group: reports,
    default: [],
    describe:
      'A report that the same linter made at the base: findings that it has not are caused by the change, wherever they are.',
  },
  allowEmpty: {
    type: flag,
    group: reports,
    default: false,
    describe:
      'A report that finds nothing, or has findings, and does not show that the linter ran to its end, is taken as it is: where the step before has checked its exit code.',
  },
  ...changeOptions,
  include: { ...changeOptions.include, describe: 'Judge only these paths.' },
  severity: {
    type: choice(['error', 'warning', 'note']),
    group: judgement,
    default: 'note',
    defaultText: 'note, which is everything',
    describe: 'The least severity that counts.',
  },
  maxNew: {
    type: count,
    group: judgement,
    default: 0,
    defaultText: '0',
    describe: 'So many new findings are allowed.',
  },
  unchecked: {
    type: choice(['unknown', 'warn', 'ignore']),
    group: judgement,
    default: 'unknown',
    defaultText: 'unknown',
    describe:
      'Changed files that a report does not name, though it names every file that it checked and others of their kind; and a change none of whose files any report knows: cannot tell, warn, or ignore.',
  },
  advisory: {
    type: flag,
    group: judgement,
    default: false,
    describe: 'Judge and report, but exit 0 where 1 would be; 2 and 3 stay.',
  },
  report: {
    type: reportRequests(requestNames),
    group: output,
    default: [],
    defaultText: "terminal, and on a known CI the CI's own",
    describe: `A report to write: ${requestNames.join(', ')}; and where ("=-": standard output).`,
  },
}
