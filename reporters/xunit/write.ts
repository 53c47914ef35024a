import { type Attempt, isProblem, type Property, type TestCase, type TestSuite } from '../../core/test-run.ts'
import { xmlAttribute, xmlText } from '../../core/xml.ts'
import { type CaseForm, caseForms } from './case-forms.ts'
import type { Profile, RetryForm } from './profiles.ts'

export interface WriteOptions {
  readonly profile: Profile
  readonly retries: RetryForm
  /** Makes an attachment's path what the profile's readers expect. */
  readonly attachmentPath: (path: string) => string
}

/** What the root element counts. */
export interface RootCounts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
  readonly durationMs: number
}

export const noCounts: RootCounts = { tests: 0, failures: 0, errors: 0, skipped: 0, durationMs: 0 }

export function addCounts(one: RootCounts, other: RootCounts): RootCounts {
  return {
    tests: one.tests + other.tests,
    failures: one.failures + other.failures,
    errors: one.errors + other.errors,
    skipped: one.skipped + other.skipped,
    durationMs: one.durationMs + other.durationMs,
  }
}

/**
 * The report's beginning. While a run lasts its counts are not known: the room that they will take is kept free inside
 * the tag, so that the same head with its counts is as long, and can be written over it.
 */
export function renderHead(name: string, profile: Profile, counts: RootCounts | null): string {
  const room = 110
  const told = counts === null ? '' : countsOf(profile, counts)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${profile.root} name="${xmlAttribute(name)}"${told.padEnd(room)}>\n`
}

function countsOf(profile: Profile, { tests, failures, errors, skipped, durationMs }: RootCounts): string {
  const counts = ` tests="${tests}" failures="${failures}" errors="${errors}"`
  // junit-10.xsd knows no `skipped` on testsuites; Surefire's schema wants it on its testsuite.
  const more = profile.root === 'testsuite' ? ` skipped="${skipped}"` : ''
  return `${counts}${more} time="${seconds(durationMs)}"`
}

export function renderTail(profile: Profile): string {
  return `</${profile.root}>\n`
}

/** A suite, and what it adds to the root's counts. */
export function renderSuite(suite: TestSuite, options: WriteOptions): { xml: string; counts: RootCounts } {
  const { profile, retries } = options
  const counted = { passed: 0, failed: 0, errored: 0, skipped: 0, 'not-run': 0 }
  const render = caseRenderer(options)
  let tests = 0
  let cases = ''
  for (const each of suite.cases)
    for (const form of caseForms(each, retries)) {
      tests += 1
      counted[form.main.outcome] += 1
      cases += render(form)
    }
  const counts: RootCounts = {
    tests,
    failures: counted.failed,
    errors: counted.errored,
    skipped: counted.skipped + counted['not-run'],
    durationMs: suite.durationMs,
  }
  if (profile.root === 'testsuite') return { xml: cases, counts }
  const has = (name: Profile['suiteAttributes'][number]) => profile.suiteAttributes.includes(name)
  const head =
    `<testsuite name="${xmlAttribute(suite.name)}"` +
    attribute('id', has('id') ? suite.id : '') +
    attribute('file', has('file') ? suite.file : null) +
    attribute('timestamp', has('timestamp') ? timestampOf(suite.startedAt) : null) +
    ` time="${seconds(suite.durationMs)}" tests="${counts.tests}" failures="${counts.failures}"` +
    ` errors="${counts.errors}" skipped="${counts.skipped}">\n`
  const properties = profile.suiteProperties ? renderProperties('', suite.properties) : ''
  const output = element('system-out', suite.stdout) + element('system-err', suite.stderr)
  return { xml: `${head}${properties}${cases}${output}</testsuite>\n`, counts }
}

/** Of one suite's cases, which have most of their attributes in common. */
function caseRenderer(options: WriteOptions): (form: CaseForm) => string {
  const { profile } = options
  const has = (name: Profile['caseAttributes'][number]) => profile.caseAttributes.includes(name)
  const [file, line, timestamp] = [has('file'), has('line'), has('timestamp')]
  const classnameAttribute = repeated(text => ` classname="${xmlAttribute(text)}" time="`)
  const fileAttribute = repeated(text => attribute('file', text))
  return form => {
    const { test, main } = form
    let xml = `<testcase name="${xmlAttribute(test.name)}"${classnameAttribute(test.classname)}${seconds(form.durationMs)}"`
    if (file && test.file !== null) xml += fileAttribute(test.file)
    if (line && test.line !== null) xml += ` line="${test.line}"`
    if (timestamp) xml += attribute('timestamp', timestampOf(form.startedAt))
    const body =
      (profile.caseProperties ? renderProperties(test.id, test.properties) : '') +
      renderResult(main, form, profile) +
      element('system-out', withAttachments(main.stdout, test, options)) +
      element('system-err', main.stderr)
    return body === '' ? `${xml}/>\n` : `${xml}>\n${body}</testcase>\n`
  }
}

/** Keeps the last text's rendering. */
function repeated(render: (text: string) => string): (text: string) => string {
  let last: string | null = null
  let rendered = ''
  return text => {
    if (text === last) return rendered
    last = text
    rendered = render(text)
    return rendered
  }
}

/** Surefire's schema fixes the order: failure, rerunFailure, flakyFailure, skipped, error, rerunError, flakyError, output. */
function renderResult(main: Attempt, { reruns }: CaseForm, profile: Profile): string {
  if (main.outcome === 'passed' && reruns.length === 0) return ''
  const failed = main.outcome === 'failed' ? renderProblem('failure', main, profile) : ''
  const errored = main.outcome === 'errored' ? renderProblem('error', main, profile) : ''
  const isError = (each: Attempt) => each.outcome === 'errored' && profile.errorReruns === 'as-error'
  const kind = isProblem(main) ? 'rerun' : 'flaky'
  const failures = reruns
    .filter(each => !isError(each))
    .map(each => renderRerun(`${kind}Failure`, each, profile))
  const errors = reruns.filter(isError).map(each => renderRerun(`${kind}Error`, each, profile))
  return failed + failures.join('') + renderSkipped(main) + errored + errors.join('')
}

function renderSkipped({ outcome, reason }: Attempt): string {
  if (outcome === 'not-run')
    return `<skipped message="${xmlAttribute(`not run: ${reason || 'nobody said why'}`)}"/>\n`
  if (outcome !== 'skipped') return ''
  return reason === '' ? '<skipped/>\n' : `<skipped message="${xmlAttribute(reason)}"/>\n`
}

function renderProblem(name: 'failure' | 'error', { problem }: Attempt, profile: Profile): string {
  return `<${name}${problemAttributes(problem, profile)}>${xmlText(problem?.detail ?? '')}</${name}>\n`
}

function renderRerun(name: string, attempt: Attempt, profile: Profile): string {
  const details = profile.rerunDetails
    ? ` time="${seconds(attempt.durationMs)}"${attribute('timestamp', timestampOf(attempt.startedAt))}` +
      (attempt.outcome === 'errored' ? ' outcome="error"' : '')
    : ''
  const body =
    `<stackTrace>${xmlText(attempt.problem?.detail ?? '')}</stackTrace>\n` +
    element('system-out', attempt.stdout) +
    element('system-err', attempt.stderr)
  return `<${name}${problemAttributes(attempt.problem, profile)}${details}>\n${body}</${name}>\n`
}

/** `type` is required by junit-10.xsd on every rerun. */
function problemAttributes(problem: Attempt['problem'], { problemType }: Profile): string {
  const type = problemType ? ` type="${xmlAttribute(problem?.type ?? '')}"` : ''
  return ` message="${xmlAttribute(problem?.message ?? '')}"${type}`
}

/** @param id the case's own, the first of its properties; `''` where there is none */
function renderProperties(id: string, properties: readonly Property[]): string {
  if (id === '' && properties.length === 0) return ''
  let lines = id === '' ? '' : property('cdgate.id', xmlAttribute(id))
  for (const { name, value } of properties) lines += property(xmlAttribute(name), xmlAttribute(value))
  return `<properties>\n${lines}</properties>\n`
}

function property(name: string, value: string): string {
  return `<property name="${name}" value="${value}"/>\n`
}

/** Jenkins trims the middle of long output before it looks for these lines, so that they come last, one a line. */
function withAttachments(stdout: string, test: TestCase, { profile, attachmentPath }: WriteOptions): string {
  if (test.attachments.length === 0 || profile.attachments === 'none') return stdout
  const lines = test.attachments.map(path => `[[ATTACHMENT|${attachmentPath(path)}]]`)
  const before = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`
  return `${before}${lines.join('\n')}\n`
}

function element(name: string, text: string): string {
  return text === '' ? '' : `<${name}>${xmlText(text)}</${name}>\n`
}

function attribute(name: string, value: string | null): string {
  return value === null || value === '' ? '' : ` ${name}="${xmlAttribute(value)}"`
}

/** Seconds with three decimals: more are refused by junit-10.xsd, an exponent by every reader. */
export function seconds(ms: number): string {
  return Number.isFinite(ms) && ms > 0 ? (ms / 1000).toFixed(3) : '0.000'
}

let lastSecond = Number.NaN
let lastText = ''

/** In UTC with its `Z`: without a zone a reader may take it for its own. Tests of one second share the costly part. */
function timestampOf(at: number | null): string | null {
  if (at === null || !(Math.abs(at) <= 8.64e15)) return null
  const second = Math.floor(at / 1000)
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, -4)
    lastSecond = second
  }
  return `${lastText}${String(Math.floor(at) - second * 1000).padStart(3, '0')}Z`
}
