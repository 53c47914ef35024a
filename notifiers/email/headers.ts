import type { Alert } from '../model.ts'
import { clean } from './clean.ts'
import type { MailSettings } from './settings.ts'

export interface Header {
  readonly key: string
  readonly value: string
}

/**
 * What programs read: answering machines leave it alone (RFC 3834, and the older and Exchange's own words for it), filters
 * sort it. Values are plain ASCII, short of any limit, and never `prepared`: what nodemailer writes cannot hold a second
 * header.
 */
export function headersOf(alert: Alert, why: string, { listId, from }: MailSettings): readonly Header[] {
  const { status, event, build } = alert
  const all: readonly (readonly [string, string | null])[] = [
    ['Auto-Submitted', 'auto-generated'],
    ['Precedence', 'bulk'],
    ['X-Auto-Response-Suppress', 'All'],
    ['List-Id', `<${listId ?? defaultListId(build.repository, from.domain)}>`],
    ['X-CDGate-State', `${event} ${status}`],
    ['X-CDGate-Branch', build.branch],
    ['X-CDGate-Commit', build.commit],
    ['X-CDGate-Reason', why],
  ]
  return all.flatMap(([key, value]) => (value ? [{ key, value: ascii(value) }] : []))
}

/** `acme/pay` from ci.example.org is pay.acme.ci.example.org (RFC 2919). */
function defaultListId(repository: string, domain: string): string {
  const labels = repository
    .toLowerCase()
    .split('/')
    .reverse()
    .map(part =>
      part
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40),
    )
    .filter(part => part !== '')
    .slice(0, 4)
  return [...(labels.length > 0 ? labels : ['builds']), domain].join('.')
}

/**
 * Filters compare bytes: what is not ASCII is written as its code, and so is what would begin an encoded word (RFC 2047) or
 * make nodemailer write one.
 */
function ascii(text: string): string {
  const code = (each: string) => `\\u{${each.codePointAt(0)?.toString(16)}}`
  const written = clean(text, 200).replace(/[^\x20-\x7e]|(?<==)\?/gu, code)
  return written.slice(0, 300)
}

/** nodemailer writes its own idea of capitals; people who read headers shall find ours. */
export function headerCase(key: string): string {
  return key.replace(/^X-Cdgate-/i, 'X-CDGate-')
}
