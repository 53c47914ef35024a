import { flag, type OptionTable, path, text, type ValueType } from '../core/options.ts'
import { address, builds, files, limit, requests, single, words } from './option-types.ts'
import type { FlakyOptions } from './options-model.ts'
import { runOptions } from './options-run.ts'
import { dayOf } from './quarantine.ts'

export type { FlakyOptions } from './options-model.ts'

const record = 'The record'
const quarantine = 'Quarantine'
const output = 'Output'

/** Every option of `cd-gate flaky`: one section of the config file. */
export const flakyOptions: OptionTable<FlakyOptions> = {
  ...runOptions,
  files: {
    type: files,
    group: record,
    default: [],
    positional: true,
    only: 'command-line',
    describe: 'XUnit reports of one build, as files or globs.',
  },
  test: {
    type: words('test', 'the id, the name or a part of the name of a test', 'adds'),
    group: record,
    default: [],
    positional: true,
    only: 'command-line',
    describe: "A test's id, its name, or a part of its name that no other test has.",
  },
  record: {
    type: address,
    group: record,
    default: 'file:.cd-gate/record',
    defaultText: 'file:.cd-gate/record',
    describe: 'The record: file:<directory>, postgres://user@host/database, or none.',
  },
  recordRequired: {
    type: flag,
    group: record,
    default: false,
    describe: 'A record that cannot be written is exit code 3, and no warning.',
  },
  builds: {
    type: builds,
    group: record,
    default: 200,
    defaultText: '200',
    describe: 'How many of the newest builds are looked at.',
  },
  keep: {
    type: builds,
    group: record,
    default: 500,
    defaultText: '500',
    describe: 'How many of the newest builds keep their detail; older ones become monthly counts.',
  },
  remote: {
    type: text('name', 'a git remote', 'origin') as ValueType<string>,
    group: record,
    default: 'origin',
    defaultText: 'origin',
    describe: 'The git remote that the record is exchanged with.',
  },
  ref: {
    type: text('ref', 'a full ref name', 'refs/cd-gate/record') as ValueType<string>,
    group: record,
    default: 'refs/cd-gate/record',
    defaultText: 'refs/cd-gate/record',
    describe: 'The ref on that remote.',
  },
  quarantine: {
    type: path('file', 'a file', 'quarantine.json') as ValueType<string>,
    group: quarantine,
    default: 'quarantine.json',
    defaultText: 'quarantine.json',
    describe: 'The reviewed file of failures that are excused for a time.',
  },
  quarantineCap: {
    type: limit,
    group: quarantine,
    default: { percent: 1 },
    defaultText: '1%, and at least 20',
    describe: 'More tests than this in quarantine fail the run.',
  },
  owner: {
    type: text('who', 'a person or a team', '@org/payments'),
    group: quarantine,
    default: null,
    defaultText: 'the owner of its file by CODEOWNERS',
    only: 'command-line',
    describe: 'Who will mend the test.',
  },
  reason: {
    type: text('text', 'a sentence', 'the sandbox is down on Mondays, #123'),
    group: quarantine,
    default: null,
    only: 'command-line',
    describe: 'Why its failure is excused.',
  },
  expires: {
    type: single('date', 'a day', '2026-12-31', given => dayOf(given) ?? undefined),
    group: quarantine,
    default: null,
    only: 'command-line',
    describe: 'The last day on which its failure is excused.',
  },
  fingerprint: {
    type: text('hex', 'the fingerprint of a failure', '0123456789abcdef'),
    group: quarantine,
    default: null,
    defaultText: 'that of its newest failure',
    only: 'command-line',
    describe: 'Which of its failures is meant.',
  },
  codeOwners: {
    type: path('file', 'a CODEOWNERS file', '.github/CODEOWNERS'),
    group: output,
    default: null,
    defaultText: 'where GitHub and GitLab look for it',
    describe: 'Who owns which files.',
  },
  report: {
    type: requests,
    group: output,
    default: [],
    defaultText: 'terminal',
    describe: 'A rendering to write: terminal, json, markdown, html; and where ("=-": standard output).',
  },
}

/** The part of the table that one command takes. */
export function onlyFlaky(...names: readonly (keyof FlakyOptions)[]): OptionTable<FlakyOptions> {
  const entries = names.map(name => [name, flakyOptions[name]])
  return Object.fromEntries(entries) as OptionTable<FlakyOptions>
}
