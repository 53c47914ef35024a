import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { withoutAnsi } from '../../core/ansi.ts'
import type { Attempt, TestCase, TestSuite } from '../../core/test-run.ts'
import { legalXml } from '../../core/xml.ts'
import { profiles, type RetryForm } from './profiles.ts'
import { renderHead, renderSuite, renderTail, seconds } from './write.ts'

const passed: Attempt = {
  outcome: 'passed',
  startedAt: Date.UTC(2026, 10, 24, 9, 30, 1, 42),
  durationMs: 1234.5678,
  problem: null,
  reason: '',
  stdout: '',
  stderr: '',
}
const failed: Attempt = {
  ...passed,
  outcome: 'failed',
  durationMs: 10,
  problem: {
    type: 'AssertionError',
    message: 'expected 1 to be 2',
    detail: 'expected 1 to be 2\n    at a.test.ts:3:1',
  },
  stdout: 'out of the failure\n',
}
const errored: Attempt = {
  ...failed,
  outcome: 'errored',
  problem: { type: 'TypeError', message: 'x', detail: 'x' },
  stdout: '',
}

const one = (attempts: TestCase['attempts'], more: Partial<TestCase> = {}): TestCase => ({
  kind: 'test',
  id: 'abc',
  name: 'adds',
  classname: 'src.cart_test',
  titlePath: ['adds'],
  file: 'src/cart.test.ts',
  line: 3,
  attempts,
  properties: [],
  attachments: [],
  ...more,
})
const suiteOf = (...cases: readonly TestCase[]): TestSuite => ({
  id: 's1',
  name: 'src/cart.test.ts',
  project: '',
  file: 'src/cart.test.ts',
  startedAt: passed.startedAt,
  durationMs: 2000,
  cases,
  properties: [],
  stdout: '',
  stderr: '',
})
const write = (suite: TestSuite, retries: RetryForm = 'surefire', profile = profiles.jenkins): string =>
  renderSuite(suite, { profile, retries, attachmentPath: path => `/work/${path}` }).xml

test('a passing case is one line, with three decimals and a time zone', () => {
  expect(write(suiteOf(one([passed])))).toBe(
    '<testsuite name="src/cart.test.ts" id="s1" file="src/cart.test.ts" timestamp="2026-11-24T09:30:01.042Z"' +
      ' time="2.000" tests="1" failures="0" errors="0" skipped="0">\n' +
      '<testcase name="adds" classname="src.cart_test" time="1.235" file="src/cart.test.ts" line="3"' +
      ' timestamp="2026-11-24T09:30:01.042Z">\n' +
      '<properties>\n<property name="cdgate.id" value="abc"/>\n</properties>\n</testcase>\n</testsuite>\n',
  )
  expect([seconds(1e-7), seconds(-5), seconds(Number.NaN), seconds(123_456_789)]).toEqual([
    '0.000',
    '0.000',
    '0.000',
    '123456.789',
  ])
})

/** The elements and attributes that say how attempts went. */
function shape(xml: string): string {
  return [...xml.matchAll(/<(failure|error|skipped|(?:flaky|rerun)(?:Failure|Error)|testcase)\b/g)]
    .map(match => match[1])
    .join(' ')
}

test.for<[RetryForm, string, string, string]>([
  [
    'surefire',
    'testcase flakyFailure flakyFailure',
    'testcase failure rerunFailure rerunFailure',
    'testcase',
  ],
  [
    'duplicates',
    'testcase failure testcase error testcase',
    'testcase failure testcase error testcase failure',
    'testcase',
  ],
  ['strict', 'testcase failure rerunFailure', 'testcase failure rerunFailure rerunFailure', 'testcase'],
  ['none', 'testcase', 'testcase failure', 'testcase'],
])('attempts as %s', ([form, flaky, broken, steady]) => {
  expect(shape(write(suiteOf(one([failed, errored, passed])), form))).toBe(flaky)
  expect(shape(write(suiteOf(one([failed, errored, failed])), form))).toBe(broken)
  expect(shape(write(suiteOf(one([passed])), form))).toBe(steady)
})

test('an attempt has its own message, type, stack trace, time and output', () => {
  const xml = write(suiteOf(one([failed, passed])))
  expect(xml).toContain(
    '<flakyFailure message="expected 1 to be 2" type="AssertionError" time="0.010" timestamp="2026-11-24T09:30:01.042Z">\n' +
      '<stackTrace>expected 1 to be 2\n    at a.test.ts:3:1</stackTrace>\n' +
      '<system-out>out of the failure\n</system-out>\n</flakyFailure>\n',
  )
  expect(write(suiteOf(one([errored, passed])), 'surefire', profiles.surefire)).toContain(
    '<flakyError message="x" type="TypeError">',
  )
})

test('a strict report keeps that the test passed later', () => {
  expect(write(suiteOf(one([failed, passed])), 'strict')).toContain('It passed at attempt 2.</failure>')
})

test('what did not run says why, and is not failed as well', () => {
  const notRun: Attempt = { ...passed, outcome: 'not-run', reason: 'the run stopped after 1 failure (bail)' }
  const xml = write(suiteOf(one([notRun]), one([{ ...passed, outcome: 'skipped', reason: 'todo' }])))
  expect(xml).toContain('<skipped message="not run: the run stopped after 1 failure (bail)"/>')
  expect(xml).toContain('<skipped message="todo"/>')
  expect(xml).toContain('tests="2" failures="0" errors="0" skipped="2"')
})

test('attachments are the last lines of the output, one a line', () => {
  const test = one([{ ...passed, stdout: 'no line end' }], { attachments: ['a.png', 'b.txt'] })
  expect(write(suiteOf(test))).toContain(
    '<system-out>no line end\n[[ATTACHMENT|/work/a.png]]\n[[ATTACHMENT|/work/b.txt]]\n</system-out>',
  )
})

test('the head is as long with its counts as without', () => {
  for (const profile of Object.values(profiles)) {
    const counts = { tests: 1e9, failures: 1e9, errors: 1e9, skipped: 1e9, durationMs: 1e12 }
    expect(renderHead('run', profile, counts).length).toBe(renderHead('run', profile, null).length)
  }
})

const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)) }),
  fc
    .array(
      fc.constantFrom(
        ']]>',
        '<![CDATA[',
        '&amp;',
        '"',
        "'",
        '\r\n',
        '\n',
        '\t',
        '\u001b[31m',
        '\u009b1m',
        '😀',
        '\ud83d',
        '\ufffe',
        '\u0000',
        '</testcase>',
        'a',
      ),
    )
    .map(parts => parts.join('')),
)

interface Seen {
  readonly attributes: readonly string[]
  readonly texts: readonly string[]
}

function parse(xml: string): Seen {
  const parser = new SaxesParser()
  const attributes: string[] = []
  const texts: string[] = []
  parser.on('opentag', tag => attributes.push(...Object.values(tag.attributes as Record<string, string>)))
  parser.on('text', text => texts.push(text))
  parser.on('error', error => {
    throw error
  })
  parser.write(xml).close()
  return { attributes, texts }
}

test('any string in any field makes a well-formed report that holds it', () => {
  const asKept = (text: string) => legalXml(withoutAnsi(text))
  fc.assert(
    fc.property(fc.array(anyString, { minLength: 10, maxLength: 10 }), texts => {
      const [
        name = '',
        classname = '',
        message = '',
        detail = '',
        type = '',
        out = '',
        err = '',
        key = '',
        value = '',
        file = '',
      ] = texts
      const problem = { type, message, detail }
      const test = one(
        [
          { ...failed, problem, stdout: out, stderr: err },
          { ...errored, problem, stdout: out, stderr: err },
        ],
        { name, classname, file, properties: [{ name: key, value }] },
      )
      const suite = { ...suiteOf(test), name, file, stdout: out, stderr: err }
      for (const profile of Object.values(profiles)) {
        const head = renderHead(name, profile, null)
        const seen = parse(head + write(suite, 'surefire', profile) + renderTail(profile))
        for (const text of [name, classname, message]) expect(seen.attributes).toContain(asKept(text))
        if (profile.problemType) expect(seen.attributes).toContain(asKept(type))
        const all = seen.texts.join('\u0001')
        for (const text of [detail, out, err]) expect(all).toContain(asKept(text))
        if (profile.caseProperties)
          for (const text of [key, value]) expect(seen.attributes).toContain(asKept(text))
      }
    }),
    { numRuns: 500 },
  )
})
