import { type Html, html } from '../../core/html.ts'
import { renderPage, styleFile } from '../../core/page.ts'
import { pageStyle } from '../../core/page-style.ts'
import { plural } from '../../core/text.ts'
import type { Outcome } from '../../core/verdict.ts'
import type { FlakyReport, QuarantinedTest, ReportTest } from '../report-model.ts'
import type { OutputFile, RenderOptions } from './report.ts'
import { sparkline } from './sparkline.ts'
import * as word from './wording.ts'

const MOST_NAME = 300

/** A page that needs no script, with its style sheet beside it. */
export async function renderHtml(
  report: FlakyReport,
  { now }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const { failing, flaky, quarantined, incidents, healed } = report
  const page = renderPage({
    title: 'Flaky tests',
    verdict: verdictOf(report),
    summary: `${word.headline(report)}.`,
    facts: [
      { name: 'Looked at', value: word.scope(report) },
      { name: 'Record', value: report.where },
      ...(report.damaged.length > 0
        ? [{ name: 'Unreadable', value: plural(report.damaged.length, 'segment') }]
        : []),
    ],
    sections: [
      { id: 'failing', title: 'Keep failing', content: list(failing, 'No test keeps failing.', failingItem) },
      { id: 'flaky', title: 'Flaky', content: flakySection(flaky) },
      { id: 'quarantine', title: 'Quarantine', content: quarantineSection(report, quarantined) },
      { id: 'incidents', title: 'Incidents', content: incidentSection(incidents) },
      { id: 'healed', title: 'Healed', content: list(healed, 'None.', healedItem) },
      { id: 'cost', title: 'What it costs', content: costSection(report) },
    ],
    now,
  })
  return [
    { file: '', text: page },
    { file: styleFile, text: pageStyle },
  ]
}

function verdictOf({ failing, flaky, faults }: FlakyReport): {
  readonly outcome: Outcome
  readonly word: string
} {
  if (failing.length > 0 || faults.length > 0) return { outcome: 'fail', word: 'FAILING' }
  return flaky.length > 0 ? { outcome: 'unknown', word: 'FLAKY' } : { outcome: 'pass', word: 'STEADY' }
}

function list<T>(items: readonly T[], none: string, itemOf: (item: T) => Html): Html {
  if (items.length === 0) return html`<p>${none}</p>`
  return html`<ul class="plain">${items.map(each => html`<li>${itemOf(each)}</li>\n`)}</ul>`
}

/** A name of thousands of characters says no more than its beginning. */
function short(name: string): string {
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name
}

function remark(content: Html | string): Html {
  return html`<span class="remark">${content}</span>`
}

function head(test: ReportTest, tint: string, sign: string, fact: string): Html {
  return html`<span class="${tint}">${sign}<span class="hidden"> ${word.stateWords[test.state]}</span></span> <b>${short(test.test.name)}</b> <span class="soft">${fact}</span>${remark(
    html`<span class="path">${word.placeOf(test)}</span> ${word.ownerText(test.owner)}${test.quarantine.length > 0 ? ', in quarantine' : null}`,
  )}${remark(sparkline(test.recent))}`
}

function failingItem(test: ReportTest): Html {
  return html`${head(test, 'bad', '✗', word.streakText(test))}${remark(`${word.sinceText(test)}; ${word.lastGreenText(test)}`)}${failure(test)}`
}

function flakyItem(test: ReportTest): Html {
  const state = word.stateWords[test.state]
  return html`${head(test, 'unsure', '~', `${state}, ${word.rateText(test)}`)}${remark(word.costText(test))}${failure(test)}`
}

function healedItem(test: ReportTest): Html {
  return head(test, 'good', '✓', word.rateText(test))
}

function failure({ message, fingerprint, alike }: ReportTest): Html {
  const others = alike > 0 ? ` ${word.alikeText(alike)}` : ''
  return html`${message === '' ? null : remark(message)}${fingerprint === '' ? null : remark(html`<code>${fingerprint}</code>${others}`)}`
}

function flakySection(flaky: readonly ReportTest[]): Html {
  const key = html`<p class="soft">The dearest first. A rate is the chance that the first attempt fails although the code is good, with its 90 % interval.</p>`
  return html`${flaky.length > 0 ? key : null}${list(flaky, 'No test is flaky.', flakyItem)}`
}

function quarantineSection({ faults }: FlakyReport, quarantined: readonly QuarantinedTest[]): Html {
  const wrong = faults.map(({ message }) => html`<li><b class="bad">✗ ${message}</b></li>`)
  return html`${wrong.length > 0 ? html`<ul class="plain">${wrong}</ul>` : null}${list(quarantined, 'No test is in quarantine.', quarantineItem)}`
}

function quarantineItem(each: QuarantinedTest): Html {
  const { entry, expired, test } = each
  const until = html`<span class="${expired ? 'bad' : 'soft'}">${word.expiryText(each)}</span>`
  return html`<b>${short(entry.name)}</b> ${until}${remark(
    html`<span class="path">${entry.file ?? entry.classname}</span> ${word.ownerText(entry.owner)}`,
  )}${test === null ? null : remark(sparkline(test.recent))}${remark(word.healthText(each))}${entry.reason === '' ? null : remark(entry.reason)}${entry.message === '' ? null : remark(html`<code>${entry.fingerprint}</code> ${entry.message}`)}`
}

function incidentSection(incidents: FlakyReport['incidents']): Html {
  return list(
    incidents,
    'None.',
    each =>
      html`<b>${word.buildText(each.build)}</b> <span class="soft">${word.incidentText(each)}</span>${remark(each.incident.message)}`,
  )
}

function costSection({ tax }: FlakyReport): Html {
  const tiles = [
    { name: 'Passes at once', value: word.percent(tax.firstTryGreen), what: 'of builds with good code' },
    { name: 'Builds blocked', value: word.amount(tax.blockedBuilds), what: 'a week' },
    { name: 'Minutes', value: word.amount(tax.minutes), what: 'a week' },
  ]
  const metrics = html`<dl class="metrics">${tiles.map(({ name, value, what }) => html`<div><dt>${name}</dt><dd>${value}<small>${what}</small></dd></div>`)}</dl>`
  if (tax.owners.length === 0) return metrics
  return html`${metrics}<table>
<thead><tr><th>Owner</th><th class="num">Tests</th><th class="num">Builds</th><th class="num">Minutes</th></tr></thead>
<tbody>${tax.owners.map(
    each =>
      html`<tr><td><span class="path">${word.ownerText(each.owner)}</span></td><td class="num">${each.tests}</td><td class="num">${word.amount(each.blockedBuilds)}</td><td class="num">${word.amount(each.minutes)}</td></tr>\n`,
  )}</tbody></table>`
}
