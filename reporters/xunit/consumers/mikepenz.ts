import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
} from './consumer.ts'

const MiB = 1 << 20
const skippedStatuses = ['disabled', 'ignored']

/** mikepenz/action-junit-report, by its testParser. */
export const mikepenz: Consumer = {
  name: 'mikepenz',
  title: 'mikepenz/action-junit-report',
  rules: [
    { name: 'mikepenz.nameless', severity: 'error', says: 'a test without a name stops the action' },
    {
      name: 'mikepenz.status-hides-failure',
      severity: 'error',
      says: 'a failed test with status="disabled" or "ignored" is counted as skipped',
    },
    {
      name: 'mikepenz.class-as-file',
      severity: 'warning',
      says: 'without a file attribute the last part of the class is taken for the file: annotations land nowhere',
    },
    { name: 'mikepenz.error-rerun-lost', severity: 'note', says: 'only flakyFailure is counted as flaky' },
    {
      name: 'mikepenz.too-large',
      severity: 'warning',
      says: 'a large file is held in memory several times, and may stop the action',
    },
  ],
  look,
}

function look(find: Find): ConsumerView {
  const counter = createCounter()
  return {
    suite: suite => {
      for (const test of suite.cases) {
        const name = caseName(test)
        const failed = problemsOf(test).length > 0
        const hidden = skippedStatuses.includes(test.attributes.status ?? '')
        if (!test.attributes.name) find('mikepenz.nameless', `line ${test.line}`)
        if (failed && hidden) find('mikepenz.status-hides-failure', name)
        const file = test.attributes.file ?? problemsOf(test)[0]?.attributes.file ?? suite.attributes.file
        if (failed && !file) find('mikepenz.class-as-file', test.attributes.classname ?? name)
        if (has(test, 'flakyError') && !has(test, 'flakyFailure')) find('mikepenz.error-rerun-lost', name)
        counter.add(has(test, 'skipped') || hidden ? 'skipped' : failed ? 'failed' : 'passed')
      }
    },
    report: (_, facts) => {
      if (facts.bytes > 50 * MiB) find('mikepenz.too-large', `${Math.round(facts.bytes / MiB)} MB`)
    },
    shows: counter.shown,
  }
}
