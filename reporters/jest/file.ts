import type { SuiteRecording, TestRecording } from '../recording.ts'
import { errorsOf, execErrors } from './errors.ts'
import type { JestCaseResult, JestCaseStart, JestError, JestFileResult } from './events.ts'
import { hookOf } from './hooks.ts'

/** A test file whose results are coming in. */
export interface JestFile {
  started(start: JestCaseStart): void
  attempt(result: JestCaseResult): void
  finish(result: JestFileResult): void
}

interface Told {
  readonly test: TestRecording
  attempts: number
  failed: boolean
  open: boolean
}

/** @param sourceOf a file's text, `null` when it cannot be read */
export function createJestFile(suite: SuiteRecording, sourceOf: (path: string) => string | null): JestFile {
  /** By title path: several tests may share one. */
  const told = new Map<string, Told[]>()
  /** A further first attempt of a known name: another test, or the file begun anew after its worker died. */
  const again: JestCaseResult[] = []
  const beforeAlls: {
    readonly text: string
    describes: readonly string[]
    readonly errors: readonly unknown[]
  }[] = []

  const sharing = (of: JestCaseStart): Told[] => {
    const key = keyOf(of)
    const known = told.get(key) ?? []
    told.set(key, known)
    return known
  }
  const declare = (of: JestCaseStart, line: number | null): Told => {
    const test = suite.test({}, { titlePath: [...of.ancestorTitles, of.title], line })
    const entry: Told = { test, attempts: 0, failed: false, open: false }
    sharing(of).push(entry)
    return entry
  }
  const tell = (entry: Told, result: JestCaseResult): void => {
    const { test } = entry
    const { status, duration, startedAt = null, failing = false } = result
    if (failing && entry.attempts === 0) test.property('expected', 'failure')
    entry.attempts += 1
    entry.open = false
    entry.failed = status === 'failed'
    const durationMs = duration ?? 0
    if (status === 'passed' || status === 'focused')
      test.attempt({ outcome: 'passed', durationMs, startedAt })
    else if (status !== 'failed')
      test.attempt({ outcome: 'skipped', durationMs, reason: status === 'todo' ? 'todo' : '' })
    else {
      const errors = errorsOf(result)
      const hook = hookOf(errors[0], sourceOf)
      if (hook === 'beforeAll') {
        test.notRun('its beforeAll hook failed')
        chargeBeforeAll(result.ancestorTitles, errors)
      } else test.attempt({ outcome: 'failed', durationMs, startedAt, errors, ...(hook && { hook }) })
    }
  }
  const chargeBeforeAll = (ancestors: readonly string[], errors: readonly unknown[]): void => {
    const text = String((errors[0] as JestError).stack)
    const known = beforeAlls.find(each => each.text === text)
    if (known) known.describes = commonStart(known.describes, ancestors)
    else beforeAlls.push({ text, describes: ancestors, errors })
  }
  const attempt = (result: JestCaseResult): void => {
    const known = sharing(result)
    const { invocations = 1, location = null } = result
    const entry =
      invocations > 1
        ? known.find(each => each.attempts === invocations - 1 && each.failed)
        : known.find(each => each.attempts === 0)
    if (entry === undefined && invocations === 1 && known.length > 0) again.push(result)
    else tell(entry ?? declare(result, location?.line ?? null), result)
  }

  return {
    started(start) {
      // Another attempt, or another test of the same name: its result says which. It may even come before the result
      // of the first, for jest waits for each reporter before it tells the next.
      if (sharing(start).length > 0) return
      const entry = declare(start, null)
      entry.open = true
      entry.test.start(start.startedAt ?? undefined)
    },
    attempt,
    finish(result) {
      for (const each of again) {
        if (result.testResults.length > 0) tell(declare(each, each.location?.line ?? null), each)
        else if (each.status === 'failed')
          sharing(each)
            .slice(0, 1)
            .forEach(entry => void tell(entry, each))
      }
      const counted = new Map<string, number>()
      for (const each of result.testResults) {
        // jest tells no case result for what it skips.
        const skipped = each.status === 'pending' || each.status === 'skipped' || each.status === 'disabled'
        const key = keyOf(each)
        const nth = counted.get(key) ?? 0
        if (!skipped) counted.set(key, nth + 1)
        if (skipped || sharing(each)[nth] === undefined)
          tell(declare(each, each.location?.line ?? null), each)
      }
      for (const { describes, errors } of beforeAlls) suite.hook('beforeAll', describes, errors)
      if (result.testExecError) tellExecError(suite, [...told.values()].flat(), result, result.testExecError)
      for (const { type, message } of result.console ?? [])
        suite.output(type === 'error' || type === 'warn' ? 'stderr' : 'stdout', `${message}\n`)
      const { start, end } = result.perfStats ?? { start: 0, end: 0 }
      suite.finish(start > 0 ? { startedAt: start, durationMs: Math.max(0, end - start) } : {})
    },
  }
}

/** It says only that something went wrong outside the tests; what, is told by which of them have a result. */
function tellExecError(
  suite: SuiteRecording,
  told: readonly Told[],
  { testResults }: JestFileResult,
  error: JestError,
): void {
  const errors = execErrors(error)
  const first = (error.message || error.stack || 'the worker died').split('\n')[0] ?? ''
  if (told.length === 0) suite.loadError(errors)
  else if (testResults.length === 0 || told.some(each => each.open)) suite.died(first)
  else for (const each of errors) suite.hook('afterAll', [], [each])
}

function commonStart(one: readonly string[], other: readonly string[]): readonly string[] {
  const differs = one.findIndex((title, index) => title !== other[index])
  return differs === -1 ? one : one.slice(0, differs)
}

function keyOf({ ancestorTitles, title }: JestCaseStart): string {
  return JSON.stringify([...ancestorTitles, title])
}
