import { styleText } from 'node:util'
import { cutEnd, cutPath, wrap } from '../../../core/columns.ts'
import { plural, visible } from '../../../core/text.ts'
import type { SummaryTest, XunitSummary } from '../summary.ts'
import type { OutputFile, RenderOptions } from './report.ts'
import { byReason, conclusion, duration, headline, historyOf, outcomeWords, whereOf } from './wording.ts'

const FAILED = 30
const FLAKY = 15
const REASONS = 6
const LINE = 2000

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** For a terminal or a log: the worst first, the verdict in the first line and in the last. */
export async function renderTerminal(
  summary: XunitSummary,
  { colour, width }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const columns = Math.max(40, Math.min(width, 120))
  const { outcome, failed, flaky, faults } = summary
  const tint = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow'
  const word = outcomeWords[outcome]
  const [first = '', ...rest] = wrap(headline(summary), columns, `${word}  `, '  ')
  const blocks = [
    [paint(['bold', tint], word) + first.slice(word.length), ...rest],
    ...faults.map(({ error }) =>
      sentence(error.message, columns, '! ', '  ').map(line => paint('yellow', line)),
    ),
    ...failed.slice(0, FAILED).map(each => testLines(each, '✗', 'red', paint, columns)),
    more(failed.length - FAILED, 'more that failed', paint),
    ...flaky.slice(0, FLAKY).map(each => testLines(each, '~', 'yellow', paint, columns)),
    more(flaky.length - FLAKY, 'more flaky', paint),
    notRunLines(summary, paint, columns),
    slowestLines(summary, paint, columns),
    sentence(conclusion(summary), columns, '', '').map(line => paint('bold', line)),
  ]
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return [{ file: '', text: `${text.join('\n\n')}\n` }]
}

function sentence(text: string, columns: number, first: string, rest: string): readonly string[] {
  return wrap(cutEnd(visible(text), LINE), columns, first, rest)
}

/** CI logs read a line that begins with `::error::` or `##vso[` as a command: no name from outside begins one. */
function testLines(
  test: SummaryTest,
  mark: string,
  tint: Style,
  paint: Paint,
  columns: number,
): readonly string[] {
  const named = sentence(test.name, columns, `${mark} `, '  ').slice(0, 4)
  const place = cutPath(visible(whereOf(test)), Math.max(20, columns - 24))
  const message = test.message === '' ? [] : sentence(test.message, columns, '    ', '    ').slice(0, 6)
  return [
    ...named.map((line, index) =>
      index === 0 ? paint(tint, mark) + paint('bold', line.slice(mark.length)) : paint('bold', line),
    ),
    paint('dim', `  ${place}  ${historyOf(test)}`),
    ...message,
  ]
}

function more(count: number, what: string, paint: Paint): readonly string[] {
  return count > 0 ? [paint('dim', `and ${count} ${what}: --report html shows them all`)] : []
}

function notRunLines({ notRun }: XunitSummary, paint: Paint, columns: number): readonly string[] {
  const groups = byReason(notRun)
  const lines = groups.slice(0, REASONS).flatMap(({ reason, tests }) => {
    const names = tests.slice(0, 3).map(each => `${each.name} (${whereOf(each)})`)
    const rest = tests.length > names.length ? ` and ${tests.length - names.length} more` : ''
    return sentence(
      `${plural(tests.length, 'test')} not run, ${reason}: ${names.join(', ')}${rest}`,
      columns,
      '○ ',
      '  ',
    )
  })
  const left = groups.length - REASONS
  return [
    ...lines.map(line => paint('yellow', line)),
    ...(left > 0 ? [paint('dim', `  and ${plural(left, 'more reason')}`)] : []),
  ]
}

function slowestLines({ slowest }: XunitSummary, paint: Paint, columns: number): readonly string[] {
  if (slowest.length === 0) return []
  const times = slowest.map(each => duration(each.durationMs))
  const widest = Math.max(...times.map(each => each.length))
  const lines = slowest.map((each, index) => {
    const name = cutEnd(visible(`${each.name} (${whereOf(each)})`), columns - widest - 4)
    return `  ${(times[index] ?? '').padStart(widest)}  ${name}`
  })
  return ['slowest', ...lines].map(line => paint('dim', line))
}
