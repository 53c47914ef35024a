import { choice, count, flag, type OptionTable, text } from '../core/options.ts'
import { type ProfileName, profileNames, type RetryForm, retryForms } from './xunit/profiles.ts'

/** One option set for every reporter; each also as an environment variable `CD_GATE_REPORTERS_…`, which wins. */
export interface ReporterOptions {
  readonly output: string | null
  readonly profile: ProfileName
  readonly retries: RetryForm
  readonly location: 'failures' | 'all'
  readonly outputPassed: number
  readonly outputFailed: number
  readonly attachments: boolean
  readonly root: string | null
  readonly terminal: string | null
}

const report = 'Report'
const content = 'Content'

export const reporterOptions: OptionTable<ReporterOptions> = {
  output: {
    type: text(
      'file',
      'a path, with {runner}, {project}, {shard}, {pid}',
      'reports/junit/{project}-{shard}.xml',
    ),
    describe:
      'Where the report goes; {runner}, {project}, {shard} and {pid} are filled in. A {project} makes a file for each',
    group: report,
    default: null,
    defaultText: 'reports/junit/{runner}.xml',
  },
  profile: {
    type: choice(profileNames),
    describe: 'Who reads the report',
    group: report,
    default: 'jenkins',
  },
  retries: {
    type: choice(retryForms),
    describe:
      'How attempts are told: inside one test case, as a case each, one failure is a failure (strict), or the last one alone',
    group: report,
    default: 'surefire',
  },
  root: {
    type: text('dir', 'a directory', '/workspace'),
    describe: 'What paths and names in the report are relative to',
    group: report,
    default: null,
    defaultText: 'the nearest directory upwards with a .git, else where the runner starts',
  },
  location: {
    type: choice(['failures', 'all']),
    describe: 'Lines of failures, which cost nothing, or of every test, which costs time in vitest',
    group: content,
    default: 'failures',
  },
  outputPassed: {
    type: count,
    describe: 'Characters kept of what a passing test prints, half from its beginning, half from its end',
    group: content,
    default: 1000,
  },
  outputFailed: {
    type: count,
    describe: 'Characters kept of what a failing test prints',
    group: content,
    default: 100_000,
  },
  attachments: {
    type: flag,
    describe: 'Name the files that belong to a test',
    group: content,
    default: true,
  },
  terminal: {
    type: text('reporter', "the name of one of mocha's own reporters, or none", 'dot'),
    describe: 'mocha alone, which takes one reporter: the one that speaks to the terminal',
    group: content,
    default: null,
    defaultText: 'spec',
  },
}
