import {
  choice,
  count,
  fromDirectory,
  list,
  type OptionTable,
  path,
  text,
  type ValueType,
} from '../../core/options.ts'
import { type ConsumerName, consumerNames } from '../../reporters/xunit/consumers/names.ts'
import {
  type ProfileName,
  profileNames,
  profiles,
  type RetryForm,
  retryForms,
} from '../../reporters/xunit/profiles.ts'
import { type SummaryRequest, summaryReportNames } from '../../reporters/xunit/reports/names.ts'

/** What the commands of `cd-gate xunit` take, all of them together: one section of the config file. */
export interface XunitOptions {
  readonly files: readonly string[]
  readonly expect: number | null
  readonly output: string | null
  readonly profile: ProfileName
  readonly retries: RetryForm
  readonly consumer: readonly ConsumerName[]
  readonly newerThan: string | null
  readonly report: readonly SummaryRequest[]
  readonly slowest: number
}

const input = 'Reports'
const output = 'Output'
const judgement = 'Judgement'

const files: ValueType<readonly string[]> = {
  ...list('report', 'a report file or glob', 'reports/junit/*.xml', file => file || undefined),
  rebase: (all, directory) => all.map(file => fromDirectory(file, directory)),
}

const requests: ValueType<readonly SummaryRequest[]> = {
  ...list<SummaryRequest>(
    'name[=file]',
    `one of ${summaryReportNames.join(', ')}, with "=file" for where to write it`,
    'markdown=reports/tests.md',
    given => {
      const [name, file] = given.split(/=(.*)/s, 2)
      const known = summaryReportNames.find(each => each === name)
      return known && file !== '' ? { name: known, file: file ?? null } : undefined
    },
  ),
  rebase: (all, directory) =>
    all.map(each => ({ ...each, file: each.file && fromDirectory(each.file, directory) })),
}

/** Every option of `cd-gate xunit`. */
export const xunitOptions: OptionTable<XunitOptions> = {
  files: {
    type: files,
    group: input,
    default: [],
    positional: true,
    describe:
      'XUnit reports (or, for finish, what killed runs left), as files or globs. Without any, reports/junit is looked into.',
  },
  expect: {
    type: count as ValueType<number | null>,
    group: input,
    default: null,
    describe: 'So many reports must be there and readable: a job that delivered none is noticed.',
  },
  output: {
    type: path('file', 'a file', 'reports/merged.xml'),
    group: output,
    default: null,
    defaultText: 'standard output',
    describe: 'Where the merged report goes; it is never taken for one of the reports to merge.',
  },
  profile: {
    type: choice(profileNames),
    group: output,
    default: 'jenkins',
    defaultText: 'jenkins',
    describe: `Who reads the merged report: ${profileNames.map(name => `${name} (${profiles[name].describe})`).join('; ')}.`,
  },
  retries: {
    type: choice(retryForms),
    group: output,
    default: 'surefire',
    defaultText: 'surefire',
    describe:
      'How attempts are told: inside one test case, as a case each, one failure is a failure (strict), or the last one alone.',
  },
  consumer: {
    type: list(consumerNames.join('|'), `one of ${consumerNames.join(', ')}`, 'jenkins', given =>
      consumerNames.find(name => name === given),
    ),
    group: judgement,
    default: [],
    defaultText: 'all of them',
    describe: 'Who will read the reports.',
  },
  newerThan: {
    type: text('time|file', 'a time such as 2026-11-24T10:00:00Z, or a file', 'package-lock.json'),
    group: judgement,
    default: null,
    describe: 'Reports must have been written after this time, or after this file.',
  },
  report: {
    type: requests,
    group: output,
    default: [],
    defaultText: 'terminal',
    describe: 'A rendering to write: terminal, json, markdown, html; and where ("=-": standard output).',
  },
  slowest: {
    type: count,
    group: output,
    default: 5,
    defaultText: '5',
    describe: 'How many of the slowest tests are shown.',
  },
}

/** The part of the table that one command takes. */
export function only(...names: readonly (keyof XunitOptions)[]): OptionTable<XunitOptions> {
  const entries = names.map(name => [name, xunitOptions[name]])
  return Object.fromEntries(entries) as OptionTable<XunitOptions>
}
