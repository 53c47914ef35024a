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
import { type Expectation, expectation, type GlobThresholds, perGlob, requests } from './option-types.ts'
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
  readonly baselineRecord: string | null
  readonly saveBaseline: boolean
  readonly baselineReport: string | null
  readonly baselineRef: string | null
  readonly baselineDepth: number
  readonly missingBaseline: 'unknown' | 'pass'
  readonly testRecord: string | null
  readonly xunit: readonly string[]
  readonly maxLost: number | null
  readonly maxDrop: Percent | null
  readonly ratchet: boolean
  readonly maxHidden: number | null
  readonly hiddenReasons: boolean
  readonly expect: Expectation | null
}

const reports = 'Reports'
const judgement = 'Judgement'
const output = 'Output'
const baseline = 'Baseline'
const hidden = 'Hidden code'

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
    type: expectation,
    group: reports,
    default: null,
    describe:
      'So many reports must be there, or one for each of these names (a part of its path): "4", "unit,e2e".',
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
      'Changed source files, or code in them, that no report knows: count as missed (code: as stale), warn, or ignore.',
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
  baselineRecord: {
    type: text('url', 'where baselines are kept', 'file:.cd-gate/record'),
    group: baseline,
    default: null,
    describe:
      'Where coverage records are kept: file:<directory>, postgres://user@host/database; the same place as the record of flaky tests will do.',
  },
  saveBaseline: {
    type: flag,
    group: baseline,
    default: false,
    describe: 'Keep the coverage of this commit there, for later changes to be compared with.',
  },
  baselineReport: {
    type: path('file', 'a coverage report', 'main/lcov.info'),
    group: baseline,
    default: null,
    describe: 'A report that was made where the change starts (or at --baseline-ref), instead of a record.',
  },
  baselineRef: {
    type: ref,
    group: baseline,
    default: null,
    defaultText: 'where the change starts',
    describe: 'The commit from which a record is looked for, backwards.',
  },
  baselineDepth: {
    type: count,
    group: baseline,
    default: 100,
    defaultText: '100',
    describe: 'How many commits back to look for a record.',
  },
  missingBaseline: {
    type: choice(['unknown', 'pass']),
    group: baseline,
    default: 'unknown',
    defaultText: 'unknown',
    describe: 'Without a baseline its rules cannot be told: exit 3, or (for the first build) pass over them.',
  },
  testRecord: {
    type: text('url', 'where the record of tests is kept', 'file:.cd-gate/record'),
    group: baseline,
    default: null,
    defaultText: 'the place of --baseline-record',
    describe:
      'Where the record of flaky tests is kept: it tells which tests went, were skipped or failed since.',
  },
  xunit: {
    type: paths,
    group: baseline,
    default: [],
    defaultText: "the record's build of this commit",
    describe: "XUnit reports of this run's tests, as files or globs, to tell why coverage was lost.",
  },
  maxLost: {
    type: count as ValueType<number | null>,
    group: baseline,
    default: null,
    describe: 'So many lines outside the change may lose their coverage.',
  },
  maxDrop: {
    type: percent,
    group: baseline,
    default: null,
    describe:
      'The coverage of the project may fall by so many percentage points; deleted code is left out on both sides.',
  },
  ratchet: {
    type: flag,
    group: baseline,
    default: false,
    describe: 'Changed lines that took the place of lines that no test ran before are no fault.',
  },
  maxHidden: {
    type: count as ValueType<number | null>,
    group: hidden,
    default: null,
    describe: 'So many places may be taken out of coverage by pragmas that the change adds.',
  },
  hiddenReasons: {
    type: flag,
    group: hidden,
    default: false,
    describe: 'A pragma that the change adds needs a reason after " -- ".',
  },
}
