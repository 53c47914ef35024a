import { buildStatuses } from '../core/build.ts'
import { choice, count, flag, list, type OptionTable, path, text, type ValueType } from '../core/options.ts'
import type { NotifyOptions } from './options-model.ts'

export type { NotifyOptions } from './options-model.ts'

const build = 'The build'
const sending = 'Sending'
const configuration = 'Configuration'

const statusName = { ...choice(buildStatuses), placeholder: 'status' } as ValueType<NotifyOptions['status']>
const globs = list('glob', 'files or globs', 'reports/junit/**/*.xml', word => word || undefined)
const words = list('command', 'the command to run', 'npx vitest run', word => word)
const names = list('name', 'the name of a channel', 'team-mail', word => word || undefined)

const seconds: ValueType<number> = {
  ...count,
  placeholder: 'seconds',
  expected: 'a whole number of seconds, 1 to 600',
  example: '10',
  fromText: texts => within(count.fromText(texts)),
  fromData: data => within(count.fromData(data)),
}

function within(value: number | undefined): number | undefined {
  return value !== undefined && value >= 1 && value <= 600 ? value : undefined
}

const anyUrl = text('url', 'an address that begins with https:// or http://', 'https://ci.example.org/job/7/')
const webAddress = (value: string | null | undefined) =>
  typeof value === 'string' && /^https?:\/\/\S+$/.test(value) ? value : undefined
const pageUrl: ValueType<string | null> = {
  ...anyUrl,
  fromText: texts => webAddress(anyUrl.fromText(texts)),
  fromData: data => webAddress(anyUrl.fromData(data)),
}

const channels: ValueType<NotifyOptions['channels']> = {
  placeholder: 'channels',
  expected: 'an object with a channel under each name',
  example: '{ mail: { type: "email", … } }',
  repeatable: false,
  fromText: () => undefined,
  fromData: data =>
    typeof data === 'object' && data !== null && !Array.isArray(data)
      ? { values: data as NotifyOptions['channels']['values'], directory: '' }
      : undefined,
  rebase: ({ values }, directory) => ({ values, directory }),
}

/** Every option of `cd-gate notify`. */
export const notifyOptions: OptionTable<NotifyOptions> = {
  command: {
    type: words,
    group: build,
    default: [],
    positional: true,
    only: 'command-line',
    describe: 'With --warm: the test command, after --.',
  },
  warm: {
    type: flag,
    group: build,
    default: false,
    only: 'command-line',
    describe:
      'Run the command with the channels connected, speak at the first confirmed failure, leave silently when green. The exit code is the command’s own.',
  },
  status: {
    type: statusName,
    group: build,
    default: null,
    defaultText: 'what the files given say',
    describe: 'How the build ended: SUCCESS, UNSTABLE, FAILURE, ABORTED or NOT_BUILT.',
  },
  previousStatus: {
    type: statusName,
    group: build,
    default: null,
    defaultText: 'what the record says',
    describe: 'How the build before ended, in the same words.',
  },
  xunit: { type: globs, group: build, default: [], describe: 'XUnit reports of the build, files or globs.' },
  coverage: {
    type: path('file', 'the JSON that cd-gate coverage wrote', 'reports/coverage.json'),
    group: build,
    default: null,
    describe: 'The verdict of cd-gate coverage, as JSON.',
  },
  coverageReport: {
    type: globs,
    group: build,
    default: [],
    describe:
      'Coverage reports, files or globs: which lines the tests run helps to tell whose change it was.',
  },
  flaky: {
    type: path('file', 'the JSON that cd-gate flaky run wrote', 'reports/flaky.json'),
    group: build,
    default: null,
    describe: 'The verdict of cd-gate flaky run, as JSON: flaky and quarantined failures ping nobody.',
  },
  logFile: {
    type: path('file', 'the build’s log', 'build.log'),
    group: build,
    default: null,
    describe: 'The build’s log: its end goes into mails.',
  },
  attach: {
    type: globs,
    group: build,
    default: [],
    describe: 'Text files that mails carry along, within a budget.',
  },
  page: {
    type: pageUrl,
    group: build,
    default: null,
    describe: 'Where the reports can be looked at.',
  },
  repository: {
    type: text('name', 'the project’s name', 'owner/name'),
    group: build,
    default: null,
    defaultText: 'from the git remote',
    describe: 'How messages call the project.',
  },
  job: {
    type: text('name', 'the job’s name', 'nightly'),
    group: build,
    default: null,
    defaultText: 'what the CI says',
    describe: 'The job: each job of each branch has a history of its own.',
  },
  branch: {
    type: text('name', 'the branch’s name', 'main'),
    group: build,
    default: null,
    defaultText: 'what the CI says, else what is checked out',
    describe: 'The branch that was built.',
  },
  to: { type: names, group: sending, default: [], describe: 'Only these channels.' },
  dryRun: {
    type: flag,
    group: sending,
    default: false,
    only: 'command-line',
    describe: 'Print exactly what would go where and why; open no socket, write nothing.',
  },
  flush: {
    type: flag,
    group: sending,
    default: false,
    only: 'command-line',
    describe: 'Only deliver what the spool still holds.',
  },
  requireDelivery: {
    type: flag,
    group: sending,
    default: false,
    describe: 'Exit code 3 when something could not be delivered now.',
  },
  deadline: {
    type: seconds,
    group: sending,
    default: 10,
    defaultText: '10',
    describe: 'How long sending may take, all channels and tries together.',
  },
  spool: {
    type: path('directory', 'a directory', '.cd-gate/spool') as ValueType<string>,
    group: sending,
    default: '.cd-gate/spool',
    defaultText: '.cd-gate/spool',
    describe: 'Where alerts wait that were not delivered yet.',
  },
  record: {
    type: text(
      'address',
      'file:<directory>, postgres://…, or none',
      'file:.cd-gate/notify',
    ) as ValueType<string>,
    group: configuration,
    default: 'file:.cd-gate/notify',
    defaultText: 'file:.cd-gate/notify',
    describe:
      'What earlier builds were, per job and branch: file:<directory>, postgres://user@host/database, or none.',
  },
  people: {
    type: path('file', 'a people file', 'cd-gate.people.json') as ValueType<string>,
    group: configuration,
    default: 'cd-gate.people.json',
    defaultText: 'cd-gate.people.json',
    describe: 'Who is who: addresses and nicks of the people that may be told.',
  },
  channels: {
    type: channels,
    group: configuration,
    default: { values: {}, directory: '' },
    only: 'config',
    describe: 'The channels, each under its name.',
  },
}
