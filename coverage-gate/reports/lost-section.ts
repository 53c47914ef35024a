import { type Html, html } from '../../core/html.ts'
import type { SourceText } from '../../core/source-file.ts'
import type { BaselineFacts, CoverageVerdict } from '../model.ts'
import { asMissed, baselineText, causeText, hiddenText, losingFiles, shownCategories } from './lost.ts'
import { sourceViews } from './source-views.ts'

type Section = { readonly id: string; readonly title: string; readonly content: Html }

/** What became of the lines outside the change, and what the change hides; nothing where neither was asked or found. */
export function lostSections(verdict: CoverageVerdict, source: SourceText): readonly Section[] {
  const { baseline, hidden } = verdict
  return [
    ...(baseline
      ? [{ id: 'outside', title: 'Outside the change', content: outside(verdict, baseline, source) }]
      : []),
    ...(hidden.length > 0
      ? [{ id: 'hidden', title: 'Hidden code', content: list(hidden.map(hiddenText)) }]
      : []),
  ]
}

function outside(verdict: CoverageVerdict, baseline: BaselineFacts, source: SourceText): Html {
  const losing = losingFiles(verdict)
  return html`<p>Compared with ${baselineText(baseline)}.</p>${categoryTable(baseline)}${
    baseline.causes.length > 0 ? list(baseline.causes.map(causeText)) : null
  }${losing.length > 0 ? sourceViews(losing.map(asMissed), source, 'lost') : html`<p>No line lost its coverage.</p>`}`
}

/** Each category has a sign and words beside its colour, and blue and orange are told apart by everybody. */
function categoryTable(baseline: BaselineFacts): Html {
  const rows = shownCategories(baseline)
  if (rows.length === 0) return html`<p>No line is measured on either side.</p>`
  return html`<table class="categories"><caption class="hidden">What became of the lines</caption>
<thead><tr><th>Lines</th><th class="num">Count</th></tr></thead>
<tbody>${rows.map(
    ({ sign, words, count, kind }) =>
      html`<tr><td><span class="chip ${kind}" aria-hidden="true">${sign}</span> ${words}</td><td class="num">${count}</td></tr>\n`,
  )}</tbody></table>`
}

function list(texts: readonly string[]): Html {
  return html`<ul class="plain">${texts.map(text => html`<li>${text}</li>`)}</ul>`
}
