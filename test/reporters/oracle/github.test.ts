import { expect, test } from 'vitest'
import { fixture } from './fixtures.ts'
import { readAsDorny, readAsEnricoMi, readAsMikepenz } from './github.ts'

const mikepenz = (path: string) => fixture(`mikepenz+action-junit-report/${path}`).text
const enricoMi = (path: string) => fixture(`EnricoMi+publish-unit-test-result-action/${path}`).text
const suite = (inside: string) => `<testsuites><testsuite name="s">${inside}</testsuite></testsuites>`

test('mikepenz: cases of one name, class and file are attempts, when asked to check', () => {
  const flaky = mikepenz('flaky_retries/flaky_with_classname_file.xml')
  expect(readAsMikepenz(flaky).counts).toEqual({ total: 5, passed: 3, failed: 2, skipped: 0, retried: 0 })
  expect(readAsMikepenz(flaky, { checkRetries: true }).counts).toEqual({
    total: 3,
    passed: 3,
    failed: 0,
    skipped: 0,
    retried: 2,
  })
})

test('mikepenz: flaky failures are told of a case that passed', () => {
  const { counts, annotations } = readAsMikepenz(mikepenz('junit_flaky_failure/mixed_flaky_and_passed.xml'))
  expect(counts).toEqual({ total: 3, passed: 3, failed: 0, skipped: 0, retried: 0 })
  expect(annotations).toMatchObject([{ title: 'FlakyTest.testFlaky', retries: 1 }])
})

test('mikepenz: an annotation for each failure, one failed case', () => {
  const { counts, annotations } = readAsMikepenz(mikepenz('multiple_failures/test_multiple_failures.xml'))
  expect(counts).toEqual({ total: 4, passed: 1, failed: 2, skipped: 1, retried: 0 })
  expect(annotations.map(each => [each.path, each.line, each.message])).toEqual([
    ['MultipleFailuresTest', 15, 'First assertion failed'],
    ['MultipleFailuresTest', 20, 'Second assertion failed'],
    ['MultipleFailuresTest', 25, 'Third assertion failed'],
    ['MultipleFailuresTest', 35, 'Single failure message'],
  ])
})

test('mikepenz: file and line where they are given, else the last part of the class', () => {
  const told = (attributes: string) =>
    readAsMikepenz(
      suite(`<testcase name="n" ${attributes}><failure>no
  at x (src/a.test.ts:7:1)</failure></testcase>`),
    ).annotations[0]
  expect(told('classname="src/a.test.ts" file="src/a.test.ts" line="3"')).toMatchObject({
    path: 'src/a.test.ts',
    line: 3,
  })
  expect(told('classname="src/a.test.ts"')?.path).toBe('ts')
})

test('mikepenz: nested suites, and a failure of a disabled case', () => {
  expect(readAsMikepenz(mikepenz('nested/multi-level.xml')).counts.total).toBe(3)
  const disabled = readAsMikepenz(mikepenz('issues/testFailedDisabled.xml'))
  expect(disabled.counts).toEqual({ total: 1, passed: 0, failed: 0, skipped: 1, retried: 0 })
})

test('dorny: groups by class name, the first failure, no suites in suites', () => {
  const read = readAsDorny(fixture('dorny+test-reporter/jest-junit.xml').text)
  expect(read.counts).toEqual({ passed: 1, failed: 4, skipped: 1 })
  expect(read.suites[0]?.name).toBe('__tests__\\main.test.js')
  expect(Object.keys(read.suites[0]?.groups ?? {})).toEqual(['Test 1', 'Test 1 › Test 1.1', 'Test 2'])
  expect(readAsDorny(enricoMi('testsuite-in-testsuite.xml'))).toMatchObject({
    counts: { passed: 1, failed: 0, skipped: 0 },
    lost: 4,
  })
  expect(() => readAsDorny(mikepenz('junit_flaky_failure/mixed_flaky_and_passed.xml'))).toThrow(/testsuites/)
  expect(() => readAsDorny(enricoMi('no-attributes.xml'))).toThrow(/without a name/)
})

test('EnricoMi: counts from the suites and from the cases, which may differ', () => {
  const read = readAsEnricoMi(enricoMi('no-cases-but-tests.xml'))
  expect(read.suites).toEqual({ tests: 6, skipped: 2, failures: 1, errors: 0 })
  expect(read.cases).toEqual({ tests: 0, skipped: 0, failures: 0, errors: 0 })
  expect(readAsEnricoMi(enricoMi('no-attributes.xml'))).toMatchObject({ lost: 4, details: [] })
  expect(readAsEnricoMi(enricoMi('testsuite-in-testsuite.xml'))).toMatchObject({
    suites: { tests: 5 },
    cases: { tests: 5 },
  })
})

test('EnricoMi: the worst of several results', () => {
  const { details, cases } = readAsEnricoMi(enricoMi('junit.multiresult.xml'))
  expect(details.map(each => [each.result, each.message, each.content])).toEqual([
    ['error', 'test teardown failure', 'stdout'],
    ['failure', 'test failure', 'Assertion failed'],
    ['skipped', null, null],
    ['success', null, null],
  ])
  expect(cases).toEqual({ tests: 4, skipped: 1, failures: 1, errors: 1 })
  const several = readAsEnricoMi(mikepenz('multiple_failures/test_multiple_failures.xml')).details[0]
  expect(several?.message).toBe('First assertion failed\nSecond assertion failed\nThird assertion failed')
})
