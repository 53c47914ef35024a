import { type Html, html } from '../../../core/html.ts'
import { renderPage, styleFile } from '../../../core/page.ts'
import { pageStyle } from '../../../core/page-style.ts'
import { plural } from '../../../core/text.ts'
import type { SummaryTest, XunitSummary } from '../summary.ts'
import type { OutputFile, RenderOptions } from './report.ts'
import { byReason, conclusion, duration, headline, historyOf, outcomeWords, whereOf } from './wording.ts'

/** A page that needs no script, with its style sheet beside it. */
export async function renderHtml(
  summary: XunitSummary,
  { now }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const { failed, flaky, notRun, slowest, outcome } = summary
  const sections = [
    { id: 'figures', title: 'Figures', content: figures(summary) },
    { id: 'failed', title: 'Failed', content: testList(failed, 'No test failed.') },
    { id: 'flaky', title: 'Flaky', content: testList(flaky, 'None.') },
    { id: 'not-run', title: 'Not run', content: notRunList(notRun) },
    { id: 'slowest', title: 'Slowest', content: slowestTable(slowest) },
    { id: 'reports', title: 'Reports', content: reportList(summary) },
  ]
  const page = renderPage({
    title: 'Test results',
    verdict: { outcome, word: outcomeWords[outcome] },
    summary: `${headline(summary)}.`,
    facts: [
      { name: 'Verdict', value: conclusion(summary) },
      { name: 'Read', value: plural(summary.reports.length, 'report') },
    ],
    sections,
    now,
  })
  return [
    { file: '', text: page },
    { file: styleFile, text: pageStyle },
  ]
}

function figures({ totals, durationMs }: XunitSummary): Html {
  const tiles = [
    { name: 'Passed', count: totals.passed },
    { name: 'Failed', count: totals.failed + totals.errored },
    { name: 'Flaky', count: totals.flaky },
    { name: 'Skipped', count: totals.skipped },
    { name: 'Not run', count: totals.notRun },
  ]
  return html`<dl class="metrics">${tiles.map(
    ({ name, count }) =>
      html`<div><dt>${name}</dt><dd>${count}<small>of ${plural(totals.tests, 'test')}</small></dd></div>`,
  )}<div><dt>Time</dt><dd>${duration(durationMs)}<small>of all attempts</small></dd></div></dl>`
}

function testList(tests: readonly SummaryTest[], none: string): Html {
  if (tests.length === 0) return html`<p>${none}</p>`
  return html`<ul class="plain">${tests.map(each => html`<li>${testItem(each)}</li>\n`)}</ul>`
}

function testItem(test: SummaryTest): Html {
  const sign =
    test.outcome === 'flaky'
      ? html`<span class="unsure">~<span class="hidden"> flaky</span></span>`
      : html`<span class="bad">✗<span class="hidden"> ${test.outcome}</span></span>`
  const title = html`${sign} <b>${test.name}</b> <span class="soft">${historyOf(test)}, ${duration(test.durationMs)}</span>`
  const where = html`<span class="remark"><span class="path">${whereOf(test)}</span></span>`
  const message = test.message === '' ? null : html`<span class="remark">${test.message}</span>`
  if (test.detail.trim() === '') return html`${title}${where}${message}`
  const lines = test.detail
    .trimEnd()
    .split('\n')
    .map(line => html`<li><span class="s"></span>${line}</li>`)
  return html`${title}${where}${message}<details><summary>What was reported</summary><div class="code" tabindex="0"><ol>${lines}</ol></div></details>`
}

function notRunList(tests: readonly SummaryTest[]): Html {
  if (tests.length === 0) return html`<p>Every test has a result.</p>`
  return html`${byReason(tests).map(
    ({ reason, tests: all }) =>
      html`<details${all.length <= 20 ? html` open` : null}><summary>${plural(all.length, 'test')}: ${reason}</summary><ul class="plain">${all.map(each => html`<li>${each.name} <span class="soft">${whereOf(each)}</span></li>`)}</ul></details>`,
  )}`
}

function slowestTable(tests: readonly SummaryTest[]): Html {
  if (tests.length === 0) return html`<p>No test took any time.</p>`
  return html`<table>
<thead><tr><th>Test</th><th class="num">Time</th><th class="lines optional">Where</th></tr></thead>
<tbody>${tests.map(each => html`<tr><td><span class="path">${each.name}</span></td><td class="num">${duration(each.durationMs)}</td><td class="lines optional"><span class="path">${whereOf(each)}</span></td></tr>\n`)}</tbody></table>`
}

function reportList({ reports, faults }: XunitSummary): Html {
  return html`<ul class="plain">${faults.map(
    ({ error }) => html`<li><b>unreadable: </b>${error.message} <span class="soft">${error.hint}</span></li>`,
  )}${reports.map(
    ({ name, suites, tests }) =>
      html`<li><span class="path">${name}</span> <span class="soft">${plural(suites, 'suite')}, ${plural(tests, 'test')}</span></li>`,
  )}</ul>`
}
