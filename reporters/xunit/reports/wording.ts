import { plural } from '../../../core/text.ts'
import type { Outcome } from '../../../core/verdict.ts'
import type { SummaryTest, XunitSummary } from '../summary.ts'

/** What every rendering says in the same words. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNCLEAR',
}

/** "2 of 120 tests fail, 1 is flaky, 4 skipped, in 12.3 s". */
export function headline({ totals, durationMs, faults }: XunitSummary): string {
  const { tests, failed, errored, flaky, skipped, notRun, passed } = totals
  if (tests === 0) return faults.length > 0 ? 'no report could be read' : 'no test ran'
  const bad = failed + errored
  const others = [
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    `${duration(durationMs)} in all`,
  ]
  const main =
    bad > 0
      ? `${bad} of ${plural(tests, 'test')} failed`
      : passed + flaky === 0
        ? `none of ${plural(tests, 'test')} ran`
        : `${passed + flaky} of ${plural(tests, 'test')} passed`
  return [main, ...others].join(', ')
}

/** One sentence on why the outcome is what it is. */
export function conclusion({ outcome, totals, faults }: XunitSummary): string {
  if (outcome === 'pass')
    return totals.flaky > 0
      ? `No test failed for good; ${plural(totals.flaky, 'test')} passed only when tried again.`
      : 'No test failed.'
  if (outcome === 'fail') return 'Tests failed.'
  const why = [
    ...(faults.length > 0 ? [`${plural(faults.length, 'report')} could not be read`] : []),
    ...(totals.tests > 0 && totals.passed + totals.flaky === 0 ? ['no test has a result'] : []),
    ...(totals.tests === 0 && faults.length === 0 ? ['the reports hold no test'] : []),
    ...(totals.notRun > 0 ? [`${plural(totals.notRun, 'test')} never ran`] : []),
  ]
  return `Whether the tests pass cannot be told: ${why.join(', ')}.`
}

export function placeOf({ file, line, suite }: SummaryTest): string {
  return file === null ? suite : line === null ? file : `${file}:${line}`
}

/** Where it is, as far as its file does not say it: the titles around it, or a class, or a suite. `''` where there is no more. */
export function contextOf({ file, classname, suite }: SummaryTest): string {
  const place = file ?? suite
  const context = classname === '' ? suite : classname
  if (context === place) return ''
  // cd-gate's own classes begin with the file: `src.cart_test.total`.
  const stem = place
    .replace(/\.[^./]+$/, '')
    .split('/')
    .map(part => part.replace(/[.\s]+/g, '_'))
    .join('.')
  return context === stem ? '' : context.startsWith(`${stem}.`) ? context.slice(stem.length + 1) : context
}

/** Enough to find a test: `src/cart.test.ts:5 › total`. */
export function whereOf(test: SummaryTest): string {
  const context = contextOf(test)
  return context === '' ? placeOf(test) : `${placeOf(test)} › ${context}`
}

/** "failed", "errored twice more": how a test that is no longer green got there. */
export function historyOf({ outcome, attempts }: SummaryTest): string {
  if (outcome === 'flaky') return `passed at attempt ${attempts}`
  return attempts > 1 ? `${outcome} ${attempts} times` : outcome
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 120) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
  const minutes = Math.floor(seconds / 60)
  const rest = Math.floor(seconds % 60)
  return minutes < 120 ? `${minutes} min ${rest} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Tests that never ran, by the reason, most first. */
export function byReason(
  tests: readonly SummaryTest[],
): readonly { readonly reason: string; readonly tests: readonly SummaryTest[] }[] {
  const groups = new Map<string, SummaryTest[]>()
  for (const each of tests) {
    const reason = each.reason || 'nobody said why'
    const group = groups.get(reason)
    if (group) group.push(each)
    else groups.set(reason, [each])
  }
  return [...groups]
    .map(([reason, all]) => ({ reason, tests: all }))
    .sort((a, b) => b.tests.length - a.tests.length)
}
