import { type Html, html } from '../../core/html.ts'
import { renderPage, styleFile } from '../../core/page.ts'
import { pageStyle } from '../../core/page-style.ts'
import { percentOf } from '../../core/ratio.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural, rangesOf, rangeText } from '../../core/text.ts'
import { percentText } from '../judge.ts'
import type { CoverageVerdict, FileResult } from '../model.ts'
import {
  comparisonText,
  groupFiles,
  headline,
  outcomeWords,
  reasons,
  remarks,
  shownMetrics,
} from './headline.ts'
import { worstFirst } from './hunks.ts'
import { lostSections } from './lost-section.ts'
import type { OutputFile, RenderOptions } from './report.ts'
import { breakable, LINKED_RANGES, lineId, sourceViews } from './source-views.ts'

/** A page that needs no script, with its style sheet beside it. */
export async function renderHtml(
  verdict: CoverageVerdict,
  source: SourceText,
  { now }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const { judged, excluded, noCode } = groupFiles(verdict.files)
  const files = worstFirst(judged)
  const sections = [
    { id: 'figures', title: 'Figures', content: figures(verdict) },
    { id: 'files', title: 'Files', content: fileTable(files) },
    { id: 'lines', title: 'Changed lines', content: sourceViews(files, source) },
    ...lostSections(verdict, source),
    { id: 'not-judged', title: 'Not judged', content: notJudged(excluded, noCode) },
    { id: 'findings', title: 'Findings', content: findingList(verdict) },
    { id: 'reports', title: 'Reports', content: reportList(verdict) },
  ]
  const page = renderPage({
    title: 'Coverage of the change',
    verdict: { outcome: verdict.outcome, word: outcomeWords[verdict.outcome] },
    summary: verdict.summary,
    facts: [
      { name: verdict.outcome === 'unknown' ? 'Why' : 'Judged', value: headline(verdict) },
      ...reasons(verdict)
        .slice(0, 5)
        .map(value => ({ name: 'And', value })),
      { name: 'Compared', value: comparisonText(verdict) },
    ],
    sections,
    now,
  })
  return [
    { file: '', text: page },
    { file: styleFile, text: pageStyle },
  ]
}

function figures({ patch, project }: CoverageVerdict): Html {
  const tiles = [
    ...shownMetrics(patch).map(({ name, ...count }) => ({ name: `Changed ${name}`, count })),
    ...(project.lines.total > 0 ? [{ name: 'All lines of the project', count: project.lines }] : []),
  ]
  if (tiles.length === 0) return html`<p>No figure: nothing was measured.</p>`
  return html`<dl class="metrics">${tiles.map(
    ({ name, count }) =>
      html`<div><dt>${name}</dt><dd>${percentText(count)}\u00a0%<small>${count.covered} of ${count.total}</small><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="${percentOf(count)}" height="6"></rect></svg></dd></div>`,
  )}</dl>`
}

function fileTable(files: readonly FileResult[]): Html {
  if (files.length === 0) return html`<p>No file of the change holds code to measure.</p>`
  return html`<table>
<thead><tr><th class="mark"><span class="hidden">State</span></th><th>File</th><th class="num">Covered</th><th class="num optional">Lines</th><th class="lines">Missed</th></tr></thead>
<tbody>${files.map((file, index) => fileRow(file, index))}</tbody></table>`
}

function fileRow(file: FileResult, index: number): Html {
  const { lines, path } = file
  const measured = lines.total > 0
  const words = remarks(file).join('; ')
  const remark = words === '' ? null : html`<span class="remark">${words}</span>`
  return html`<tr><td class="mark">${sign(file)}</td><td><a class="path" href="#file-${index}">${breakable(path)}</a>${remark}</td><td class="num">${measured ? `${percentText(lines)}\u00a0%` : '–'}</td><td class="num optional">${measured ? `${lines.covered} of ${lines.total}` : '–'}</td><td class="lines">${missedLinks(file, index)}</td></tr>\n`
}

function missedLinks({ lines }: FileResult, index: number): Html | null {
  const ranges = rangesOf(lines.missed)
  if (ranges.length === 0) return null
  const links = ranges
    .slice(0, LINKED_RANGES)
    .map(
      (range, at) => html`${at > 0 ? ', ' : ''}<a href="#${lineId(index, range[0])}">${rangeText(range)}</a>`,
    )
  return html`${links}${ranges.length > LINKED_RANGES ? ` and ${ranges.length - LINKED_RANGES} more` : ''}`
}

function sign({ state, lines }: FileResult): Html {
  if (lines.missed.length > 0)
    return html`<span class="bad">✗<span class="hidden"> missed lines</span></span>`
  if (state !== 'measured') return html`<span class="unsure">?<span class="hidden"> ${state}</span></span>`
  return html`<span class="good">✓<span class="hidden"> covered</span></span>`
}

function notJudged(excluded: readonly FileResult[], noCode: readonly FileResult[]): Html {
  if (excluded.length + noCode.length === 0) return html`<p>Every changed file was judged.</p>`
  const list = (title: string, files: readonly FileResult[]) =>
    files.length === 0
      ? null
      : html`<details${files.length <= 10 ? html` open` : null}><summary>${plural(files.length, 'file')} ${title}</summary><ul class="plain">${files.map(({ path, reason }) => html`<li><span class="path">${path}</span> <span class="soft">${reason}</span></li>`)}</ul></details>`
  return html`${list('excluded', excluded)}${list('without code to measure', noCode)}`
}

/** All of them but those on single lines, which the sources show. */
function findingList({ findings }: CoverageVerdict): Html {
  const shown = findings.filter(
    ({ rule, path }) =>
      path === null || !/^(?:missed-lines|partial-branch|lost-lines|hidden-code)$/.test(rule),
  )
  if (shown.length === 0) return html`<p>None.</p>`
  return html`<ul class="plain">${shown.map(
    ({ message, severity, rule }) =>
      html`<li>${severity === 'note' ? null : html`<b>${severity}: </b>`}${message} <span class="soft">${rule}</span></li>`,
  )}</ul>`
}

function reportList({ reports }: CoverageVerdict): Html {
  if (reports.length === 0) return html`<p>No report was read.</p>`
  return html`<ul class="plain">${reports.map(
    ({ name, format, files, located }) =>
      html`<li><span class="path">${name}</span> <span class="soft">${format}, ${plural(files, 'file')}, ${located} of them in this repository</span></li>`,
  )}</ul>`
}
