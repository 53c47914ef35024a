import { block, code, prose } from '../../../core/markdown.ts'
import { plural } from '../../../core/text.ts'
import type { SummaryTest, XunitSummary } from '../summary.ts'
import type { OutputFile } from './report.ts'
import { byReason, conclusion, duration, headline, historyOf, outcomeWords, whereOf } from './wording.ts'

/** A pull request's comment holds 65,536 characters, GitHub's step summary 1 MiB: this stays below both, in bytes too. */
const MOST = 60_000
const DETAIL_LINES = 40

/** For a step summary or a pull request's comment. Too much is cut at whole items, and counted. */
export async function renderMarkdown(summary: XunitSummary): Promise<readonly OutputFile[]> {
  const { failed, flaky, notRun, slowest, faults } = summary
  let left = MOST - 1000
  const take = (items: readonly (() => string)[], share: number, what: string): string => {
    const { text, size } = firstItems(items, left * share, what)
    left -= size
    return text
  }
  const head = [
    `## ${outcomeWords[summary.outcome]}: ${prose(headline(summary))}`,
    prose(conclusion(summary)),
    take(
      faults.map(
        ({ error }) =>
          () =>
            `- ${prose(error.message)}`,
      ),
      0.1,
      'report',
    ),
  ]
  const slow = take(
    slowest.map(
      each => () => `| ${code(each.name)} | ${duration(each.durationMs)} | ${code(whereOf(each))} |`,
    ),
    0.1,
    'test',
  )
  const idle = take(
    byReason(notRun).map(
      ({ reason, tests }) =>
        () =>
          notRunItem(reason, tests),
    ),
    0.15,
    'reason',
  )
  const shaky = take(
    flaky.map(each => () => item(each, '~')),
    0.25,
    'flaky test',
  )
  const bad = take(
    failed.map(each => () => item(each, '✗')),
    1,
    'failed test',
  )
  const blocks = [
    ...head,
    bad,
    section('Flaky', shaky),
    section('Not run', idle),
    folded('Slowest', slow === '' ? '' : `| test | time | where |\n|---|--:|---|\n${slow}`),
    `<sub>${plural(summary.reports.length, 'report')}, ${plural(summary.totals.tests, 'test')}</sub>`,
  ]
  return [{ file: '', text: `${blocks.filter(Boolean).join('\n\n')}\n` }]
}

function section(title: string, text: string): string {
  return text === '' ? '' : `### ${title}\n\n${text}`
}

function folded(title: string, text: string): string {
  return text === '' ? '' : `<details><summary>${title}</summary>\n\n${text}\n\n</details>`
}

/** The first that fit into so many bytes, and how many did not. */
function firstItems(
  items: readonly (() => string)[],
  room: number,
  what: string,
): { readonly text: string; readonly size: number } {
  const shown: string[] = []
  let size = 0
  for (const item of items) {
    const text = item()
    const bytes = Buffer.byteLength(text) + 1
    if (size + bytes > room) break
    size += bytes
    shown.push(text)
  }
  if (shown.length < items.length)
    shown.push(`\n… and ${plural(items.length - shown.length, `more ${what}`)}.`)
  return { text: shown.join('\n'), size }
}

function item(test: SummaryTest, mark: string): string {
  const message = test.message === '' ? '' : `: ${prose(test.message, 300)}`
  const title = `${mark} ${code(test.name)} ${historyOf(test)}${message} <sub>${code(whereOf(test))}</sub>`
  const lines = test.detail.trimEnd().split('\n')
  if (test.detail.trim() === '') return `- ${title}`
  const shown = lines.slice(0, DETAIL_LINES)
  const rest = lines.length > shown.length ? [`… ${plural(lines.length - shown.length, 'more line')}`] : []
  return `<details><summary>${title}</summary>\n\n${block([...shown, ...rest].join('\n'))}\n\n</details>\n`
}

function notRunItem(reason: string, tests: readonly SummaryTest[]): string {
  const names = tests.slice(0, 5).map(each => code(`${each.name} (${whereOf(each)})`, 200))
  const rest = tests.length > names.length ? ` and ${tests.length - names.length} more` : ''
  return `- ${plural(tests.length, 'test')}, ${prose(reason, 200)}: ${names.join(', ')}${rest}`
}
