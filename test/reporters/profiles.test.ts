import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecording } from '../../reporters/open-recording.ts'
import { type ProfileName, profileNames, type RetryForm } from '../../reporters/xunit/profiles.ts'
import { itNeeds } from '../require-tool.ts'
import { readAsDorny, readAsEnricoMi, readAsMikepenz } from './oracle/github.ts'
import { readAsGitlab } from './oracle/gitlab.ts'
import { readAsJenkins } from './oracle/jenkins-build.ts'
import { validate } from './schema.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-profiles-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

class AssertionError extends Error {
  override name = 'AssertionError'
  code = 'ERR_ASSERTION'
}

/** A run with one of everything, in two projects. */
function record(profile: ProfileName, retries: RetryForm = 'surefire'): string {
  const output = join(directory, `${profile}-${retries}.xml`)
  const run = openRecording({
    runner: 'vitest',
    options: { output, profile, retries },
    root: directory,
    replayed: true,
  })
  writeFileSync(join(directory, 'shot.png'), '')
  const passed = { outcome: 'passed', durationMs: 1.23456789 } as const
  for (const project of ['chromium', 'webkit']) {
    const suite = run.suite('src/shop/cart.v2.test.ts', project)
    suite.property('browser', project)
    suite.output('stdout', 'before all tests\n')
    const titles = (name: string) => ({ titlePath: ['cart v1.0', 'total', name] })
    const steady = suite.test('steady', titles('adds \u001b[31mred\u001b[0m & "quotes"\n\u0000'))
    steady.output('stdout', 'x'.repeat(5000))
    steady.attach('shot.png')
    steady.property('tag', 'slow')
    steady.attempt(passed)
    const flaky = suite.test('flaky', titles('recovers'))
    flaky.attempt({
      outcome: 'failed',
      durationMs: 5,
      errors: [new AssertionError('expected 1 to be 2')],
      stdout: 'first try\n',
    })
    flaky.attempt({ outcome: 'failed', durationMs: 5, errors: [new TypeError('x is undefined')] })
    flaky.attempt(passed)
    const broken = suite.test('broken', titles('stays broken'))
    broken.attempt({
      outcome: 'failed',
      durationMs: 5,
      errors: [new AssertionError('expected ]]> to be <![CDATA[')],
    })
    broken.attempt({ outcome: 'failed', durationMs: 5, errors: [new Error('again')] })
    suite.test('skipped', titles('later')).attempt({ outcome: 'skipped', durationMs: 0, reason: 'todo' })
    suite.test('twin 1', titles('twin')).attempt(passed)
    suite.test('twin 2', titles('twin')).attempt(passed)
    suite.test('never', titles('never runs')).notRun('the run stopped after 1 failure (bail)')
    suite.hook('afterAll', ['cart v1.0'], [new Error('connection lost')])
    suite.finish({ startedAt: Date.UTC(2026, 10, 24), durationMs: 1234.5678 })
  }
  run.cutShort('the run stopped after 1 failure (bail)')
  run.finish({ failed: true })
  return readFileSync(output, 'utf8')
}

describe('schemas', () => {
  const retries: readonly RetryForm[] = ['surefire', 'duplicates', 'strict', 'none']
  for (const form of retries) {
    itNeeds('xmllint', `xunit-strict is valid under junit-10.xsd (${form})`, () => {
      expect(validate(record('xunit-strict', form), 'junit-10')).toEqual([])
    })
    itNeeds('xmllint', `surefire is valid under Surefire's schema (${form})`, () => {
      expect(validate(record('surefire', form), 'surefire')).toEqual([])
    })
  }
})

test('Jenkins shows a tree, every attempt, the reasons, and the attachment after trimmed output', () => {
  const text = record('jenkins')
  const build = readAsJenkins([{ name: 'vitest.xml', text }])
  expect(build.counts).toEqual({ passed: 8, failed: 4, skipped: 4 })
  expect([build.merged, build.lostHistory]).toEqual([[], []])
  expect(Object.keys(build.tree)).toEqual([
    'chromium.src.shop.cart_v2_test.cart_v1_0',
    'chromium.src.shop.cart_v2_test',
    'webkit.src.shop.cart_v2_test.cart_v1_0',
    'webkit.src.shop.cart_v2_test',
  ])
  expect(build.tree['chromium.src.shop.cart_v2_test.cart_v1_0']).toEqual({
    total: [
      'adds_red____quotes___u_0_',
      'recovers',
      'stays_broken',
      'later',
      'twin',
      'twin__2',
      'never_runs',
    ],
  })
  const cases = new Map(build.suites[0]?.cases.map(each => [each.name, each]))
  const steady = cases.get('adds red & "quotes"\n\\u{0}')
  expect(steady?.attachments).toEqual([join(directory, 'shot.png')])
  expect(steady?.stdout.length).toBeLessThan(1200)
  expect(cases.get('recovers')?.flakyFailures.map(each => [each.message, each.type, each.stdout])).toEqual([
    ['expected 1 to be 2', 'AssertionError', 'first try\n'],
    ['x is undefined', 'TypeError', null],
  ])
  expect(cases.get('recovers')?.flakyFailures[0]?.stackTrace).toContain('expected 1 to be 2')
  const broken = cases.get('stays broken')
  expect([broken?.status, broken?.icon, broken?.details]).toEqual([
    'failed',
    'failure',
    'expected ]]> to be <![CDATA[',
  ])
  expect(broken?.rerunFailures.map(each => each.message)).toEqual(['again'])
  expect(cases.get('never runs')?.skippedMessage).toBe('not run: the run stopped after 1 failure (bail)')
  expect(cases.get('afterAll hook')?.icon).toBe('error')
  expect(build.suites[0]?.startTime).toBe(Date.UTC(2026, 10, 24))
})

test("Jenkins' xunit plugin and the Maven world count the same", () => {
  for (const profile of ['xunit-strict', 'surefire'] as const) {
    const { counts } = readAsJenkins([{ name: 'x.xml', text: record(profile) }])
    expect(counts).toEqual({ passed: 8, failed: 4, skipped: 4 })
  }
})

test('GitLab loses no case, casts no text, and finds the attachment from the project', () => {
  const report = readAsGitlab(record('gitlab'))
  expect(report.counts).toEqual({ success: 8, failed: 2, error: 2, skipped: 4 })
  expect([report.overwritten, report.castTypes]).toEqual([[], []])
  expect(new Set(report.cases.map(each => each.key)).size).toBe(16)
  expect(report.cases[0]?.systemOutput).toContain('[[ATTACHMENT|shot.png]]')
  expect(report.cases.every(each => each.file === 'src/shop/cart.v2.test.ts')).toBe(true)
})

test('the GitHub actions count the same, and name file and line', () => {
  const text = record('github')
  const mikepenz = readAsMikepenz(text)
  expect(mikepenz.counts).toMatchObject({ total: 16, failed: 4, skipped: 4 })
  expect(mikepenz.annotations.every(each => each.path === 'src/shop/cart.v2.test.ts')).toBe(true)
  expect(readAsDorny(text)).toBeDefined()
  const { suites, cases, lost } = readAsEnricoMi(text)
  expect(suites).toEqual({ tests: 16, skipped: 4, failures: 2, errors: 2 })
  expect([cases, lost]).toEqual([suites, 0])
})

test('with duplicates each attempt is a case of its own, and the last of a flaky one passes', () => {
  const report = readAsMikepenz(record('github', 'duplicates'), { checkRetries: true })
  expect(report.counts.failed).toBe(4)
  expect(report.counts.retried).toBeGreaterThan(0)
})

test('identities are the same in another checkout, and on another system', () => {
  const one = record('jenkins')
  const ids = (text: string) => [...text.matchAll(/name="cdgate\.id" value="(\w+)"/g)].map(match => match[1])
  const first = ids(one)
  rmSync(directory, { recursive: true })
  directory = mkdtempSync(join(tmpdir(), 'another-checkout-'))
  expect(ids(record('jenkins'))).toEqual(first)
  expect(new Set(first).size).toBe(16)
})

test.for(profileNames)('%s says nothing of the machine', profile => {
  expect(record(profile).replaceAll(join(directory, 'shot.png'), '')).not.toContain(directory)
})
