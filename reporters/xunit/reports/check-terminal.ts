import { styleText } from 'node:util'
import { cutEnd, wrap } from '../../../core/columns.ts'
import { plural, visible } from '../../../core/text.ts'
import { type CheckFinding, type CheckResult, checkOutcome } from '../check.ts'
import { outcomeWords } from './wording.ts'

type Style = Parameters<typeof styleText>[0]

const signs: Readonly<Record<CheckFinding['severity'], readonly [string, Style]>> = {
  error: ['✗', 'red'],
  warning: ['!', 'yellow'],
  note: ['·', 'dim'],
}

/** The findings, worst first, rule by rule; then what each consumer will show. */
export function renderCheck(result: CheckResult, colour: boolean, width: number, verbose: boolean): string {
  const paint = (style: Style, text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const columns = Math.max(40, Math.min(width, 120))
  const sentence = (text: string, first: string, rest: string) =>
    wrap(cutEnd(visible(text), 2000), columns, first, rest)
  const { findings, shows, faults, reports } = result
  const outcome = checkOutcome(result)
  const shown = verbose ? findings : findings.filter(({ severity }) => severity !== 'note')
  const hidden = findings.length - shown.length
  const tint = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow'
  const of = (severity: string) => findings.filter(each => each.severity === severity).length
  const head = `${plural(reports.length, 'report')} checked: ${plural(of('error'), 'error')}, ${plural(of('warning'), 'warning')}, ${plural(of('note'), 'note')}`
  const blocks = [
    [`${paint(['bold', tint], outcomeWords[outcome])}  ${head}`],
    faults
      .flatMap(({ error }) => sentence(`${error.message}. ${error.hint}.`, '? ', '  '))
      .map(line => paint('yellow', line)),
    ...shown.map(each => {
      const [sign, style] = signs[each.severity]
      const times = each.count > 1 ? ` (${each.count} times)` : ''
      const examples =
        each.examples.length > 0
          ? `: ${each.examples.join(', ')}${each.count > each.examples.length ? ', …' : ''}`
          : ''
      const [first = '', ...rest] = sentence(each.says + times, `${sign} `, '  ')
      return [
        paint(style, first.slice(0, 1)) + first.slice(1),
        ...rest,
        ...sentence(`${each.report}${examples}`, '    ', '    ')
          .slice(0, 4)
          .map(line => paint('dim', line)),
        paint('dim', `    ${each.rule}`),
      ]
    }),
    hidden > 0 ? [paint('dim', `${plural(hidden, 'note')} not shown: --verbose shows them`)] : [],
    shows.map(({ title, shown: { passed, failed, skipped }, takes }) =>
      paint(
        'dim',
        takes !== null && passed + failed + skipped === 0
          ? `${title} shows nothing: it takes reports of ${takes}`
          : `${title} shows ${passed} passed, ${failed} failed, ${skipped} skipped`,
      ),
    ),
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}
