import type { Attempt, AttemptOutcome, CaseKind, Problem, TestCase } from '../../core/test-run.ts'
import type { Dialect } from './dialects.ts'
import type { RawCase, RawResult } from './read-raw.ts'
import { readDuration, readTimestamp, splitAttachments } from './read-values.ts'

/** A case's attempts and what is known of it beyond its names. */
export type ReadCase = Pick<TestCase, 'id' | 'attempts' | 'properties' | 'attachments'>

/** What a report says where it does not know why a test never ran. */
const NOT_RUN = /^not run(?:: ?|$)/i
const NOBODY_SAID = 'nobody said why'

export function readCase(raw: RawCase, dialect: Dialect): ReadCase {
  const isBare = raw.results.length + raw.stdout.length + raw.stderr.length + raw.properties.length === 0
  return isBare ? readBareCase(raw) : readFullCase(raw, dialect)
}

/** Most tests of most reports pass without a word: they are read in a tenth of the time. */
function readBareCase({ attributes }: RawCase): ReadCase {
  const { outcome, problem, reason } = byStatus(attributes.status ?? '', attributes.result ?? '')
  const startedAt = readTimestamp(attributes.timestamp)
  const durationMs = readDuration(attributes.time ?? attributes.duration) ?? 0
  const attempt: Attempt = { outcome, startedAt, durationMs, problem, reason, stdout: '', stderr: '' }
  return { id: '', attempts: [attempt], properties: none, attachments: none }
}

const none: readonly never[] = []

function readFullCase(raw: RawCase, dialect: Dialect): ReadCase {
  const out = splitAttachments(readText(raw.stdout.join(''), dialect))
  const attachments = [...out.attachments]
  const texts = (result: RawResult): Pick<Attempt, 'stdout' | 'stderr'> => {
    const split = splitAttachments(readText(result.stdout, dialect))
    attachments.push(...split.attachments)
    return { stdout: split.text, stderr: readText(result.stderr, dialect) }
  }
  const flaky = raw.results
    .filter(each => each.element.startsWith('flaky'))
    .map(each => rerun(each, dialect, texts))
  const reruns = raw.results
    .filter(each => each.element.startsWith('rerun'))
    .map(each => rerun(each, dialect, texts))
  const others = [...flaky, ...reruns].reduce((sum, each) => sum + each.durationMs, 0)
  const time = readDuration(raw.attributes.time ?? raw.attributes.duration) ?? 0
  const timed = [...flaky, ...reruns]
  const main: Attempt = {
    ...resultOf(raw, dialect),
    startedAt:
      dialect.timeHoldsReruns && flaky.length > 0
        ? endOf(flaky.at(-1))
        : readTimestamp(raw.attributes.timestamp),
    durationMs: timed.length > 0 && dialect.timeHoldsReruns ? Math.max(0, rounded(time - others)) : time,
    stdout: out.text,
    stderr: readText(raw.stderr.join(''), dialect),
  }
  // A skip behind failures would hide them.
  const hidden = flaky.length > 0 && (main.outcome === 'skipped' || main.outcome === 'not-run')
  const [first = main, ...rest] = hidden ? [main, ...flaky, ...reruns] : [...flaky, main, ...reruns]
  const own = raw.properties.filter(({ name }) => name !== 'cdgate.id')
  return {
    id: raw.properties.find(({ name }) => name === 'cdgate.id')?.value ?? '',
    attempts: [first, ...rest],
    properties: own,
    attachments: [...new Set(attachments)],
  }
}

/** The time of a flaky case is that of its first attempt; the last began when the one before it ended. */
function endOf(attempt: Attempt | undefined): number | null {
  return attempt?.startedAt ? Math.round(attempt.startedAt + attempt.durationMs) : null
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** Surefire's flakyFailure and its kin: an attempt that failed. */
function rerun(
  raw: RawResult,
  dialect: Dialect,
  texts: (result: RawResult) => Pick<Attempt, 'stdout' | 'stderr'>,
): Attempt {
  const isError = raw.element.endsWith('Error') || raw.attributes.outcome === 'error'
  return {
    outcome: isError ? 'errored' : 'failed',
    startedAt: readTimestamp(raw.attributes.timestamp),
    durationMs: readDuration(raw.attributes.time) ?? 0,
    problem: problemOf([raw], dialect),
    reason: '',
    ...texts(raw),
  }
}

type Result = Pick<Attempt, 'outcome' | 'problem' | 'reason'>

/**
 * A failure is one whatever else is said: consumers that believe a `skipped` or a `status` beside it show a green test.
 */
function resultOf({ results, attributes }: RawCase, dialect: Dialect): Result {
  const problems = results.filter(({ element }) => element === 'failure' || element === 'error')
  if (problems.length > 0) {
    const outcome = problems.some(({ element }) => element === 'error') ? 'errored' : 'failed'
    return { outcome, problem: problemOf(problems, dialect), reason: '' }
  }
  // A test that was rerun and failed has a rerun beside its failure; without one, the reruns are all that is known.
  if (results.some(({ element }) => element.startsWith('rerun'))) {
    return {
      outcome: 'failed',
      problem: { type: '', message: 'failed, and failed again', detail: '' },
      reason: '',
    }
  }
  const skipped = results.find(({ element }) => element === 'skipped')
  if (skipped) return skippedBecause(skipReason(skipped, dialect))
  return byStatus(attributes.status ?? '', attributes.result ?? '')
}

function skipReason({ attributes, text }: RawResult, dialect: Dialect): string {
  const message = attributes.message ?? ''
  const more = readText(text, dialect).trim()
  if (dialect.exactText) return message || more
  return [message.trim(), more.startsWith(message.trim()) || message !== '' ? '' : more]
    .filter(Boolean)
    .join(': ')
}

function skippedBecause(reason: string): Result {
  const notRun = NOT_RUN.exec(reason)
  if (!notRun) return { outcome: 'skipped', problem: null, reason }
  const why = reason.slice(notRun[0].length)
  return { outcome: 'not-run', problem: null, reason: why === NOBODY_SAID ? '' : why }
}

const statuses: Readonly<Record<string, AttemptOutcome>> = {
  disabled: 'skipped',
  ignored: 'skipped',
  skipped: 'skipped',
  pending: 'skipped',
  suppressed: 'skipped',
  notrun: 'not-run',
  failed: 'failed',
  failure: 'failed',
  fail: 'failed',
  error: 'errored',
  broken: 'errored',
}

const passed: Result = { outcome: 'passed', problem: null, reason: '' }

/** Tools that know `status` or `result` say with it what an element says elsewhere. A failure in either counts. */
function byStatus(status: string, result: string): Result {
  if (status === '' && result === '') return passed
  const said = [status, result].map(each => ({ each, outcome: statuses[each.trim().toLowerCase()] }))
  const worst = ['failed', 'errored', 'skipped', 'not-run'] as const
  for (const outcome of worst) {
    const found = said.find(each => each.outcome === outcome)
    if (!found) continue
    if (outcome === 'skipped' || outcome === 'not-run') return { outcome, problem: null, reason: '' }
    return {
      outcome,
      problem: { type: '', message: `its status is "${found.each}"`, detail: '' },
      reason: '',
    }
  }
  return passed
}

/** Several failures of one attempt are one problem: none is lost. */
function problemOf(raws: readonly RawResult[], dialect: Dialect): Problem {
  const all = raws.map(each => oneProblem(each, dialect))
  const main =
    all[
      Math.max(
        0,
        raws.findIndex(({ element }) => element === 'error'),
      )
    ] ?? oneProblem(raws[0] as RawResult, dialect)
  if (all.length === 1) return main
  const detail = all.map(({ message, detail: text }, index) => {
    const body = text.includes(message) ? text : `${message}\n${text}`
    return `(${index + 1} of ${all.length}) ${body}`
  })
  return { ...main, detail: detail.join('\n\n') }
}

function oneProblem({ attributes, text, stackTrace }: RawResult, dialect: Dialect): Problem {
  const type = attributes.type ?? ''
  const given = attributes.message
  const body =
    stackTrace === null
      ? readText(text, dialect, true)
      : [readText(stackTrace, dialect, true), readText(text, dialect, true).trim()].filter(Boolean).join('\n')
  if (dialect.exactText) return { type, message: given ?? firstLine(body), detail: body }
  const message = firstLine(given ?? '') || firstLine(body) || type
  // A message of several lines is one line here; the others must stand somewhere.
  const lost = given?.trim().includes('\n') === true && !body.includes(given.trim())
  return { type, message, detail: lost ? [given?.trim(), body].filter(Boolean).join('\n\n') : body }
}

function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0].trimEnd() ?? ''
}

/** Without the line break after the start tag and the indentation of the end tag, which are layout. */
function readText(text: string, dialect: Dialect, trimmed = false): string {
  if (dialect.exactText || text === '') return text
  if (!/\S/.test(text)) return ''
  const start = text.replace(/^[ \t]*\r?\n/, '')
  return trimmed ? start.trimEnd() : start.replace(/\n[ \t]+$/, '\n')
}

/** Hooks and files that did not load show by their names in cd-gate's own reports, and by their place in others. */
export function kindOf(name: string, classname: string): CaseKind {
  if (classname === '<init>' || name === '(load)') return 'load'
  if (name === '(run)') return 'run'
  return /^(before|after)(All|Each) hook/.test(name) ? 'hook' : 'test'
}
