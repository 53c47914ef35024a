import {
  type ChangeOptions,
  changeOptions,
  type PlaceOptions,
  placeOptions,
  ref,
} from '../core/change-options.ts'
import {
  choice,
  count,
  flag,
  type OptionTable,
  path,
  percent,
  text,
  type ValueType,
} from '../core/options.ts'
import { paths } from '../core/path-options.ts'
import { type Percent, parsePercent } from '../core/ratio.ts'
import type { ReportRequest } from '../core/report-requests.ts'
import { type GlobThresholds, perGlob, requests } from './option-types.ts'
import type { ReportName } from './reports/names.ts'

export interface CoverageOptions extends ChangeOptions, PlaceOptions {
  readonly reports: readonly string[]
  readonly failUnder: Percent | null
  readonly failUnderBranches: Percent | null
  readonly failUnderFunctions: Percent | null
  readonly failUnderStatements: Percent | null
  readonly failUnderFile: Percent | null
  readonly allowMissed: number
  readonly files: readonly GlobThresholds[]
  readonly unreported: 'fail' | 'warn' | 'ignore'
  readonly advisory: boolean
  readonly report: readonly ReportRequest<ReportName>[]
  readonly baselineReport: string | null
  readonly baselineRef: string | null
  readonly baselineRecord: string | null
  readonly baselineDepth: number | null
  readonly maxDrop: string | null
  readonly maxLost: number | null
  readonly expect: string | null
}

const reports = 'Reports'
const judgement = 'Judgement'
const output = 'Output'
const baseline = 'Baseline'

/** Every option of `cd-gate coverage`. */
export const coverageOptions: OptionTable<CoverageOptions> = {
  reports: {
    type: paths,
    group: reports,
    default: [],
    positional: true,
    describe:
      'Coverage reports, as files or globs; all of them are merged. Without any, the usual places are tried.',
  },
  ...placeOptions,
  expect: {
    type: text('n|names', 'a number of reports or their names', '4'),
    group: reports,
    default: null,
    notYet: true,
    describe: 'So many (or these) reports must be there.',
  },
  ...changeOptions,
  failUnder: {
    type: percent,
    group: judgement,
    default: parsePercent('80'),
    defaultText: '80',
    describe: 'Least coverage of the changed lines.',
  },
  failUnderBranches: {
    type: percent,
    group: judgement,
    default: null,
    describe: 'Least coverage of branches on changed lines.',
  },
  failUnderFunctions: {
    type: percent,
    group: judgement,
    default: null,
    describe: 'Least coverage of changed functions.',
  },
  failUnderStatements: {
    type: percent,
    group: judgement,
    default: null,
    describe: 'Least coverage of changed statements.',
  },
  failUnderFile: {
    type: percent,
    group: judgement,
    default: null,
    describe: 'Least coverage of the changed lines of each file.',
  },
  allowMissed: {
    type: count,
    group: judgement,
    default: 0,
    defaultText: '0',
    describe: 'A change may leave so many changed lines uncovered, whatever the percentage.',
  },
  files: {
    type: perGlob,
    group: judgement,
    default: [],
    only: 'config',
    describe: 'Thresholds for the changed files that match a glob, judged together.',
  },
  unreported: {
    type: choice(['fail', 'warn', 'ignore']),
    group: judgement,
    default: 'fail',
    defaultText: 'fail',
    describe:
      'Changed source files that no report knows: count their executable lines as missed, warn, or ignore.',
  },
  advisory: {
    type: flag,
    group: judgement,
    default: false,
    describe: 'Judge and report, but exit 0 where 1 would be; 2 and 3 stay.',
  },
  report: {
    type: requests,
    group: output,
    default: [],
    defaultText: 'terminal, and what the CI reads',
    describe:
      'A report to make: terminal, json, markdown, html, junit, cobertura, a host\'s (github, gitlab, jenkins, teamcity, azure, buildkite, sarif, checkstyle), or ci, which is what the CI reads that runs this; and where ("=-": standard output).',
  },
  baselineReport: {
    type: path('file', 'a coverage report', 'main/lcov.info'),
    group: baseline,
    default: null,
    notYet: true,
    describe: 'A report of the base, to compare with.',
  },
  baselineRef: {
    type: ref,
    group: baseline,
    default: null,
    notYet: true,
    describe: 'The commit whose recorded coverage to compare with.',
  },
  baselineRecord: {
    type: text('url', 'where baselines are kept', 'file:.cd-gate/baseline'),
    group: baseline,
    default: null,
    notYet: true,
    describe: 'Where baselines are kept.',
  },
  baselineDepth: {
    type: count as ValueType<number | null>,
    group: baseline,
    default: null,
    notYet: true,
    describe: 'How many commits back to look for a baseline.',
  },
  maxDrop: {
    type: text('points', 'percentage points', '0.5'),
    group: baseline,
    default: null,
    notYet: true,
    describe: 'Project coverage may fall by at most this.',
  },
  maxLost: {
    type: count as ValueType<number | null>,
    group: baseline,
    default: null,
    notYet: true,
    describe: 'So many lines outside the change may lose their coverage.',
  },
}
