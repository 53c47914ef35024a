import { styleText } from 'node:util'
import { columnsOf, cutEnd, cutPath, wrap } from '../../core/columns.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural, visible, visibleLine } from '../../core/text.ts'
import type { Severity } from '../../core/verdict.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from '../model.ts'
import {
  causeText,
  comparisonText,
  type FindingGroup,
  filesOf,
  findingGroups,
  headline,
  notes,
  oldText,
  outcomeWords,
  readText,
  reasons,
  uncheckedQuietly,
} from './headline.ts'
import type { OutputFile, RenderOptions } from './report.ts'

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const FILES = 25
const OF_A_FILE = 10
const CODE = 10
const NAMED = 5
const REASONS = 10
/** A sentence may be as long as this, in columns: what comes from outside is cut. */
const SENTENCE = 240

/** What a developer reads: the outcome, why, what was found and where, what to mend next. */
export async function renderTerminal(
  verdict: LintVerdict,
  source: SourceText,
  { colour, width }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const columns = Math.max(40, Math.min(width, 120))
  const old = oldText(verdict)
  const folded = [
    ...(old === null ? [] : [old]),
    ...files('not checked', uncheckedQuietly(verdict)),
    ...files('excluded', filesOf(verdict.files, 'excluded')),
    ...limited(notes(verdict)),
  ]
  const blocks = [
    heading(verdict, paint, columns),
    ...groupBlocks(findingGroups(verdict), source, paint, columns),
    folded.flatMap(each => sentence(each, columns, '', '  ').map(line => paint('dim', line))),
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

function heading(verdict: LintVerdict, paint: Paint, columns: number): readonly string[] {
  const { outcome } = verdict
  const colour = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow'
  const word = outcomeWords[outcome]
  const [first = '', ...rest] = sentence(headline(verdict), columns, `${word}  `, '  ')
  const indented = (text: string) => sentence(text, columns, '  ', '    ')
  return [
    paint(['bold', colour], word) + first.slice(word.length),
    ...rest,
    ...limited(reasons(verdict)).flatMap(indented),
    ...[comparisonText(verdict), readText(verdict)].flatMap(indented).map(line => paint('dim', line)),
  ]
}

/** The files with their findings; the first few with the line that they speak of. */
function groupBlocks(
  groups: readonly FindingGroup[],
  source: SourceText,
  paint: Paint,
  columns: number,
): readonly (readonly string[])[] {
  let code = CODE
  const blocks = groups.slice(0, FILES).map(({ path, remark, findings }) => {
    const shown = findings.slice(0, OF_A_FILE)
    // A whole file's lines are made to show one: only for files whose lines are shown.
    const lines = code > 0 ? (source(path)?.lines() ?? []) : []
    const place = Math.max(...shown.map(each => positionOf(each).length))
    const rows = shown.flatMap(each => {
      const text = each.line === null || code <= 0 ? undefined : lines[each.line - 1]
      if (text !== undefined) code -= 1
      return findingRows(each, place, text, paint, columns)
    })
    const more = findings.length - shown.length
    // CI logs read a line that begins with `::error::` or `##vso[` as a command: no name from outside begins one.
    const name = `in ${cutPath(visible(path), columns - 3)}`
    const why = remark === null ? [] : sentence(remark, columns, '   ', '   ')
    return [
      paint('bold', name),
      ...why.map(line => paint('dim', line)),
      ...rows,
      ...(more > 0 ? [paint('dim', `  and ${plural(more, 'more finding')}`)] : []),
    ]
  })
  const rest = groups.length - FILES
  return rest > 0 ? [...blocks, [paint('dim', `and ${plural(rest, 'more file')} with findings`)]] : blocks
}

function positionOf({ line, column }: PlacedFinding): string {
  if (line === null) return 'file'
  return column === null ? `${line}` : `${line}:${column}`
}

const marks: Readonly<Record<Severity, { readonly sign: string; readonly style: Style }>> = {
  error: { sign: '✗', style: 'red' },
  warning: { sign: '!', style: 'yellow' },
  note: { sign: '·', style: 'cyan' },
}

/** "✗ 14:7  'x' is never used  no-unused-vars", and the line itself below. */
function findingRows(
  finding: PlacedFinding,
  place: number,
  code: string | undefined,
  paint: Paint,
  columns: number,
): readonly string[] {
  const { sign, style } = marks[finding.severity]
  const cause = causeText(finding)
  const name = finding.rule === null ? '' : `  ${cutEnd(visible(finding.rule), 60)}`
  const margin = ' '.repeat(place + 6)
  const prefix = `  ${sign} ${positionOf(finding).padEnd(place)}  `
  const words = `${cutEnd(visible(finding.message), SENTENCE)}${cause === null ? '' : ` (${cause})`}`
  const lines = [...wrap(words, columns, prefix, margin)]
  const last = lines.at(-1) ?? ''
  const beside = columnsOf(last) + columnsOf(name) <= columns
  const head = lines[0] ?? ''
  const coloured = [`  ${paint(style, sign)}${head.slice(3)}`, ...lines.slice(1)]
  if (name !== '' && beside) coloured[coloured.length - 1] += paint('dim', name)
  else if (name !== '') coloured.push(paint('dim', margin + cutEnd(name.trim(), columns - margin.length)))
  if (code === undefined || code.trim() === '') return coloured
  const line = cutEnd(visibleLine(code).trim(), columns - margin.length - 2)
  return [...coloured, paint('dim', `${margin}│ ${line}`)]
}

/** "3 excluded: a.ts (--exclude gen), …": folded, but nothing hidden. */
function files(what: string, all: readonly LintFileResult[]): readonly string[] {
  if (all.length === 0) return []
  const named = all.slice(0, NAMED).map(({ path, reason }) => (reason ? `${path} (${reason})` : path))
  const more = all.length > NAMED ? `, and ${all.length - NAMED} more` : ''
  return [`${all.length} ${what}: ${named.join(', ')}${more}`]
}
