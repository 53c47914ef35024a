import type { Delivery, MessageTemplate } from './contract.ts'
import { blameLine, buildLine, failureLine, headline, lateness } from './message.ts'
import type { Alert } from './model.ts'

const MOST_FAILURES = 5

/**
 * An alert for a machine: JSON of one line. docs/notifier-webhook.md describes it. Every text in it is as hostile as the build
 * it comes from.
 */
export function alertDocument(
  schema: 'cd-gate/webhook/1' | 'cd-gate/exec/1',
  { alert, to, ageMs }: Delivery,
  template: MessageTemplate | null,
): string {
  return JSON.stringify({ schema, to, ageMs, text: template?.(alert) ?? plainText(alert, ageMs), alert })
}

/** What people would read, as lines; nothing is escaped. */
export function plainText(alert: Alert, ageMs: number): string {
  return plainLines(alert, ageMs).join('\n')
}

export function plainLines(alert: Alert, ageMs: number): readonly string[] {
  const late = lateness(ageMs)
  const blame = blameLine(alert)
  const shown = alert.failures.slice(0, MOST_FAILURES)
  const more = alert.failureCount - shown.length
  return [
    late === '' ? headline(alert) : `${headline(alert)} (${late})`,
    buildLine(alert),
    blame === '' ? '' : `broken ${blame}`,
    ...shown.map(failureLine),
    more > 0 ? `and ${more} more` : '',
    ...alert.reasons,
    alert.build.url ?? '',
  ].filter(line => line !== '')
}
