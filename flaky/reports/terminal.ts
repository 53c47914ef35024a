import { styleText } from 'node:util'
import { columnsOf, cutEnd, cutPath, wrap } from '../../core/columns.ts'
import { plural, visible } from '../../core/text.ts'
import type { Beat, FlakyReport, QuarantinedTest, ReportTest } from '../report-model.ts'
import type { OutputFile, RenderOptions } from './report.ts'
import * as word from './wording.ts'

const FAILING = 30
const FLAKY = 20
const OTHERS = 10
const LINE = 1_000
const BEATS = 20

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

interface Pen {
  readonly paint: Paint
  readonly columns: number
}

/** For a terminal or a log: what must be mended first stands first. */
export async function renderTerminal(
  report: FlakyReport,
  { colour, width }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const pen: Pen = { paint, columns: Math.max(40, Math.min(width, 120)) }
  const { failing, flaky, quarantined, faults, incidents, healed, damaged } = report
  const blocks = [
    sentence(`${word.headline(report)}.`, pen, '').map(line => paint('bold', line)),
    sentence(`${word.scope(report)} (${report.where})`, pen, '').map(line => paint('dim', line)),
    damaged.length === 0
      ? []
      : [
          paint(
            'yellow',
            `! ${plural(damaged.length, 'segment')} of the record cannot be read and ${damaged.length === 1 ? 'is' : 'are'} left out`,
          ),
        ],
    ...section('Keep failing', failing, FAILING, each => failingLines(each, pen), pen),
    ...section('Flaky, the dearest first', flaky, FLAKY, each => flakyLines(each, pen), pen),
    ...section('In quarantine', quarantined, OTHERS, each => quarantineLines(each, pen), pen),
    faults.flatMap(({ message }) => sentence(message, pen, '! ').map(line => paint('red', line))),
    ...section(
      'Incidents',
      incidents,
      OTHERS,
      each => [
        ...sentence(`${word.incidentText(each)}, ${word.buildText(each.build)}`, pen, '○ '),
        ...sentence(each.incident.message, pen, '    ').slice(0, 1),
      ],
      pen,
    ),
    ...section('Healed', healed, OTHERS, each => [named(each, '✓', 'green', pen)], pen),
    taxLines(report, pen),
  ]
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return [{ file: '', text: `${text.join('\n\n')}\n` }]
}

function section<T>(
  title: string,
  items: readonly T[],
  most: number,
  linesOf: (item: T) => readonly string[],
  { paint }: Pen,
): readonly (readonly string[])[] {
  if (items.length === 0) return []
  const left = items.length - most
  return [
    [paint('bold', title)],
    ...items.slice(0, most).map(linesOf),
    left > 0 ? [paint('dim', `and ${left} more: --report html shows them all`)] : [],
  ]
}

function sentence(text: string, { columns }: Pen, first: string): readonly string[] {
  if (text === '') return []
  return wrap(cutEnd(visible(text), LINE), columns, first, ' '.repeat(first.length))
    .slice(0, 6)
    .map(line => cutEnd(line, columns))
}

/** No name from outside begins a line: CI logs read some beginnings as commands. */
function named(
  { test }: Pick<ReportTest, 'test'>,
  mark: string,
  tint: Style,
  { paint, columns }: Pen,
): string {
  return `${paint(tint, mark)} ${paint('bold', cutEnd(visible(test.name), columns - 2))}`
}

function placeLine(test: ReportTest, { paint, columns }: Pen): string {
  const shown = columns < 60 ? BEATS / 2 : BEATS
  const owner = cutEnd(visible(word.ownerText(test.owner)), Math.floor(columns / 4))
  const room = columns - columnsOf(owner) - Math.min(shown, test.recent.length) - 6
  const place = cutPath(visible(word.placeOf(test)), room)
  return `  ${paint('dim', `${place}  ${owner}`)}  ${beats(test.recent.slice(-shown), paint)}`
}

const signs: Readonly<Record<Beat, readonly [string, Style]>> = {
  passed: ['·', 'dim'],
  flaky: ['~', 'yellow'],
  failed: ['✗', 'red'],
  incident: ['○', 'dim'],
}

function beats(recent: readonly Beat[], paint: Paint): string {
  return recent.map(beat => paint(signs[beat][1], signs[beat][0])).join('')
}

function failingLines(test: ReportTest, pen: Pen): readonly string[] {
  const excused = test.quarantine.length > 0 ? ' (in quarantine)' : ''
  return [
    named(test, '✗', 'red', pen),
    placeLine(test, pen),
    ...sentence(
      `${word.streakText(test)}${excused}, ${word.sinceText(test)}; ${word.lastGreenText(test)}`,
      pen,
      '    ',
    ),
    ...messageLines(test, pen),
  ]
}

function flakyLines(test: ReportTest, pen: Pen): readonly string[] {
  const excused = test.quarantine.length > 0 ? ', in quarantine' : ''
  return [
    named(test, '~', 'yellow', pen),
    placeLine(test, pen),
    ...sentence(
      `${word.stateWords[test.state]}${excused}: ${word.rateText(test)}; ${word.costText(test)}`,
      pen,
      '    ',
    ),
    ...messageLines(test, pen),
  ]
}

function messageLines({ message, alike }: ReportTest, pen: Pen): readonly string[] {
  const others = alike > 0 ? [pen.paint('dim', `    ${word.alikeText(alike)}`)] : []
  return [
    ...sentence(message, pen, '    ')
      .slice(0, 3)
      .map(line => pen.paint('dim', line)),
    ...others,
  ]
}

function quarantineLines(each: QuarantinedTest, pen: Pen): readonly string[] {
  const { entry, expired } = each
  const text = `${word.expiryText(each)}, ${word.ownerText(entry.owner)}: ${word.healthText(each)}`
  return [
    named({ test: entry }, '◌', expired ? 'red' : 'dim', pen),
    ...sentence(text, pen, '    ').map(line => (expired ? pen.paint('red', line) : line)),
    ...sentence(entry.reason, pen, '    ').map(line => pen.paint('dim', line)),
  ]
}

function taxLines({ tax, flaky, failing }: FlakyReport, pen: Pen): readonly string[] {
  if (flaky.length + failing.length === 0) return []
  const text = word.taxText(tax)
  return sentence(text, pen, '').map(line => pen.paint('bold', line))
}
