import { choice, count, type OptionTable, path, text, type ValueType } from '../core/options.ts'
import { files, limit, numberOrAuto, single, time, words } from './option-types.ts'
import type { FlakyOptions } from './options-model.ts'

const reruns = 'Reruns'
const run = 'The run'
const identity = 'The build'

type Names =
  | 'command'
  | 'reruns'
  | 'rerunBudget'
  | 'delay'
  | 'maxFailures'
  | 'timeout'
  | 'xunit'
  | 'runner'
  | 'rerunCommand'
  | 'output'
  | 'flaky'
  | 'build'
  | 'shard'
  | 'commit'
  | 'branch'
  | 'at'
  | 'environment'

/** What runs, how it is run again, and which build of the record it is. */
export const runOptions: OptionTable<Pick<FlakyOptions, Names>> = {
  command: {
    type: words('command', 'a test command', 'npm test'),
    group: run,
    default: [],
    positional: true,
    only: 'command-line',
    describe: 'The test command, after "--": started without a shell.',
  },
  reruns: {
    type: numberOrAuto,
    group: reruns,
    default: null,
    defaultText: 'auto',
    describe:
      'Most reruns of a test that failed. auto: 2 for a test that the record does not know, more or fewer by its own history.',
  },
  rerunBudget: {
    type: { ...count, placeholder: 'seconds', expected: 'a number of seconds', example: '600' },
    group: reruns,
    default: 600,
    defaultText: '600',
    describe: 'Seconds that all reruns together may take.',
  },
  delay: {
    type: { ...count, placeholder: 'ms', expected: 'a number of milliseconds', example: '1000' },
    group: reruns,
    default: 500,
    defaultText: '500',
    describe: 'Milliseconds before the first rerun; longer before each further one, with some jitter.',
  },
  maxFailures: {
    type: limit,
    group: reruns,
    default: { count: 20 },
    defaultText: '20',
    describe: 'With more failures than this in the first run nothing is rerun: the build is broken.',
  },
  timeout: {
    type: single('seconds', 'a number of seconds', '1800', given =>
      /^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined,
    ),
    group: run,
    default: null,
    describe: 'Seconds that one run of the command may take; then it is ended.',
  },
  xunit: {
    type: files,
    group: run,
    default: [],
    describe: "Where the command's own XUnit reports are, when the runner is none that is known.",
  },
  runner: {
    type: text('name', 'the name of a test runner', 'vitest'),
    group: run,
    default: null,
    defaultText: 'what the command shows',
    describe: 'The runner: vitest, mocha, node, jest, playwright or pytest.',
  },
  rerunCommand: {
    type: text('template', 'a command with placeholders', 'go test ./... -run {pattern}'),
    group: run,
    default: null,
    describe:
      'How to rerun tests of any other runner: {files}, {names} (each its own argument), {pattern} (one regular expression), {list} (a file with a test a line).',
  },
  output: {
    type: path('file', 'a file', 'reports/junit/cd-gate.xml') as ValueType<string>,
    group: run,
    default: 'reports/junit/cd-gate.xml',
    defaultText: 'reports/junit/cd-gate.xml',
    describe: 'The merged XUnit report.',
  },
  flaky: {
    type: choice(['pass', 'fail']),
    group: run,
    default: 'pass',
    defaultText: 'pass',
    describe: 'The verdict on a test that failed and then passed.',
  },
  build: {
    type: text('id', 'the id of a build', 'main-1234'),
    group: identity,
    default: null,
    defaultText: 'what the CI says, else the commit and the time; of an import, its content',
    describe: "The build's id in the record, the same for all its shards.",
  },
  shard: {
    type: text('id', 'the id of a shard', '2'),
    group: identity,
    default: null,
    defaultText: 'what the CI says',
    describe: 'Which shard of the build this is.',
  },
  commit: {
    type: text('id', 'a commit', '3f2a9c1'),
    group: identity,
    default: null,
    describe: 'The commit that an imported build tested.',
  },
  branch: {
    type: text('name', 'the name of a branch', 'main'),
    group: identity,
    default: null,
    describe: 'The branch of an imported build; elsewhere: only builds of this branch are looked at.',
  },
  at: {
    type: time,
    group: identity,
    default: null,
    defaultText: 'what the reports say',
    describe: 'When an imported build ran.',
  },
  environment: {
    type: text('name', 'a name', 'linux-x64-node24'),
    group: identity,
    default: null,
    defaultText: 'this machine and runtime; of an import, "imported"',
    describe: 'Where the tests ran: results of different environments are not taken for the same.',
  },
}
