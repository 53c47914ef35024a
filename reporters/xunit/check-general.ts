import type { Find, ReportFacts, Rule } from './consumers/consumer.ts'
import { problemsOf } from './consumers/consumer.ts'
import { dialectOf } from './dialects.ts'
import type { RawCase, RawReport, RawSuite } from './read-raw.ts'
import { readCount, readDuration } from './read-values.ts'

/** What makes a report suspicious whoever reads it. */
export const generalRules: readonly Rule[] = [
  {
    name: 'report.no-cases',
    severity: 'error',
    says: 'it holds no test case: nothing ran, or nothing was written',
  },
  {
    name: 'report.empty-suite',
    severity: 'error',
    says: 'a suite holds no test case: its file did not load, or its worker died',
  },
  {
    name: 'report.no-describe-cases',
    severity: 'note',
    says: 'a describe without tests of its own, as mocha-junit-reporter writes them',
  },
  {
    name: 'report.no-result',
    severity: 'error',
    says: 'a test without a time and without a result, which every reader takes for passed, most likely never ran',
  },
  { name: 'report.cases-missing', severity: 'error', says: 'the counts tell of more tests than there are' },
  {
    name: 'report.failure-missing',
    severity: 'error',
    says: 'the counts tell of a failure that no test shows',
  },
  { name: 'report.counts-differ', severity: 'warning', says: 'the counts contradict the tests' },
  {
    name: 'report.partial',
    severity: 'error',
    says: 'a .partial lies beside it: a run was killed, and this may be the report of an earlier one ("cd-gate xunit finish" completes it)',
  },
  {
    name: 'report.stale',
    severity: 'error',
    says: 'it was written before the time given: it is the report of an earlier run',
  },
  {
    name: 'report.older-than-others',
    severity: 'warning',
    says: 'it was written more than an hour before the newest of the reports',
  },
  {
    name: 'report.older-than-source',
    severity: 'warning',
    says: 'a test file that it tells of was changed after it was written',
  },
]

export interface GeneralLook {
  readonly suite: (suite: RawSuite) => void
  readonly report: (report: RawReport) => void
}

/** One report; what was counted is forgotten with it. */
export function lookInGeneral(find: Find): GeneralLook {
  let failing = 0
  return {
    suite: suite => {
      const name = suite.attributes.name ?? '(no name)'
      const dialect = dialectOf(suite)
      failing += suite.errors.length + suite.cases.filter(isFailing).length
      if (suite.cases.length + suite.errors.length === 0 && suite.nested === 0) {
        find(dialect.emptySuitesAreUsual ? 'report.no-describe-cases' : 'report.empty-suite', name)
      }
      const zeroIsNone = dialect.zeroTimeIsNotRun === true
      for (const test of suite.cases) {
        if (isSilent(test, zeroIsNone)) find('report.no-result', test.attributes.name ?? `line ${test.line}`)
      }
      // Of nested suites nobody knows whether the counts hold the inner ones' too.
      if (suite.nested === 0 && suite.attributes !== suite.rootAttributes) lookAtCounts(suite, name, find)
    },
    report: ({ root, rootAttributes, cases }) => {
      if (cases === 0) find('report.no-cases', `<${root}>`)
      const tests = readCount(rootAttributes.tests)
      const bad = (readCount(rootAttributes.failures) ?? 0) + (readCount(rootAttributes.errors) ?? 0)
      if (root === 'testsuites' && tests !== null && tests > cases) {
        find('report.cases-missing', `the root says ${tests}, there are ${cases}`)
      }
      if (root === 'testsuites' && bad > 0 && failing === 0)
        find('report.failure-missing', `the root says ${bad}`)
    },
  }
}

function isFailing(test: RawCase): boolean {
  return problemsOf(test).length > 0 || test.results.some(({ element }) => element.startsWith('rerun'))
}

/** AntUnit and some others write no time, but then no test of theirs has one. */
function isSilent({ attributes, results }: RawCase, zeroIsNone: boolean): boolean {
  if (results.length > 0 || attributes.status !== undefined || attributes.result !== undefined) return false
  const time = readDuration(attributes.time ?? attributes.duration)
  return time === null || (zeroIsNone && time === 0)
}

function lookAtCounts({ attributes, cases, errors }: RawSuite, name: string, find: Find): void {
  const tests = readCount(attributes.tests)
  const here = cases.length + errors.length
  if (tests !== null && tests > here) find('report.cases-missing', `${name} says ${tests}, there are ${here}`)
  else if (tests !== null && tests < here)
    find('report.counts-differ', `${name} says ${tests} tests, there are ${here}`)
  const failures = readCount(attributes.failures)
  const errored = readCount(attributes.errors)
  const told = (failures ?? 0) + (errored ?? 0)
  const failing = cases.filter(isFailing).length + errors.length
  if (told > 0 && failing === 0) find('report.failure-missing', `${name} says ${told}`)
  else if (failures !== null && told === 0 && failing > 0) {
    find('report.counts-differ', `${name} says that nothing failed, and ${failing} did`)
  }
}

/** What shows beside the report, without reading it. */
export function lookAround(
  facts: ReportFacts,
  {
    newerThan,
    newest,
    hasPartial,
  }: { readonly newerThan: number | null; readonly newest: number; readonly hasPartial: boolean },
  find: Find,
): void {
  if (hasPartial) find('report.partial', facts.name)
  const written = new Date(facts.modifiedAt).toISOString()
  if (newerThan !== null && facts.modifiedAt < newerThan) find('report.stale', `written ${written}`)
  if (facts.modifiedAt < newest - 3_600_000) find('report.older-than-others', `written ${written}`)
}
