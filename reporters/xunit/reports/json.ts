import type { SummaryTest, XunitSummary } from '../summary.ts'
import type { OutputFile } from './report.ts'
import { headline } from './wording.ts'

/** `cd-gate/xunit-summary/1`. Times are milliseconds. */
export async function renderJson(summary: XunitSummary): Promise<readonly OutputFile[]> {
  const { outcome, reports, totals, durationMs, failed, flaky, notRun, slowest, faults } = summary
  const document = {
    schema: 'cd-gate/xunit-summary/1',
    outcome,
    headline: headline(summary),
    reports,
    tests: totals,
    durationMs,
    failed: failed.map(testOf),
    flaky: flaky.map(testOf),
    notRun: notRun.map(testOf),
    slowest: slowest.map(testOf),
    unreadable: faults.map(({ name, error }) => ({ file: name, code: error.code, message: error.message })),
  }
  return [{ file: '', text: `${JSON.stringify(document, null, 2)}\n` }]
}

function testOf({ detail: _, id, message, reason, ...told }: SummaryTest) {
  return { id: id || null, ...told, message: message || null, reason: reason || null }
}
