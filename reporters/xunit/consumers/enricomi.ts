import { readCount } from '../read-values.ts'
import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
} from './consumer.ts'

/** EnricoMi/publish-unit-test-result-action. */
export const enricomi: Consumer = {
  name: 'enricomi',
  title: 'EnricoMi/publish-unit-test-result-action',
  rules: [
    {
      name: 'enricomi.root',
      severity: 'warning',
      says: 'the root must be <testsuites> or <testsuite>: the file is refused',
    },
    {
      name: 'enricomi.counts-missing',
      severity: 'note',
      says: "a suite's own counts are shown beside those of its tests: without them they are 0",
    },
    {
      name: 'enricomi.counts-hide-failure',
      severity: 'warning',
      says: "a suite's own counts say that nothing failed, and something did",
    },
    {
      name: 'enricomi.nameless',
      severity: 'warning',
      says: 'a test with neither a class nor a name has no identity',
    },
  ],
  look,
}

function look(find: Find): ConsumerView {
  const counter = createCounter()
  return {
    suite: suite => {
      const name = suite.attributes.name ?? '(no name)'
      const counts = ['tests', 'failures', 'errors'].map(each => readCount(suite.attributes[each]))
      if (counts.includes(null)) find('enricomi.counts-missing', name)
      const failed = suite.cases.filter(each => problemsOf(each).length > 0).length
      const told = (counts[1] ?? 0) + (counts[2] ?? 0)
      if (failed > 0 && told === 0 && !counts.includes(null)) find('enricomi.counts-hide-failure', name)
      for (const test of suite.cases) {
        if (!test.attributes.name && !test.attributes.classname)
          find('enricomi.nameless', `line ${test.line}`)
        else if (!test.attributes.name) find('enricomi.nameless', caseName(test))
        const bad = problemsOf(test).length > 0
        counter.add(bad ? 'failed' : has(test, 'skipped') ? 'skipped' : 'passed')
      }
    },
    report: ({ root }) => {
      if (root !== 'testsuites' && root !== 'testsuite') find('enricomi.root', `<${root}>`)
    },
    shows: counter.shown,
  }
}
