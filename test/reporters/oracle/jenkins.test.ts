import { expect, test } from 'vitest'
import { fixture } from './fixtures.ts'
import { readAsJenkins } from './jenkins-build.ts'

const junitPlugin = (path: string) => fixture(`jenkinsci+junit-plugin/${path}`)
const report = (text: string, name = 'report.xml') => ({ name, text })
const suite = (inside: string) => report(`<testsuites><testsuite name="s">${inside}</testsuite></testsuites>`)

test('a suite that did not load is a case of its class <init>', () => {
  const { suites, counts } = readAsJenkins([junitPlugin('junit-report-6700.xml')])
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(suites[0]?.cases[0]).toMatchObject({
    class: '<init>',
    name: suites[0]?.name,
    status: 'failed',
    icon: 'error',
    details: 'gda/device/detector/DAServer',
    stackTrace: expect.stringMatching(/^java\.lang\.NoClassDefFoundError/),
  })
})

test('two suites of one name are one, unless both have ids that differ', () => {
  const { suites, merged } = readAsJenkins([junitPlugin('junit-report-time-aggregation.xml')])
  expect(merged).toEqual(['test.fs.FileSystemTests'])
  expect(suites.map(each => [each.name, each.seconds, each.cases.length])).toEqual([
    ['test.fs.FileSystemTests', 100, 3],
  ])
  const one = (id: string) => `<testsuite name="a" ${id}><testcase classname="c" name="n"/></testsuite>`
  const count = (first: string, second: string) =>
    readAsJenkins([report(`<testsuites>${one(first)}${one(second)}</testsuites>`)]).suites.length
  expect([count('id="1"', 'id="2"'), count('id="1"', 'id="1"'), count('id="1"', '')]).toEqual([2, 1, 1])
})

test('times: thousands, negative ones, and a suite of its own time or the sum of its cases', () => {
  const { suites } = readAsJenkins([junitPlugin('junit-report-testsuite-time-attrs.xml')])
  expect(suites.map(each => [each.name, each.seconds])).toEqual([
    ['test.fs.FileSystemTests', 2503.1],
    ['test.db.DatabaseTests', 22],
    ['test.RestMethods', 40],
    ['test.lib.Rest', 20],
  ])
  const bad = readAsJenkins([junitPlugin('junit-report-bad-duration.xml')])
  expect(bad.suites[0]?.cases.map(each => each.seconds)).toEqual([0, 100])
  expect(bad.lostHistory).toEqual(['DummyTest.testDummyMethod'])
  expect(bad.tree).toEqual({ '(root)': { DummyTest: ['testDummyMethod', 'testDummyMethod_2'] } })
})

test('timestamps without a zone are UTC, others than ISO 8601 are unknown', () => {
  const { suites } = readAsJenkins([junitPlugin('junit-report-testsuite-various-timestamps.xml')])
  expect(suites.map(each => (each.startTime === -1 ? null : new Date(each.startTime).toISOString()))).toEqual(
    [
      null,
      '2024-01-03T12:27:11.000Z',
      '2024-01-03T12:40:13.000Z',
      '2024-01-03T12:27:44.000Z',
      null,
      null,
      '2024-01-03T13:27:11.210Z',
      '2024-01-03T11:27:15.000Z',
    ],
  )
  // The second case has no time of its own: it begins when the first one is over.
  expect(suites[2]?.cases.map(each => each.startTime - (suites[2]?.startTime ?? 0))).toEqual([0, 4000, 15000])
})

test('package and class are what stands before and after the last dot', () => {
  const { tree } = readAsJenkins([
    suite('<testcase classname="src/a.test.ts" name="x"/><testcase classname="src.a_test.total" name="y"/>'),
  ])
  expect(tree).toEqual({ 'src/a.test': { ts: ['x'] }, 'src.a_test': { total: ['y'] } })
  const named = readAsJenkins([junitPlugin('junit-report-20090516.xml')])
  expect(Object.keys(named.tree)).toEqual(['org.twia.vendor'])
  expect(named.suites[0]?.name).toBe('(junit-report-20090516.xml)')
  const nameless = readAsJenkins([junitPlugin('junit-report-empty-testcasename.xml')])
  expect(nameless.suites[0]?.cases[0]?.name).toBe('(?)')
})

test('a skip is a skip even beside a failure, and tells its text where it has no message', () => {
  const { suites } = readAsJenkins([junitPlugin('SKIPPED_MESSAGE/skippedTestResult.xml')])
  expect(suites[0]?.cases[0]).toMatchObject({
    status: 'skipped',
    skippedMessage: expect.stringMatching(/^Given skip This Test.*pending\n$/),
  })
  const both = readAsJenkins([
    suite('<testcase classname="c" name="n"><skipped/><failure>no</failure></testcase>'),
  ])
  expect(both.counts).toEqual({ passed: 0, failed: 0, skipped: 1 })
})

test('of several failures the first counts, an error before any failure, and an empty one too', () => {
  const { suites, counts } = readAsJenkins([
    suite(`<testcase classname="c" name="a"><failure message="1">x</failure><failure message="2">y</failure></testcase>
      <testcase classname="c" name="b"><failure message="1">x</failure><error message="2">y</error></testcase>
      <testcase classname="c" name="c"><failure/></testcase>`),
  ])
  expect(suites[0]?.cases.map(each => [each.details, each.stackTrace, each.icon])).toEqual([
    ['1', 'x', 'failure'],
    ['2', 'y', 'failure'],
    [null, '', 'failure'],
  ])
  expect(counts.failed).toBe(3)
})

test('reruns are read from stackTrace, and only under two names', () => {
  const flaky = readAsJenkins([junitPlugin('gh-237/TEST-io.olamy.FlakyTest.xml')])
  const [first] = flaky.suites[0]?.cases ?? []
  expect([first?.status, first?.flakyFailures.length, first?.rerunFailures.length]).toEqual(['passed', 2, 0])
  expect(first?.flakyFailures[0]?.stackTrace).toMatch(/\S/)
  const always = readAsJenkins([junitPlugin('gh-237/TEST-io.olamy.AlwaysFailTest.xml')])
  const [failing] = always.suites[0]?.cases ?? []
  expect([failing?.status, failing?.rerunFailures.length]).toEqual(['failed', 3])
  const old = readAsJenkins([fixture('jenkinsci+flaky-test-handler-plugin/flaky-reports/flaky-report-1.xml')])
  // flakyError is not read, and neither is the text that stands directly in the element.
  expect(old.suites[0]?.cases[0]?.flakyFailures.map(each => each.stackTrace)).toEqual([null])
  const playwright = readAsJenkins([fixture('generated/playwright-1.65-includeRetries.xml')])
  const attempts = playwright.suites[0]?.cases.map(each => [
    each.name,
    each.flakyFailures.length,
    each.rerunFailures.length,
  ])
  expect(attempts).toContainEqual(['flaky passes 3rd', 2, 0])
  expect(attempts).toContainEqual(['always fails', 0, 0])
})

test('properties only when they are kept, by value or text', () => {
  const kept = junitPlugin('junit-report-with-properties.xml')
  expect(readAsJenkins([kept]).suites[0]?.properties).toEqual({})
  const [first] = readAsJenkins([kept], { keepProperties: true }).suites
  expect(first?.properties).toMatchObject({
    prop1: 'value1',
    multiline: expect.stringMatching(/Config line 2/),
  })
  expect(first?.cases[0]?.properties).toEqual({ description: 'description of test testCaseA' })
})

test('output keeps its two ends, more of a failing case, and attachments are found in what is kept', () => {
  const line = '[[ATTACHMENT|/shots/a.png]]'
  const long = 'x'.repeat(2000)
  const shown = (output: string, failure = '') =>
    readAsJenkins([
      suite(`<testcase classname="c" name="n">${failure}<system-out>${output}</system-out></testcase>`),
    ]).suites[0]?.cases[0]
  expect(shown(long)?.stdout).toBe(`${'x'.repeat(500)}\n...[truncated 1000 chars]...\n${'x'.repeat(500)}`)
  expect(shown(`${long}\n${line}`)?.attachments).toEqual(['/shots/a.png'])
  expect(shown(`${long}\n${line}\n${long}`)?.attachments).toEqual([])
  expect(shown(`${long}\n${line}\n${long}`, '<failure/>')?.attachments).toEqual(['/shots/a.png'])
  const shared = readAsJenkins([suite('<testcase classname="c" name="n"/><system-out>all</system-out>')])
  expect(shared.suites[0]?.cases[0]?.stdout).toBe('all')
})

test('what is no report: empty files, malformed ones, none with a case', () => {
  const empty = readAsJenkins([report('', 'a.xml')])
  expect([empty.counts.failed, empty.suites[0]?.cases[0]?.name]).toEqual([1, '[empty]'])
  const malformed = fixture('generated/mocha-junit-reporter-illegal-chars-MALFORMED.xml')
  expect(readAsJenkins([malformed]).suites[0]?.cases[0]?.name).toBe('[failed-to-read]')
  expect(() => readAsJenkins([{ ...malformed, name: 'a.txt' }])).toThrow()
  // A suite without cases is dropped, with all that it says.
  expect(() => readAsJenkins([suite('<system-out>lost</system-out>')])).toThrow(/any result/)
  expect(() =>
    readAsJenkins([report('<testsuites><testsuite><testcase name="n"/></testsuite></testsuites>')]),
  ).toThrow(/without any class name/)
})

test('names of suites are fit for addresses', () => {
  const { suites } = readAsJenkins([
    report(
      '<testsuite name="src/a.test.ts (chromium)" package="p"><testcase classname="c" name="n"/></testsuite>',
    ),
  ])
  expect(suites[0]?.name).toBe('p.src_a.test.ts_(chromium)')
})

test('a run whose worker was killed looks green where nobody tells', () => {
  const { counts } = readAsJenkins([fixture('generated/vitest-4.1.11-worker-sigkill-all-green.xml')])
  expect(counts).toEqual({ passed: 4, failed: 0, skipped: 0 })
})
