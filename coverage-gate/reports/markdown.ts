import { cutEnd, cutPath } from '../../core/columns.ts'
import type { SourceText } from '../../core/source-file.ts'
import { lineRanges, plural, visible, visibleLine } from '../../core/text.ts'
import { percentText } from '../judge.ts'
import type { BaselineFacts, BaselineFile, CoverageVerdict, FileResult } from '../model.ts'
import {
  comparisonText,
  groupFiles,
  hasGaps,
  headline,
  notes,
  outcomeWords,
  reasons,
  remarks,
  shownMetrics,
} from './headline.ts'
import { type LineMark, uncoveredHunks, worstFirst } from './hunks.ts'
import { asMissed, baselineText, causeText, hiddenText, losingFiles, shownCategories } from './lost.ts'
import type { OutputFile } from './report.ts'

/** A pull request's comment holds 65,536 characters, GitHub's step summary 1 MiB: this stays below both. */
const MOST = 60_000
/** Room for the sentences that say what was left out. */
const RESERVE = 400
const LINES_OF_A_FILE = 80

/** For a pull request's comment and a step summary. Too much is cut at whole items, and counted. */
export async function renderMarkdown(
  verdict: CoverageVerdict,
  source: SourceText,
): Promise<readonly OutputFile[]> {
  const { judged, excluded, noCode } = groupFiles(verdict.files)
  const files = worstFirst(judged)
  const gaps = files.filter(hasGaps)
  const remaining = notes(verdict).map(({ severity, message }) => `${severity}: ${message}`)
  let left = MOST - RESERVE
  const take = (items: Iterable<string>, count: number, share: number, more: (rest: number) => string) =>
    firstItems(items, count, left * share, more)
  const andMore = (rest: number) => `- … and ${rest} more`
  const head = [
    `## ${outcomeWords[verdict.outcome]}: ${prose(headline(verdict))}`,
    prose(verdict.summary),
    take(reasons(verdict).map(listItem), reasons(verdict).length, 0.1, andMore),
    metricTable(verdict),
  ]
  left -= join(head).length
  const { baseline, hidden } = verdict
  const losing = losingFiles(verdict)
  const beside = [
    losing.length > 0 || baseline ? `### Outside the change` : '',
    baseline ? prose(`Beside it ${baselineText(baseline)}.`) : '',
    take(losing.map(lostItem), losing.length, 0.15, andMore),
    take(
      (baseline?.causes ?? []).map(each => listItem(causeText(each))),
      baseline?.causes.length ?? 0,
      0.05,
      andMore,
    ),
    take(
      codeBlocks(losing.map(asMissed), source),
      losing.length,
      0.2,
      rest => `\n… and ${plural(rest, 'more file')}.`,
    ),
    baseline ? categoryTable(baseline) : '',
    hidden.length > 0 ? '### Taken out of coverage by the change' : '',
    take(
      hidden.map(each => listItem(hiddenText(each))),
      hidden.length,
      0.05,
      andMore,
    ),
  ]
  left -= join(beside).length
  const tail = [
    folded('excluded', excluded, take(excluded.map(unjudged), excluded.length, 0.1, andMore)),
    folded('without code', noCode, take(noCode.map(unjudged), noCode.length, 0.1, andMore)),
    take(remaining.map(listItem), remaining.length, 0.1, andMore),
    `<sub>${prose(comparisonText(verdict))}; ${prose(readText(verdict))}</sub>`,
  ]
  left -= join(tail).length
  const rows = take(files.map(fileRow), files.length, 0.4, rest => `\n… and ${plural(rest, 'more file')}.`)
  left -= rows.length
  const table = files.length > 0 ? `| file | covered | missed lines |\n|---|--:|---|\n${rows}` : ''
  const blocks = take(
    codeBlocks(gaps, source),
    gaps.length,
    1,
    rest => `\n… and ${plural(rest, 'more file')} with lines that no test runs.`,
  )
  return [{ file: '', text: `${join([...head, table, blocks, ...beside, ...tail])}\n` }]
}

/** The first items that fit into so many characters, one a line, and how many did not. */
function firstItems(
  items: Iterable<string>,
  count: number,
  room: number,
  more: (rest: number) => string,
): string {
  const shown: string[] = []
  let left = room
  for (const item of items) {
    left -= item.length + 1
    if (left < 0) break
    shown.push(item)
  }
  if (shown.length < count) shown.push(more(count - shown.length))
  return shown.join('\n')
}

function join(blocks: readonly string[]): string {
  return blocks.filter(Boolean).join('\n\n')
}

function metricTable({ patch, project }: CoverageVerdict): string {
  const rows = [
    ...shownMetrics(patch).map(({ name, ...count }) => ({ name: `changed ${name}`, count })),
    ...(project.lines.total > 0 ? [{ name: 'lines of the project', count: project.lines }] : []),
  ]
  const cells = rows.map(
    ({ name, count }) => `| ${name} | ${percentText(count)} % | ${count.covered} of ${count.total} |`,
  )
  return rows.length > 0 ? `| | covered | |\n|---|--:|--:|\n${cells.join('\n')}` : ''
}

function fileRow(file: FileResult): string {
  const { lines, path, state } = file
  const figure = lines.total > 0 ? `${percentText(lines)} %` : '–'
  const missed = [
    lines.missed.length > 0 ? lineRanges(lines.missed, 6) : '',
    lines.partial.length > 0 ? `partial ${lineRanges(lines.partial, 6)}` : '',
    ...remarks(file).map(prose),
  ]
  const mark = lines.missed.length > 0 ? '✗' : state === 'measured' ? '✓' : '?'
  return `| ${mark} ${code(path)} | ${figure} | ${missed.filter(Boolean).join('; ')} |`
}

const signs: Readonly<Record<LineMark, string>> = {
  missed: '- ',
  partial: '! ',
  covered: '+ ',
  changed: '  ',
  context: '  ',
}

function* codeBlocks(files: readonly FileResult[], source: SourceText): Generator<string, void, void> {
  for (const file of files) yield codeBlock(file, source)
}

/** The places in a fold; the diff colours of GitHub and GitLab mark the lines. */
function codeBlock(file: FileResult, source: SourceText): string {
  const all = uncoveredHunks(file, source, 2).flatMap((hunk, index) => [
    ...(index > 0 ? ['@@ @@'] : []),
    ...hunk.map(({ number, text, mark }) =>
      `${signs[mark]}${String(number).padStart(5)}  ${cutEnd(visibleLine(text), 200)}`.trimEnd(),
    ),
  ])
  const more = all.length - LINES_OF_A_FILE
  const body = [
    ...all.slice(0, LINES_OF_A_FILE),
    ...(more > 0 ? [`@@ … ${plural(more, 'more line')} @@`] : []),
  ]
  const longest = Math.max(2, ...[...body.join('\n').matchAll(/`+/g)].map(match => match[0].length))
  const fence = '`'.repeat(longest + 1)
  const { missed } = file.lines
  const what = missed.length > 0 ? plural(missed.length, 'missed line') : 'partial branches'
  return `<details><summary>${code(file.path)}: ${what}</summary>\n\n${fence}diff\n${body.join('\n')}\n${fence}\n\n</details>\n`
}

function lostItem({ path, lost }: BaselineFile): string {
  return `- ▼ ${code(path)}: lost ${lineRanges(lost, 6)}`
}

function categoryTable(baseline: BaselineFacts): string {
  const rows = shownCategories(baseline).map(({ sign, words, count }) => `| ${sign} ${words} | ${count} |`)
  return rows.length > 0 ? `| lines | |\n|---|--:|\n${rows.join('\n')}` : ''
}

function folded(what: string, files: readonly FileResult[], list: string): string {
  if (files.length === 0) return ''
  return `<details><summary>${plural(files.length, 'file')} ${what}</summary>\n\n${list}\n\n</details>`
}

function unjudged({ path, reason }: FileResult): string {
  return `- ${code(path)}${reason ? `: ${prose(reason)}` : ''}`
}

function listItem(text: string): string {
  return `- ${prose(text)}`
}

function readText({ reports }: CoverageVerdict): string {
  const first = reports.slice(0, 20).map(({ name, format }) => `${name} (${format})`)
  if (reports.length === 0) return 'no report was read'
  return `read ${first.join(', ')}${reports.length > 20 ? ` and ${reports.length - 20} more` : ''}`
}

/** A path as code: nothing in it can end the code, and no host looks for people and issues in code. */
function code(path: string): string {
  const inert = cutPath(visible(path), 200).replace(/[&<>|`*_~[\]\\]|:(?=\/\/)|(?<=www)\./gi, entity)
  return `<code>${inert}</code>`
}

/**
 * Text that means itself: no markup, no link, no end of a table cell. Hosts look for mentions of people, issues and
 * merge requests after they have resolved entities, so that a zero-width space has to stand in them.
 */
function prose(text: string): string {
  return cutEnd(visible(text), 400).replace(
    /[&<>\\`*_[\]|]|^[#+=-]|:(?=\/\/)|(?<=www)\.|[@#!~$%](?=[\w"])/gi,
    found => (/[@#!~$%]/.test(found) ? `${entity(found)}&#8203;` : entity(found)),
  )
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function entity(character: string): string {
  return named[character] ?? `&#${character.charCodeAt(0)};`
}
