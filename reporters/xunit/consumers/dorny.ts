import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
} from './consumer.ts'

/** dorny/test-reporter with its reader `jest-junit`. */
export const dorny: Consumer = {
  name: 'dorny',
  title: 'dorny/test-reporter',
  rules: [
    { name: 'dorny.root', severity: 'warning', says: 'the root must be <testsuites>: the action stops' },
    {
      name: 'dorny.nested',
      severity: 'error',
      says: 'suites inside suites are not read: their tests are not shown',
    },
    {
      name: 'dorny.nameless',
      severity: 'warning',
      says: 'a suite or a test without a name stops the action',
    },
    { name: 'dorny.time-missing', severity: 'note', says: 'without a time the duration is not shown' },
    { name: 'dorny.later-failure-lost', severity: 'note', says: 'only the first failure of a test is shown' },
    { name: 'dorny.retries-unread', severity: 'note', says: 'flaky and rerun attempts are not read' },
  ],
  look,
}

function look(find: Find): ConsumerView {
  const counter = createCounter()
  return {
    suite: suite => {
      const outside = suite.depth > 0
      if (outside) find('dorny.nested', suite.attributes.name ?? '(no name)')
      if (!suite.attributes.name) find('dorny.nameless', `suite at line ${suite.line}`)
      for (const test of suite.cases) {
        const problems = problemsOf(test)
        if (!test.attributes.name) find('dorny.nameless', `test at line ${test.line}`)
        if (test.attributes.time === undefined) find('dorny.time-missing', caseName(test))
        if (problems.length > 1) find('dorny.later-failure-lost', caseName(test))
        if (test.results.some(({ element }) => /^(flaky|rerun)/.test(element)))
          find('dorny.retries-unread', caseName(test))
        if (!outside)
          counter.add(problems.length > 0 ? 'failed' : has(test, 'skipped') ? 'skipped' : 'passed')
      }
    },
    report: ({ root }) => {
      if (root !== 'testsuites') find('dorny.root', `<${root}>`)
    },
    shows: counter.shown,
  }
}
