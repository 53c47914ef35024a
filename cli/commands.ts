import type { CommandEntry } from './command.ts'

/** Every command. Adding one is a file in ./commands and a line here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'coverage',
    section: 'coverage',
    summary: 'Judge whether a change is tested: coverage reports against the commit diff',
    load: async () => (await import('./commands/coverage.ts')).coverageCommand,
  },
  {
    name: 'lint',
    section: 'lint',
    summary: 'Judge whether a change brings new lint findings: reports of linters against the commit diff',
    load: async () => (await import('./commands/lint.ts')).lintCommand,
  },
  {
    name: 'xunit merge',
    section: 'xunit',
    summary: 'Merge XUnit reports of shards, projects and rerun jobs into one',
    load: async () => (await import('./commands/xunit-merge.ts')).xunitMergeCommand,
  },
  {
    name: 'xunit check',
    section: 'xunit',
    summary: 'Say what Jenkins, GitLab and the GitHub actions will show of XUnit reports, and lose',
    load: async () => (await import('./commands/xunit-check.ts')).xunitCheckCommand,
  },
  {
    name: 'xunit summary',
    section: 'xunit',
    summary: 'Tell what XUnit reports say: what failed, what is flaky, what is slow',
    load: async () => (await import('./commands/xunit-summary.ts')).xunitSummaryCommand,
  },
  {
    name: 'xunit finish',
    section: 'xunit',
    summary: 'Complete the reports of runs that were killed',
    load: async () => (await import('./commands/xunit-finish.ts')).xunitFinishCommand,
  },
  {
    name: 'flaky run',
    section: 'flaky',
    summary: 'Run the tests, run again what failed, tell flaky from broken, and record it',
    load: async () => (await import('./commands/flaky-run.ts')).flakyRunCommand,
  },
  {
    name: 'flaky report',
    section: 'flaky',
    summary: 'Tell what keeps failing, what is flaky and what that costs, by the record',
    load: async () => (await import('./commands/flaky-report.ts')).flakyReportCommand,
  },
  {
    name: 'flaky explain',
    section: 'flaky',
    summary: 'Show every number behind the verdict on one test, and how to reproduce it',
    load: async () => (await import('./commands/flaky-explain.ts')).flakyExplainCommand,
  },
  {
    name: 'flaky quarantine list',
    section: 'flaky',
    summary: 'Show the failures that are excused: whose, why, until when',
    load: async () => (await import('./commands/flaky-quarantine.ts')).flakyQuarantineListCommand,
  },
  {
    name: 'flaky quarantine add',
    section: 'flaky',
    summary: 'Excuse the newest failure of a test for a time',
    load: async () => (await import('./commands/flaky-quarantine-edit.ts')).flakyQuarantineAddCommand,
  },
  {
    name: 'flaky quarantine remove',
    section: 'flaky',
    summary: 'Excuse a test no longer',
    load: async () => (await import('./commands/flaky-quarantine-edit.ts')).flakyQuarantineRemoveCommand,
  },
  {
    name: 'flaky quarantine check',
    section: 'flaky',
    summary: 'Judge the quarantine: what has expired, names nobody, is too much, or is healed',
    load: async () => (await import('./commands/flaky-quarantine.ts')).flakyQuarantineCheckCommand,
  },
  {
    name: 'flaky import',
    section: 'flaky',
    summary: 'Take XUnit reports of other runners and old builds into the record',
    load: async () => (await import('./commands/flaky-import.ts')).flakyImportCommand,
  },
  {
    name: 'flaky record push',
    section: 'flaky',
    summary: 'Unite the record with that of a git remote',
    load: async () => (await import('./commands/flaky-record.ts')).flakyRecordPushCommand,
  },
  {
    name: 'flaky record pull',
    section: 'flaky',
    summary: 'Take in what a git remote holds of the record',
    load: async () => (await import('./commands/flaky-record.ts')).flakyRecordPullCommand,
  },
  {
    name: 'flaky record prune',
    section: 'flaky',
    summary: 'Fold old builds of the record into monthly counts',
    load: async () => (await import('./commands/flaky-record.ts')).flakyRecordPruneCommand,
  },
  {
    name: 'notify',
    section: 'notify',
    summary: 'Tell the right people that a build broke, still fails, or is fixed',
    load: async () => (await import('./commands/notify.ts')).notifyCommand,
  },
  {
    name: 'doctor',
    section: 'notify',
    summary: 'Check the channels that notify uses, with --online by really connecting',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
]

/** Keys of a config file that a later command will read. */
export const reservedSections: readonly string[] = ['reporters', 'ready']
