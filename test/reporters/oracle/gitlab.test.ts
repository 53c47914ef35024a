import { expect, test } from 'vitest'
import { fixture } from './fixtures.ts'
import { gitlabSuites, readAsGitlab } from './gitlab.ts'

const suite = (inside: string) => `<testsuites><testsuite name="s">${inside}</testsuite></testsuites>`

test('cases of a nested report, each under its own suite', () => {
  const read = readAsGitlab(
    fixture('EnricoMi+publish-unit-test-result-action/testsuite-in-testsuite.xml').text,
  )
  expect(read.counts).toEqual({ success: 5, failed: 0, error: 0, skipped: 0 })
  expect(gitlabSuites(read)).toEqual({
    TestSuite1: 2,
    'TestSuite2.1': 1,
    TestSuite2: 1,
    'Project Test Suite': 1,
  })
  expect(read.cases[0]).toMatchObject({ classname: 'someName', name: 'TestCase1', file: '/somepath' })
})

test('a failure outranks an error, an error a skip', () => {
  const read = readAsGitlab(fixture('EnricoMi+publish-unit-test-result-action/junit.multiresult.xml').text)
  expect(read.counts).toEqual({ success: 1, failed: 2, error: 0, skipped: 1 })
  expect(read.cases[0]?.output).toBe('Assertion failed')
})

test('of two cases of one name and status, the later one takes the place of the earlier', () => {
  const twice = suite(
    '<testcase classname="c" name="n" time="1"/><testcase classname="c" name="n" time="2"/>',
  )
  const read = readAsGitlab(twice)
  expect(read.cases.map(each => each.seconds)).toEqual([2])
  expect(read.overwritten).toEqual(['c n'])
  const retried = suite(
    '<testcase classname="c" name="n"><failure>no</failure></testcase><testcase classname="c" name="n"/>',
  )
  expect(readAsGitlab(retried).counts).toEqual({ success: 1, failed: 1, error: 0, skipped: 0 })
  const flaky = fixture('mikepenz+action-junit-report/flaky_retries/flaky_with_classname_file.xml').text
  expect(readAsGitlab(flaky).counts).toEqual({ success: 3, failed: 1, error: 1, skipped: 0 })
})

test('one attachment, of failed cases only', () => {
  const output = '<system-out>[[ATTACHMENT|a.png]]\n[[ATTACHMENT|b.png]]</system-out>'
  const attachment = (problem: string) =>
    readAsGitlab(suite(`<testcase classname="c" name="n">${problem}${output}</testcase>`)).cases[0]
      ?.attachment
  expect(['<failure/>', '<error/>', ''].map(attachment)).toEqual(['a.png', null, null])
})

test('types of data are no types of errors', () => {
  const typed = (type: string) =>
    readAsGitlab(suite(`<testcase classname="c" name="n"><failure type="${type}">1</failure></testcase>`))
      .castTypes
  expect([typed('integer'), typed('AssertionError')]).toEqual([['integer'], []])
})

test('what GitLab does not take', () => {
  expect(() =>
    readAsGitlab(fixture('generated/mocha-junit-reporter-illegal-chars-MALFORMED.xml').text),
  ).toThrow()
  const many = suite('<testcase classname="c" name="n"/>'.repeat(90_000))
  expect(() => readAsGitlab(many)).toThrow(/complexity: 270003\/250000/)
  const large = suite(
    `<testcase classname="c" name="n"><failure>${'x'.repeat(31 << 20)}</failure></testcase>`,
  )
  expect(() => readAsGitlab(large)).toThrow(/larger than GitLab takes/)
})
