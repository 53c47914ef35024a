/** What a user of `cd-gate xunit` and of every command that reads XUnit reports can meet: a part of the catalogue. */
export const xunitErrors = {
  'xunit.none': {
    exitCode: 3,
    message: 'no XUnit report was found: {tried}',
    hint: 'check that the step that writes it has run, or name the report',
  },
  'xunit.missing': {
    exitCode: 3,
    message: 'no XUnit report matches "{given}"',
    hint: 'check the path, and that the step that writes it has run',
  },
  'xunit.unreadable': {
    exitCode: 3,
    message: 'the XUnit report {file} cannot be read: {why}',
    hint: 'check the path and its permissions',
  },
  'xunit.empty': {
    exitCode: 3,
    message: 'the XUnit report {file} has 0 bytes',
    hint: 'the run was killed before it wrote its report: run the tests again, and look at their log first',
  },
  'xunit.foreign': {
    exitCode: 3,
    message: '{file} is no XUnit report: {found}, where <testsuites> or <testsuite> is expected',
    hint: 'give the JUnit or XUnit XML file that the test runner wrote',
  },
  'xunit.no-suite': {
    exitCode: 3,
    message: 'the XUnit report {file} has the root <{root}> and no test suite in it',
    hint: 'no test ran, or the test files did not load: look at the log of the run',
  },
  'xunit.damaged': {
    exitCode: 3,
    message: 'the XUnit report {file} is damaged: {why} ({far})',
    hint: 'it was cut off, or holds characters that XML cannot: make it again; "cd-gate xunit finish" completes what a killed run left as .partial',
  },
  'xunit.hostile': {
    exitCode: 3,
    message: 'the XUnit report {file} is refused: {why}',
    hint: 'make the report again with the test runner itself, and change nothing in it',
  },
  'xunit.too-few': {
    exitCode: 3,
    message: '{expected} XUnit reports are expected, and {found} can be read',
    hint: 'look at the jobs that did not deliver theirs, or correct --expect',
  },
  'xunit.in-use': {
    exitCode: 3,
    message: 'process {pid} is writing {file} at this moment',
    hint: 'wait for it to end, then run "cd-gate xunit finish" again',
  },
  'xunit.output-is-input': {
    exitCode: 2,
    message: 'the output {file} is one of the reports that are read',
    hint: 'give --output another name, or a glob that does not match it',
  },
} as const
