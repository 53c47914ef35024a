import { styleText } from 'node:util'
import { isRed } from '../../core/build.ts'
import { plural, visible } from '../../core/text.ts'
import { blameLine, buildLine, failureLine, headline } from '../../notifiers/message.ts'
import type { Alert } from '../../notifiers/model.ts'
import type { DryRun, NotifyResult, Sent } from './notify-result.ts'

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? styleText(style, text, { validateStream: false }) : text

const MOST_FAILURES = 5

/** What a developer reads at the end of the log. */
export function renderNotify(result: NotifyResult, colour: boolean): string {
  const paint = painter(colour)
  const lines = [...eventLines(result, paint)]
  for (const sent of result.channels) lines.push(...sentLines(sent, paint))
  for (const { channel, why } of result.quiet)
    lines.push(`  ${paint('dim', '-')} ${visible(channel)}: ${visible(why)}`)
  for (const note of result.notes) lines.push(`  ${visible(note)}`)
  if (result.waiting === null) {
    lines.push(
      `  ${paint('yellow', '!')} the spool ${visible(result.spool)} cannot be read: what waits in it is not known`,
    )
  } else if (result.waiting > 0) {
    lines.push(
      `  ${paint('yellow', '!')} ${plural(result.waiting, 'alert')} in the spool ${visible(result.spool)}; the next run or "cd-gate notify --flush" delivers what waits there`,
    )
  }
  return `${lines.join('\n')}\n`
}

function eventLines({ alert, status, previous }: NotifyResult, paint: Paint): readonly string[] {
  if (alert !== null) return alertLines(alert, paint)
  if (status === null) return []
  const before = previous === null ? '' : ` after ${previous}`
  return [`${paint('green', 'QUIET')}  ${status}${before}: there is nothing to tell`]
}

function alertLines(alert: Alert, paint: Paint): readonly string[] {
  const word = alert.event.toUpperCase().replace('-', ' ')
  const tint = isRed(alert.status) ? 'red' : alert.status === 'SUCCESS' ? 'green' : 'yellow'
  const lines = [`${paint(tint, word)}  ${visible(headline(alert))}`]
  const build = buildLine(alert)
  if (build !== '') lines.push(`  ${visible(build)}`)
  const shown = alert.failures.slice(0, MOST_FAILURES)
  for (const failure of shown) lines.push(`  ${paint('red', '✗')} ${visible(failureLine(failure))}`)
  if (alert.failureCount > shown.length) lines.push(`    and ${alert.failureCount - shown.length} more`)
  for (const reason of alert.reasons) lines.push(`  ${paint('red', '✗')} ${visible(reason)}`)
  const blame = blameLine(alert)
  if (blame !== '') lines.push(`  broken ${visible(blame)}`)
  else if (alert.blame.why !== '' && isRed(alert.status))
    lines.push(`  nobody is named: ${visible(alert.blame.why)}`)
  return lines
}

function sentLines({ channel, type, delivered, spooled, refused }: Sent, paint: Paint): readonly string[] {
  const head = `${visible(channel)} (${visible(type)})`
  return [
    ...delivered.map(
      each => `  ${paint('green', '✓')} ${head} → ${visible(each.address)}: ${visible(each.why)}`,
    ),
    ...spooled.flatMap(each => [
      `  ${paint('yellow', '!')} ${head} → ${visible(each.address)}: not delivered, kept: ${visible(each.why)}`,
      ...adviceLine(each.advice),
    ]),
    ...refused.flatMap(each => [
      `  ${paint('red', '✗')} ${head} → ${visible(each.address)}: refused: ${visible(each.why)}`,
      ...adviceLine(each.advice),
    ]),
  ]
}

function adviceLine(advice: string): readonly string[] {
  return advice === '' ? [] : [`      → ${visible(advice)}`]
}

/** Exactly what would go out: the bytes stay lines, and what could move a cursor is shown as a code. */
export function renderDryRun({ alert, status, previous, channels, quiet }: DryRun, colour: boolean): string {
  const paint = painter(colour)
  const lines = [...eventLines({ alert, status, previous } as NotifyResult, paint)]
  for (const { channel, why } of quiet) lines.push('', `${visible(channel)}: ${visible(why)}`)
  for (const { channel, type, addressees, messages } of channels) {
    lines.push('', paint('bold', `${visible(channel)} (${visible(type)})`))
    for (const { address, why, dropped } of addressees) {
      lines.push(
        dropped === null
          ? `  ${paint('green', '→')} ${visible(address)}: ${visible(why)}`
          : `  ${paint('yellow', '×')} ${visible(address)}: ${visible(why)}, dropped: ${visible(dropped)}`,
      )
    }
    if (addressees.every(each => each.dropped !== null)) lines.push('  nobody would be told')
    for (const { to, text } of messages) {
      lines.push('', `  ${paint('dim', `to ${to.map(visible).join(', ')}`)}`)
      for (const line of text.split(/\r?\n/)) lines.push(`  ${paint('dim', '|')} ${visible(line)}`)
    }
  }
  return `${lines.join('\n')}\n`
}
