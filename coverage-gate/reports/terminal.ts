import { columnsOf, cutEnd, cutPath, padColumns, wrap } from '../../core/columns.ts'
import type { SourceText } from '../../core/source-file.ts'
import { lineRanges, plural, visible } from '../../core/text.ts'
import { percentText } from '../judge.ts'
import type { CoverageVerdict, FileResult } from '../model.ts'
import { codeFrames, type Paint, painter } from './frames.ts'
import {
  comparisonText,
  groupFiles,
  headline,
  notes,
  outcomeWords,
  reasons,
  remarks,
  shownMetrics,
} from './headline.ts'
import { worstFirst } from './hunks.ts'
import { asMissed, baselineText, causeText, hiddenText, losingFiles, shownCategories } from './lost.ts'
import type { OutputFile, RenderOptions } from './report.ts'

const FILES = 25
const NAMED = 5
const REASONS = 10
/** A sentence may be as long as this, in columns: what comes from outside is cut. */
const SENTENCE = 240

/** What a developer reads: the outcome, why, which lines no test runs, what to test next. */
export async function renderTerminal(
  verdict: CoverageVerdict,
  source: SourceText,
  { colour, width }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const paint = painter(colour)
  const columns = Math.max(40, Math.min(width, 120))
  const { judged, excluded, noCode } = groupFiles(verdict.files)
  const files = worstFirst(judged)
  const remaining = notes(verdict).map(({ severity, message }) => `${severity}: ${message}`)
  const blocks = [
    heading(verdict, paint, columns),
    fileTable(files, paint, columns),
    ...codeFrames(files, source, paint, columns).map(each => [each]),
    ...lostBlocks(verdict, source, paint, columns),
    [...folded('excluded', excluded), ...folded('without code', noCode), ...limited(remaining)].flatMap(
      each => sentence(each, columns, '', '  ').map(line => paint('dim', line)),
    ),
    sentence(verdict.summary, columns, '', '').map(line => paint('bold', line)),
  ]
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return [{ file: '', text: `${text.join('\n\n')}\n` }]
}

function sentence(text: string, columns: number, first: string, rest: string): readonly string[] {
  return wrap(cutEnd(visible(text), SENTENCE), columns, first, rest)
}

function limited(all: readonly string[]): readonly string[] {
  return all.length > REASONS ? [...all.slice(0, REASONS), `and ${all.length - REASONS} more`] : all
}

function heading(verdict: CoverageVerdict, paint: Paint, columns: number): readonly string[] {
  const { outcome, patch, project, reports } = verdict
  const colour = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow'
  const others = shownMetrics(patch)
    .filter(({ name }) => name !== 'lines')
    .map(each => `${each.name} ${percentText(each)} % (${each.covered} of ${each.total})`)
  const read = limited(reports.map(each => `${each.name} (${each.format}, ${plural(each.files, 'file')})`))
  const whole =
    project.lines.total > 0
      ? `; the whole project: ${percentText(project.lines)} % of ${plural(project.lines.total, 'line')}`
      : ''
  const facts = [
    ...(others.length > 0 ? [`also changed: ${others.join(', ')}`] : []),
    comparisonText(verdict),
    ...(verdict.baseline ? [`beside it ${baselineText(verdict.baseline)}`] : []),
    read.length > 0 ? `read ${read.join(', ')}${whole}` : 'no report was read',
  ]
  const indented = (text: string) => sentence(text, columns, '  ', '    ')
  const word = outcomeWords[outcome]
  const [first = '', ...rest] = sentence(headline(verdict), columns, `${word}  `, '  ')
  return [
    paint(['bold', colour], word) + first.slice(word.length),
    ...rest,
    ...limited(reasons(verdict)).flatMap(indented),
    ...facts.flatMap(indented).map(line => paint('dim', line)),
  ]
}

/** What was lost outside the change, why, what the lines became, and what the change hides. */
function lostBlocks(
  verdict: CoverageVerdict,
  source: SourceText,
  paint: Paint,
  columns: number,
): readonly (readonly string[])[] {
  const { baseline, hidden } = verdict
  const losing = losingFiles(verdict)
  const list = (texts: readonly string[]) =>
    limited(texts).flatMap(text => sentence(text, columns, '  ', '    '))
  const lost = losing.map(file => `▼ ${file.path}: lost ${lineRanges(file.lost, 6)}`)
  const became = baseline
    ? shownCategories(baseline).map(each => `${each.sign} ${each.count} ${each.words}`)
    : []
  return [
    losing.length > 0 ? [paint('bold', 'lost outside the change'), ...list(lost)] : [],
    ...codeFrames(losing.map(asMissed), source, paint, columns).map(each => [each]),
    baseline && baseline.causes.length > 0 ? list(baseline.causes.map(causeText)) : [],
    became.length > 0
      ? sentence(`lines: ${became.join(', ')}`, columns, '', '  ').map(line => paint('dim', line))
      : [],
    hidden.length > 0
      ? [paint('bold', 'taken out of coverage by the change'), ...list(hidden.map(hiddenText))]
      : [],
  ]
}

/** Path, figure, what is missed; the path gets what room there is, and what does not fit beside it goes below. */
function fileTable(files: readonly FileResult[], paint: Paint, columns: number): readonly string[] {
  const rows = files.slice(0, FILES).map(file => ({
    path: visible(file.path),
    mark: markOf(file, paint),
    figure: file.lines.total > 0 ? `${percentText(file.lines)} %` : '-',
    count: file.lines.total > 0 ? `${file.lines.covered}/${file.lines.total}` : '',
    rest: restOf(file),
  }))
  const widest = (pick: (row: (typeof rows)[number]) => string) =>
    Math.max(0, ...rows.map(row => columnsOf(pick(row))))
  const figures = widest(row => row.figure)
  const counts = widest(row => row.count)
  const names = Math.min(
    Math.max(16, columns - figures - counts - 6),
    widest(row => row.path),
  )
  const left = columns - names - figures - counts - 8
  const lines = rows.flatMap(({ path, mark, figure, count, rest }) => {
    const name = padColumns(cutPath(path, names), names)
    const row = `${mark} ${name}  ${figure.padStart(figures)}  ${count.padStart(counts)}`
    if (columnsOf(rest) <= left) return [`${row}  ${paint('dim', rest)}`.trimEnd()]
    const below = sentence(rest, columns, '    ', '    ')
    return [row.trimEnd(), ...below.map(line => paint('dim', line))]
  })
  const more = files.length - FILES
  return more > 0 ? [...lines, paint('dim', `  and ${plural(more, 'more file')}`)] : lines
}

function markOf({ lines, state }: FileResult, paint: Paint): string {
  if (lines.missed.length > 0) return paint('red', '✗')
  return state === 'measured' ? paint('green', '✓') : paint('yellow', '?')
}

function restOf(file: FileResult): string {
  const { missed, partial } = file.lines
  return [
    ...(missed.length > 0 ? [`missed ${lineRanges(missed, 6)}`] : []),
    ...(partial.length > 0 ? [`partial ${lineRanges(partial, 6)}`] : []),
    ...remarks(file).map(visible),
  ].join('; ')
}

/** "3 excluded: a.test.ts (by default, test files: …), …": folded, but nothing hidden. */
function folded(what: string, files: readonly FileResult[]): readonly string[] {
  if (files.length === 0) return []
  const named = files.slice(0, NAMED).map(({ path, reason }) => (reason ? `${path} (${reason})` : path))
  const more = files.length > NAMED ? `, and ${files.length - NAMED} more` : ''
  return [`${files.length} ${what}: ${named.join(', ')}${more}`]
}
