import { isRed } from '../../core/build.ts'
import { plural } from '../../core/text.ts'
import type { Delivery, MessageTemplate } from '../contract.ts'
import { blameLine, failureLine, headline, lateness } from '../message.ts'
import type { Alert } from '../model.ts'
import { byteLength, cutTo } from './cut.ts'
import { plainText } from './encode.ts'
import { mentionedNicks, quieten, withNicks } from './mentions.ts'

/** A screen of a channel belongs to its people: three lines, and no server takes them for a flood. */
const MOST_LINES = 3
const MOST_TESTS = 5
/** Bytes of one test in the line of them. */
const TEST_BYTES = 160

export interface LineStyle {
  /** Bytes of text that fit into a message. */
  readonly bytes: number
  /** Nicks in the channel, folded. */
  readonly present: ReadonlySet<string>
  readonly colours: boolean
  readonly template: MessageTemplate | null
}

/** One to three lines, each fit to be the last parameter of one command. */
export function linesOf({ alert, ageMs }: Delivery, style: LineStyle): readonly string[] {
  const meant = mentionedNicks(alert)
  const say = (text: string) => quieten(plainText(text), style.present, meant)
  const own = style.template?.(withNicks(alert)) ?? null
  if (own !== null) {
    const lines = own.split(/\r\n|\r|\n/).map(say)
    const told = lines.filter(line => line !== '').slice(0, MOST_LINES)
    if (told.length > 0) return told.map(line => cutTo(line, style.bytes))
  }
  return [
    firstLine(withNicks(alert), ageMs, say, style),
    testsLine(alert, say, style.bytes),
    cutTo([...alert.reasons, alert.coverage ?? ''].map(say).filter(Boolean).join('; '), style.bytes),
  ].filter(line => line !== '')
}

type Say = (text: string) => string

function firstLine(alert: Alert, ageMs: number, say: Say, { bytes, colours }: LineStyle): string {
  const { number, url, pageUrl } = alert.build
  const late = lateness(ageMs)
  const said = [
    headline(alert),
    number === null ? '' : `(build ${number})`,
    late && `(${late})`,
    isRed(alert.status) ? blameLine(alert) : '',
  ]
  const link = linkOf(url ?? pageUrl, bytes / 2)
  const tail = link === '' ? '' : ` ${link}`
  const [start, end] = colours ? ([colourOf(alert), '\u000f'] as const) : (['', ''] as const)
  const head = cutTo(
    said.map(say).filter(Boolean).join(' '),
    bytes - byteLength(tail) - start.length - end.length,
  )
  return `${start}${head}${end}${tail}`
}

/** A link that is cut leads nowhere: it is whole, or left out. */
function linkOf(url: string | null, bytes: number): string {
  const link = plainText(url ?? '').replaceAll(' ', '%20')
  return byteLength(link) <= bytes ? link : ''
}

/** mIRC's colours: red, green, orange. */
function colourOf({ status }: Alert): string {
  return status === 'SUCCESS' ? '\u000303' : isRed(status) ? '\u000304' : '\u000307'
}

/** "2 failing tests: a.test.ts:3 adds: expected 1 to be 2; b.test.ts …; and 3 more" */
function testsLine({ failures, failureCount }: Alert, say: Say, bytes: number): string {
  if (failureCount === 0) return ''
  const more = (left: number) => (left > 0 ? `; and ${left} more` : '')
  let line = `${plural(failureCount, 'failing test')}: `
  let shown = 0
  for (const failure of failures.slice(0, MOST_TESTS)) {
    const next = cutTo(say(failureLine(failure)), TEST_BYTES)
    const longer = `${line}${shown > 0 ? '; ' : ''}${next}`
    if (byteLength(longer + more(failureCount - shown - 1)) > bytes) break
    line = longer
    shown += 1
  }
  return shown === 0 ? cutTo(plural(failureCount, 'failing test'), bytes) : line + more(failureCount - shown)
}
