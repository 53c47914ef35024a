import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { GateError } from '../core/errors.ts'
import { readPieces } from '../core/system/files.ts'
import { outcomeOf, type TestCase, type TestSuite, totalsOf } from '../core/test-run.ts'
import { readXunit } from '../reporters/xunit/read.ts'

const fixtures = join(fileURLToPath(new URL('.', import.meta.url)), 'fixtures/xunit-read')

interface Reading {
  readonly suites: readonly TestSuite[]
  readonly cases: readonly TestCase[]
  readonly error: GateError | null
}

function read(name: string): Reading {
  const suites: TestSuite[] = []
  const done = (error: GateError | null) => ({ suites, cases: suites.flatMap(each => each.cases), error })
  try {
    for (const suite of readXunit(readPieces(join(fixtures, name)), name)) suites.push(suite)
  } catch (error) {
    if (error instanceof GateError) return done(error)
    throw error
  }
  return done(null)
}

/** tests, passed, flaky, failed, errored, skipped, not run: as a count of the elements by Python's ElementTree gives them, too. */
const expected: Readonly<Record<string, readonly number[]>> = {
  'EnricoMi+publish-unit-test-result-action/bazel/suite-logs.xml': [1, 0, 0, 0, 1, 0, 0],
  'EnricoMi+publish-unit-test-result-action/jest/jest-junit.xml': [2, 2, 0, 0, 0, 0, 0],
  'EnricoMi+publish-unit-test-result-action/junit.multiresult.xml': [4, 1, 0, 1, 1, 1, 0],
  'EnricoMi+publish-unit-test-result-action/minimal-attributes.xml': [4, 1, 0, 1, 1, 1, 0],
  'EnricoMi+publish-unit-test-result-action/mocha/latex-utensils.xml': [109, 109, 0, 0, 0, 0, 0],
  'EnricoMi+publish-unit-test-result-action/no-attributes.xml': [4, 1, 0, 1, 1, 1, 0],
  'EnricoMi+publish-unit-test-result-action/no-cases-but-tests.xml': [0, 0, 0, 0, 0, 0, 0],
  'EnricoMi+publish-unit-test-result-action/pytest/junit.spark.integration.1.xml': [35, 33, 0, 0, 0, 2, 0],
  'EnricoMi+publish-unit-test-result-action/testsuite-in-testsuite.xml': [5, 5, 0, 0, 0, 0, 0],
  'EnricoMi+publish-unit-test-result-action/testsuite-root.xml': [5, 5, 0, 0, 0, 0, 0],
  'EnricoMi+publish-unit-test-result-action/unsupported-unicode.xml': [7, 1, 0, 2, 2, 2, 0],
  'EnricoMi+publish-unit-test-result-action/with-xml-entities.xml': [4, 0, 0, 1, 1, 2, 0],
  'apache+maven-surefire/fixture/testsuitexmlparser/TEST-org.acme.FlakyTest.xml': [2, 1, 1, 0, 0, 0, 0],
  'apache+maven-surefire/test-reports/TEST-AntUnit.xml': [1, 1, 0, 0, 0, 0, 0],
  'davidparsson+junit-report-builder/spec/expected_report.xml': [6, 3, 0, 2, 0, 1, 0],
  'dorny+test-reporter/external/java/pulsar-test-report.xml': [808, 793, 0, 1, 0, 14, 0],
  'dorny+test-reporter/external/jest/jest-test-results.xml': [4239, 4207, 0, 2, 0, 30, 0],
  'dorny+test-reporter/jest-junit.xml': [6, 1, 0, 4, 0, 1, 0],
  'generated/mocha-11-mocha-junit-reporter-2.2.1.xml': [21, 8, 0, 13, 0, 0, 0],
  'generated/mocha-11-mocha-junit-reporter-jenkinsMode.xml': [15, 5, 0, 7, 0, 3, 0],
  'generated/node-24-junit-hooks.xml': [5, 1, 0, 4, 0, 0, 0],
  'generated/playwright-1.65-includeRetries.xml': [3, 0, 1, 1, 1, 0, 0],
  'generated/vitest-3.2.7-junit.xml': [38, 13, 0, 21, 0, 4, 0],
  'generated/vitest-4.1.11-junit.xml': [38, 13, 0, 21, 0, 4, 0],
  'generated/vitest-4.1.11-worker-sigkill-all-green.xml': [4, 4, 0, 0, 0, 0, 0],
  'generated/vitest-5.1.1-bail-unrun-as-passed.xml': [4, 3, 0, 1, 0, 0, 0],
  'generated/vitest-5.1.1-junit.xml': [39, 13, 0, 21, 1, 4, 0],
  'gotestyourself+gotestsum/internal/junitxml/testdata/junitxml-report-tc-with-attributes.golden': [
    1, 1, 0, 0, 0, 0, 0,
  ],
  'gotestyourself+gotestsum/internal/junitxml/testdata/junitxml-report.golden': [60, 42, 0, 13, 0, 5, 0],
  'jenkinsci+flaky-test-handler-plugin/flaky-reports/flaky-report-1.xml': [5, 3, 1, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-12457/TestSuite_a1.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-12457/TestSuite_a2.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-12457/TestSuite_b_duplicate.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-13214/27449.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-30413.xml': [2, 1, 0, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-41134/TestSuite_second_dup_first.xml': [1, 0, 0, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-42438/junit-report-1.xml': [11, 8, 0, 0, 0, 3, 0],
  'jenkinsci+junit-plugin/JENKINS-48583/TEST-com.sample.test.TestMessage.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/JENKINS-48583/TESTS-TestSuites.xml': [3, 3, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/SKIPPED_MESSAGE/skippedTestResult.xml': [1, 0, 0, 0, 0, 1, 0],
  'jenkinsci+junit-plugin/TEST-null.xml': [1, 0, 0, 0, 1, 0, 0],
  'jenkinsci+junit-plugin/gh-237/TEST-io.olamy.AlwaysFailTest.xml': [1, 0, 0, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/gh-237/TEST-io.olamy.FlakyTest.xml': [1, 0, 1, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-1233.xml': [5, 5, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-1463.xml': [6, 6, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-20090516.xml': [8, 5, 0, 0, 3, 0, 0],
  'jenkinsci+junit-plugin/junit-report-2874.xml': [1, 1, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-494.xml': [2, 1, 0, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-6700.xml': [1, 0, 0, 0, 1, 0, 0],
  'jenkinsci+junit-plugin/junit-report-bad-duration.xml': [2, 2, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-empty-testcasename.xml': [1, 0, 0, 1, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-errror-details.xml': [1, 0, 0, 0, 1, 0, 0],
  'jenkinsci+junit-plugin/junit-report-nested-testsuites.xml': [3, 2, 0, 0, 1, 0, 0],
  'jenkinsci+junit-plugin/junit-report-testsuite-time-attrs.xml': [8, 8, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-testsuite-various-timestamps.xml': [12, 12, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-time-aggregation.xml': [3, 3, 0, 0, 0, 0, 0],
  'jenkinsci+junit-plugin/junit-report-with-properties.xml': [2, 1, 0, 1, 0, 0, 0],
  'jenkinsci+xunit-plugin/junit/testcase3/input.xml': [32, 31, 0, 0, 1, 0, 0],
  'jenkinsci+xunit-plugin/junit/testcase6/input.xml': [3, 1, 1, 1, 0, 0, 0],
  'mikepenz+action-junit-report/flaky_retries/flaky_with_classname_file.xml': [3, 2, 1, 0, 0, 0, 0],
  'mikepenz+action-junit-report/issues/testFailedDisabled.xml': [1, 0, 0, 1, 0, 0, 0],
  'mikepenz+action-junit-report/junit_flaky_failure/mixed_flaky_and_passed.xml': [3, 2, 1, 0, 0, 0, 0],
  'mikepenz+action-junit-report/maven_surefire_flaky/surefire-report.xml': [1, 0, 1, 0, 0, 0, 0],
  'mikepenz+action-junit-report/mocha/mocha.xml': [1, 1, 0, 0, 0, 0, 0],
  'mikepenz+action-junit-report/multiple_failures/test_multiple_failures.xml': [4, 1, 0, 2, 0, 1, 0],
  'mikepenz+action-junit-report/nested/multi-level.xml': [3, 3, 0, 0, 0, 0, 0],
  'mikepenz+action-junit-report/nextest/basic.xml': [3, 2, 0, 1, 0, 0, 0],
}

/** The error's code, and how far the reader came. */
const refused: Readonly<Record<string, readonly [string, number]>> = {
  'EnricoMi+publish-unit-test-result-action/pytest/corrupt-xml.xml': ['xunit.damaged', 1],
  'dorny+test-reporter/empty/jest-junit.xml': ['xunit.no-suite', 0],
  'generated/jest-junit-17-ansi-MALFORMED.xml': ['xunit.damaged', 0],
  'generated/mocha-12-xunit-builtin-MALFORMED.xml': ['xunit.damaged', 0],
  'generated/mocha-junit-reporter-illegal-chars-MALFORMED.xml': ['xunit.damaged', 0],
  'generated/node-24-junit-ansi-MALFORMED.xml': ['xunit.damaged', 0],
  'generated/node-24-junit-killed-TRUNCATED.xml': ['xunit.damaged', 0],
  'generated/playwright-1.65-import-error-EMPTY.xml': ['xunit.no-suite', 0],
  'generated/playwright-1.65-two-projects-MALFORMED.xml': ['xunit.damaged', 0],
  'jenkinsci+junit-plugin/testXxe-oob.xml': ['xunit.damaged', 0],
  'jenkinsci+junit-plugin/testXxe-xxe.xml': ['xunit.hostile', 0],
  'mikepenz+action-junit-report/corrupt-junit/e2e-tests/corrupt/target/sf-reports/TEST-test.CorruptTest.xml':
    ['xunit.damaged', 0],
  'mikepenz+action-junit-report/junit-web-test/expectedRetries.xml': ['xunit.damaged', 0],
}

test('every fixture is looked at', () => {
  const all = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  const reports = all.filter(name => /\.(xml|golden)$/.test(name)).sort()
  expect([...Object.keys(expected), ...Object.keys(refused)].sort()).toEqual(reports)
})

test.each(Object.entries(expected))('%s', (name, counts) => {
  const { cases, error } = read(name)
  const { tests, passed, flaky, failed, errored, skipped, notRun } = totalsOf(cases)
  expect(error).toBeNull()
  expect([tests, passed, flaky, failed, errored, skipped, notRun]).toEqual(counts)
})

test.each(Object.entries(refused))('%s is refused', (name, [code, least]) => {
  const { cases, error } = read(name)
  expect(error?.code).toBe(code)
  expect(error?.exitCode).toBe(3)
  expect(error?.message).toContain(name)
  expect(cases.length).toBeGreaterThanOrEqual(least)
  if (code === 'xunit.damaged') expect(error?.message).toMatch(/read\)$/)
})

test.each(Object.keys(expected))('%s: names are unique and filled, times are sane', name => {
  for (const { cases, name: suite } of read(name).suites) {
    expect(suite).not.toBe('')
    expect(new Set(cases.map(each => JSON.stringify([each.file, each.classname, each.name]))).size).toBe(
      cases.length,
    )
    for (const { name: title, classname, attempts } of cases) {
      expect([title, classname]).not.toContain('')
      for (const { durationMs } of attempts) expect(durationMs >= 0 && durationMs < 4e10).toBe(true)
    }
  }
})

describe('details', () => {
  const caseOf = (file: string, name: string) => read(file).cases.find(each => each.name === name)

  test("Surefire's reruns: the case's own failure is the first attempt", () => {
    const always = read('jenkinsci+junit-plugin/gh-237/TEST-io.olamy.AlwaysFailTest.xml').cases[0]
    expect(always?.attempts.length).toBeGreaterThan(1)
    expect(new Set(always?.attempts.map(each => each.outcome))).toEqual(new Set(['failed']))
    const flaky = read('jenkinsci+junit-plugin/gh-237/TEST-io.olamy.FlakyTest.xml').cases[0]
    expect(flaky?.attempts.at(-1)?.outcome).toBe('passed')
    expect(flaky?.attempts[0].problem?.detail).toContain('FlakyTest')
  })

  test('the older shape has the stack as its text, and output inside', () => {
    const file = 'jenkinsci+flaky-test-handler-plugin/flaky-reports/flaky-report-1.xml'
    const test = caseOf(file, 'experimentsWithJavaElements')
    expect(test?.attempts.map(each => each.outcome)).toEqual(['failed', 'errored', 'passed'])
    expect(test?.attempts[0]).toMatchObject({
      problem: { message: 'flaky failure 1', detail: 'flaky stacktrace' },
      stdout: 'flaky system out',
      stderr: 'flaky system err',
    })
  })

  test('Playwright: attempts, attachments, the project', () => {
    const { suites } = read('generated/playwright-1.65-includeRetries.xml')
    const test = suites[0]?.cases[0]
    expect(suites[0]).toMatchObject({ project: 'p1', file: 'retry.spec.ts' })
    expect(test?.attempts.map(each => each.outcome)).toEqual(['failed', 'failed', 'passed'])
    expect(test?.attempts[0].durationMs).toBe(16)
    expect(test?.attachments).toEqual([
      'test-results/retry-flaky-passes-3rd-p1/error-context.md',
      'test-results/retry-flaky-passes-3rd-p1-retry1/error-context.md',
    ])
    expect(test?.attempts.map(each => each.stdout).join('')).not.toContain('ATTACHMENT')
  })

  test('a failure outweighs the skip or the status beside it', () => {
    const both = read('EnricoMi+publish-unit-test-result-action/junit.multiresult.xml').cases
    expect(both.map(outcomeOf)).toEqual(['errored', 'failed', 'skipped', 'passed'])
    expect(both[0]?.attempts).toHaveLength(1)
    expect(both[0]?.attempts[0].problem?.detail).toContain('Assertion failed')
    expect(read('mikepenz+action-junit-report/issues/testFailedDisabled.xml').cases.map(outcomeOf)).toEqual([
      'failed',
    ])
  })

  test('several failures are one attempt, and none is lost', () => {
    const test = read('mikepenz+action-junit-report/multiple_failures/test_multiple_failures.xml').cases[0]
    expect(test?.attempts).toHaveLength(1)
    for (const each of ['First', 'Second', 'Third']) {
      expect(test?.attempts[0].problem?.detail).toContain(`${each} assertion failed`)
    }
  })

  test('the class of a case without one is the suite, or what stands before its name', () => {
    const split = read('jenkinsci+junit-plugin/junit-report-20090516.xml').cases[0]
    expect(split).toMatchObject({
      classname: 'org.twia.vendor.VendorManagerTest',
      name: 'testGetVendorFirmKeyForVendorRep',
    })
    const suite = read('jenkinsci+junit-plugin/junit-report-1463.xml')
    expect(suite.cases[0]?.classname).toBe('WLI-FI-Tests-Fake')
  })

  test('nested suites bear the names of those around them', () => {
    const names = read('jenkinsci+xunit-plugin/junit/testcase3/input.xml').suites.map(each => each.name)
    expect(names).toContain('FiltersTest: chrome › FiltersTest::testFilterByNull')
    expect(new Set(names).size).toBe(names.length)
  })

  test('an error of the suite itself is a case of the class <init>', () => {
    const [test] = read('jenkinsci+junit-plugin/junit-report-6700.xml').cases
    expect(test).toMatchObject({
      kind: 'load',
      classname: '<init>',
      name: 'gda.device.detector.XHDetectorTest',
    })
  })

  test('timestamps with and without a zone, and none where nothing sensible stands', () => {
    const { suites } = read('jenkinsci+junit-plugin/junit-report-testsuite-various-timestamps.xml')
    const at = Object.fromEntries(
      suites.map(each => [each.name, each.startedAt && new Date(each.startedAt).toISOString()]),
    )
    expect(at).toMatchObject({
      'datetime tests': null,
      'password validation tests': '2024-01-03T12:27:11.000Z',
      'functional tests › test.RestMethods': '2024-01-03T12:40:13.000Z',
      'ui tests': '2024-01-03T12:27:44.000Z',
      'flexbox tests': '2024-01-03T13:27:11.210Z',
      'misc tests': '2024-01-03T11:27:15.000Z',
    })
  })

  test('thousands separators, child elements for attributes, lines that count from 0', () => {
    const times = read('jenkinsci+junit-plugin/junit-report-testsuite-time-attrs.xml').suites
    expect(times[0]?.durationMs).toBe(2_503_100)
    expect(read('apache+maven-surefire/test-reports/TEST-AntUnit.xml').cases[0]?.attempts[0].durationMs).toBe(
      378,
    )
    const python = read('EnricoMi+publish-unit-test-result-action/pytest/junit.spark.integration.1.xml')
    expect(python.cases[0]).toMatchObject({ file: 'test/test_spark_keras.py', line: 455 })
  })

  test('properties by attribute or by text', () => {
    const [suite] = read('jenkinsci+junit-plugin/junit-report-with-properties.xml').suites
    expect(suite?.properties[0]).toEqual({ name: 'prop1', value: 'value1' })
    expect(suite?.properties[1]?.value).toContain('Config line 2')
    expect(suite?.cases[0]?.properties).toEqual([
      { name: 'description', value: 'description of test testCaseA' },
    ])
  })
})
