import { lintErrors } from './error-catalogue-lint.ts'
import { notifyErrors } from './error-catalogue-notify.ts'
import { xunitErrors } from './error-catalogue-xunit.ts'

const generalErrors = {
  'usage.unknown-command': {
    exitCode: 2,
    message: 'there is no command "{given}"',
    hint: '{nearest}run "cd-gate --help" for the list',
  },
  'usage.unknown-option': {
    exitCode: 2,
    message: 'there is no option "{given}" for cd-gate {command}',
    hint: '{nearest}run "cd-gate {command} --help" for the list',
  },
  'usage.bad-value': {
    exitCode: 2,
    message: '{source}: "{given}" is not {expected}',
    hint: 'give {example}',
  },
  'usage.missing-value': {
    exitCode: 2,
    message: '{source} needs a value: {expected}',
    hint: 'give {example}',
  },
  'usage.contradiction': {
    exitCode: 2,
    message: '{first} and {second} contradict each other: {why}',
    hint: 'keep one of them',
  },
  'usage.needs': {
    exitCode: 2,
    message: '{option} does nothing without {what}',
    hint: 'give both, or neither',
  },
  'usage.bad-directory': {
    exitCode: 2,
    message: '{source}: "{given}" is not a directory that can be entered',
    hint: 'give the path of an existing directory',
  },
  'config.unreadable': {
    exitCode: 2,
    message: 'the configuration {file} cannot be read: {why}',
    hint: 'mend the file, or point --config at another',
  },
  'config.not-found': {
    exitCode: 2,
    message: 'there is no configuration file {file}',
    hint: 'check the path given to --config; without it, cd-gate.config.mjs (or .js, .json, .ts) is looked for',
  },
  'config.unknown-key': {
    exitCode: 2,
    message: '{file} has the unknown key "{given}"',
    hint: '{nearest}docs/configuration.md lists every key',
  },
  'git.missing': {
    exitCode: 3,
    message: 'git cannot be started: {why}',
    hint: 'install git and put it on the PATH, or give the change with --diff <file>',
  },
  'git.no-repository': {
    exitCode: 3,
    message: '{directory} is not inside a git repository, so there is no change to judge',
    hint: 'run inside the checkout, or give the change with --diff <file>',
  },
  'git.refused': {
    exitCode: 3,
    message: 'git refused to read {directory}: {why}',
    hint: 'git config --global --add safe.directory {directory}',
  },
  'git.failed': {
    exitCode: 3,
    message: 'git {command} failed: {why}',
    hint: 'run it by hand in {directory} to see more',
  },
  'git.no-commit': {
    exitCode: 3,
    message: 'the repository in {directory} has no commit yet, so there is nothing to compare with',
    hint: 'commit first, or give the change with --diff <file>',
  },
  'git.missing-base': {
    exitCode: 3,
    message: 'the base "{ref}" ({why}) is not in this clone',
    hint: '{command}',
  },
  'git.missing-head': {
    exitCode: 3,
    message: 'the head "{ref}" is not in this clone',
    hint: 'fetch it, or give --head worktree, index or a commit that is here',
  },
  'git.no-merge-base': {
    exitCode: 3,
    message: '"{ref}" and the head have no common commit in this clone',
    hint: '{command}',
  },
  'git.shallow': {
    exitCode: 3,
    message: 'this clone is too shallow to tell where the change left "{ref}"',
    hint: '{command}',
  },
  'git.no-base': {
    exitCode: 3,
    message: 'nothing to compare with was found: {tried}',
    hint: 'name the branch that the change goes to with --base <ref>',
  },
  'git.unmerged': {
    exitCode: 3,
    message: 'the change cannot be read: {path}: {why}',
    hint: 'finish the merge first, then judge the result',
  },
  'diff.unreadable': {
    exitCode: 3,
    message: 'the diff {file} cannot be read: {why}',
    hint: 'give a unified diff, for example from "git diff main...HEAD"',
  },
  'diff.stale': {
    exitCode: 3,
    message: 'the diff {file} is not of what lies here: line {line} of {path} says something else',
    hint: 'make the diff again from the files that were tested',
  },
  'diff.empty': {
    exitCode: 3,
    message: 'the change is empty: {what}',
    hint: 'name what to compare with: --base <ref>, or --head for what was changed',
  },
  'report.none': {
    exitCode: 3,
    message: 'no coverage report was found: {tried}',
    hint: 'run the tests with coverage first (vitest run --coverage, nyc, coverage xml …), or name the report',
  },
  'report.missing': {
    exitCode: 3,
    message: 'no coverage report matches "{given}"',
    hint: 'check the path, and that the step that writes it has run',
  },
  'report.unreadable': {
    exitCode: 3,
    message: 'the report {file} cannot be read: {why}',
    hint: 'check the path and its permissions',
  },
  'report.empty': {
    exitCode: 3,
    message: 'the report {file} measures nothing ({why})',
    hint: 'check that the step that writes it ran to its end (tests with coverage on), and that this is its report',
  },
  'report.unknown-format': {
    exitCode: 3,
    message: 'the report {file} is none of the formats that are read ({found})',
    hint: 'give one of: {formats}',
  },
  'report.damaged': {
    exitCode: 3,
    message: 'the {format} report {file} is damaged: {why}',
    hint: 'make it again: it was cut off or written by two processes at once',
  },
  'report.hostile': {
    exitCode: 3,
    message: 'the {format} report {file} is refused: {why}',
    hint: 'make the report again with the tool itself, and change nothing in it',
  },
  'report.foreign': {
    exitCode: 3,
    message: 'the reports know no file of this repository: {report} has {examples}',
    hint: 'say where these lie in the repository: {map}',
  },
  'report.fewer': {
    exitCode: 3,
    message: 'reports expected: {expected}, found: {found}{missing}',
    hint: 'wait for every shard and give all of their reports, or change --expect',
  },
  'baseline.not-saved': {
    exitCode: 3,
    message: 'the coverage was not kept as a baseline: {why}',
    hint: 'run --save-baseline on a clean checkout of the commit, with every report of it',
  },
  'store.unusable': {
    exitCode: 3,
    message: 'the store {where} cannot be used ({what}): {why}',
    hint: 'check that it exists and that this user may {what} it',
  },
  'store.bad-url': {
    exitCode: 2,
    message: '"{given}" is not the address of a store',
    hint: 'give file:<directory>, postgres://user@host/database, or none',
  },
  'quarantine.unreadable': {
    exitCode: 2,
    message: 'the quarantine {file} cannot be read: {why}',
    hint: 'mend it: "cd-gate flaky quarantine add" and "remove" write it, and version control has the last good one',
  },
  'flaky.no-record': {
    exitCode: 2,
    message: '{command} needs a record, and --record none keeps none',
    hint: 'give the address of the record: file:<directory> or postgres://user@host/database',
  },
  'flaky.empty-record': {
    exitCode: 3,
    message: 'the record {where} holds no build{branch}, so nothing can be told',
    hint: 'check --record, --branch and the directory; "cd-gate flaky run" and "cd-gate flaky import" fill it',
  },
  'flaky.unknown-test': {
    exitCode: 3,
    message: 'no test of {where} is called "{given}"',
    hint: '{nearest}give its id, its name, or a part of its name',
  },
  'flaky.ambiguous-test': {
    exitCode: 2,
    message: '"{given}" may be any of {count} tests: {examples}',
    hint: 'give more of the name, or the id',
  },
  'flaky.unclear-command': {
    exitCode: 2,
    message: 'which test runner "{given}" starts cannot be told: {why}',
    hint: 'name the runner with --runner and give its own command, or say where the command writes its report with --xunit (and how to rerun with --rerun-command)',
  },
  'flaky.unknown-runner': {
    exitCode: 2,
    message: '"{given}" starts none of the test runners that are known: {known}',
    hint: 'name the runner with --runner, or say where the command writes its report with --xunit (and how to rerun with --rerun-command)',
  },
  'flaky.before-failed': {
    exitCode: 3,
    message: '"{script}", which comes before the tests, failed, so no test ran',
    hint: 'mend that script; its output stands above',
  },
  'flaky.after-failed': {
    exitCode: 3,
    message: '"{script}", which comes after the tests, failed, so the command did not succeed',
    hint: 'mend that script; its output stands above',
  },
  'flaky.no-script': {
    exitCode: 2,
    message: 'there is no script "{script}" in the package.json of {directory}',
    hint: 'check the name, and the directory in which cd-gate starts',
  },
  'flaky.bad-template': {
    exitCode: 2,
    message: '--rerun-command "{given}" cannot be used: {why}',
    hint: 'give a command with files, names, pattern or list in braces; or with file, name, classname for a process of each test: docs/flaky-recipes.md has some',
  },
  'flaky.never-failed': {
    exitCode: 3,
    message: 'the record knows no failure of "{name}" that could be excused',
    hint: 'an entry is for one failure: wait for it, or look further back with --builds',
  },
  'output.unwritable': {
    exitCode: 3,
    message: 'the result cannot be written to {file}: {why}',
    hint: 'check the directory, its permissions and the free space',
  },
} as const

/**
 * Every error that a user can meet: one sentence on what was found, one on what to do.
 * Exit code 2 is wrong usage or configuration, 3 is "could not tell".
 * `{names}` are filled in by `gateError`. docs/errors.md is generated from this table.
 */
export const catalogue: typeof generalErrors & typeof lintErrors & typeof notifyErrors & typeof xunitErrors =
  {
    ...generalErrors,
    ...lintErrors,
    ...xunitErrors,
    ...notifyErrors,
  }

export type Catalogue = typeof catalogue
export type ErrorCode = keyof Catalogue
