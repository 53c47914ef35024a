/** What a user of `cd-gate notify` and `doctor` can meet: a part of the catalogue. */
export const notifyErrors = {
  'notify.no-channels': {
    exitCode: 2,
    message: 'nobody is to be told: the configuration names no notify.channels',
    hint: 'name at least one channel (docs/notifiers.md shows how), or leave out cd-gate notify',
  },
  'notify.unknown-channel': {
    exitCode: 2,
    message: 'there is no channel "{given}" in notify.channels',
    hint: '{nearest}the configuration has {known}',
  },
  'notify.unknown-type': {
    exitCode: 2,
    message:
      'the channel "{channel}" has the type "{given}", which is none of {known}, nor a package or file that can be loaded: {why}',
    hint: '{nearest}see docs/notifiers.md',
  },
  'notify.bad-channel': {
    exitCode: 2,
    message: 'the channel "{channel}": {why}',
    hint: '{advice}',
  },
  'notify.bad-secret': {
    exitCode: 2,
    message: 'the channel "{channel}": the secret "{secret}" {why}',
    hint: 'set {variable}, or {variable}_FILE to the path of a file that holds it',
  },
  'notify.bad-people': {
    exitCode: 2,
    message: 'the people file {file}: {why}',
    hint: '{advice}',
  },
  'notify.no-status': {
    exitCode: 3,
    message: 'what became of the build cannot be told: {why}',
    hint: 'give --status SUCCESS|UNSTABLE|FAILURE|ABORTED|NOT_BUILT, or the reports with --xunit, --coverage, --flaky',
  },
  'notify.bad-verdict': {
    exitCode: 3,
    message: '{file} is not what {flag} takes: {why}',
    hint: 'give the file that {source} wrote',
  },
  'notify.spool': {
    exitCode: 3,
    message: 'the spool {where} cannot be used: {why}',
    hint: 'give a directory that can be written to with --spool; until then an alert that is not taken at once is lost',
  },
} as const
