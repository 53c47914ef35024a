import { isRed } from '../../core/build.ts'
import { plural } from '../../core/text.ts'
import { blameLine, buildLine, failureLine, headline, lateness } from '../message.ts'
import type { Alert, FailedTest } from '../model.ts'
import { clean, firstLines, lastLines, safeUrl } from './clean.ts'

const IN_FULL = 5
const IN_A_LINE = 15
const LOG_LINES = 40

/** What a mail says, as harmless pieces: text and HTML only lay them out. */
export interface MailContent {
  readonly tone: 'bad' | 'good' | 'unsure'
  readonly state: string
  readonly headline: string
  readonly late: string
  readonly build: string
  /** For how long it was broken, once it is fixed. */
  readonly lasted: string
  /** Who may have done it, or why nobody is named. */
  readonly blame: readonly string[]
  readonly failuresTitle: string
  readonly failures: readonly ShownFailure[]
  readonly moreFailures: readonly string[]
  readonly reasons: readonly string[]
  readonly coverage: string
  readonly setAside: string
  readonly links: readonly { readonly label: string; readonly url: string }[]
  readonly log: readonly string[]
  readonly attached: readonly string[]
  readonly leftOut: readonly string[]
  /** Why the reader gets this. */
  readonly why: string
}

export interface ShownFailure {
  readonly name: string
  readonly place: string
  readonly message: string
  readonly detail: readonly string[]
  readonly isNew: boolean
}

export interface ContentFacts {
  readonly ageMs: number
  readonly why: string
  readonly attached: readonly string[]
  readonly leftOut: readonly string[]
}

export function contentOf(alert: Alert, { ageMs, why, attached, leftOut }: ContentFacts): MailContent {
  const { event, status, failures, failureCount } = alert
  const rest = failures.slice(IN_FULL)
  const unshown = failureCount - Math.min(failures.length, IN_FULL + IN_A_LINE)
  const late = lateness(ageMs)
  const links = [
    { label: 'Build', url: safeUrl(alert.build.url) },
    { label: 'Changes', url: safeUrl(alert.build.diffUrl) },
    { label: 'Report', url: safeUrl(alert.build.pageUrl) },
  ]
  return {
    ...stateOf(event, status),
    headline: clean(headline(alert), 200),
    late: late && `This mail is ${late}: the server could not be reached before.`,
    build: clean(buildLine(alert), 300),
    lasted: lasted(alert),
    blame: blame(alert),
    failuresTitle: failuresTitle(alert),
    failures: failures.slice(0, IN_FULL).map(failure => shown(failure, event)),
    moreFailures: [
      ...rest.slice(0, IN_A_LINE).map(failure => clean(failureLine(failure), 250)),
      ...(unshown > 0 ? [`and ${plural(unshown, 'more failure')}`] : []),
    ],
    reasons: alert.reasons.slice(0, 10).map(reason => clean(reason, 300)),
    coverage: clean(alert.coverage ?? '', 300),
    setAside: [
      alert.flakyCount > 0 && plural(alert.flakyCount, 'flaky test'),
      alert.quarantinedCount > 0 && `${plural(alert.quarantinedCount, 'failure')} in quarantine`,
    ]
      .filter(Boolean)
      .join(' and '),
    links: links.flatMap(({ label, url }) => (url === null ? [] : [{ label, url }])),
    log: isRed(status) || event === 'aborted' ? lastLines(alert.log, LOG_LINES, 400) : [],
    attached: attached.map(each => clean(each, 150)),
    leftOut: leftOut.map(each => clean(each, 200)),
    why,
  }
}

function stateOf(event: Alert['event'], status: Alert['status']): Pick<MailContent, 'state' | 'tone'> {
  switch (event) {
    case 'broken':
      return { state: 'Broken', tone: 'bad' }
    case 'still-broken':
      return { state: 'Still broken', tone: 'bad' }
    case 'fixed':
      return { state: 'Fixed', tone: 'good' }
    case 'unstable':
      return { state: 'Unstable', tone: 'unsure' }
    case 'aborted':
      return { state: 'Aborted', tone: 'unsure' }
    case 'first-build':
      return isRed(status) ? { state: 'Broken', tone: 'bad' } : { state: 'First build', tone: 'good' }
  }
}

function lasted({ event, at, breakage }: Alert): string {
  if (event !== 'fixed' || breakage === null || !(breakage.since > 0 && breakage.since < at)) return ''
  const minutes = Math.ceil((at - breakage.since) / 60_000)
  if (minutes < 120) return `It was broken for ${minutes} min.`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `It was broken for ${hours} h.` : `It was broken for ${Math.floor(hours / 24)} days.`
}

function blame(alert: Alert): readonly string[] {
  const { kind, suspects, why } = alert.blame
  if (kind === 'nobody')
    return why === '' || alert.event === 'fixed' ? [] : [clean(`Nobody is named: ${why}`, 300)]
  const said = clean(blameLine(alert), 300)
  const sentence = `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`
  return kind === 'one'
    ? [sentence]
    : [sentence, ...suspects.map(({ person, reason }) => clean(`${person.name}: ${reason}`, 300))]
}

function failuresTitle({ failureCount, newFailureCount, event }: Alert): string {
  if (failureCount === 0) return ''
  const fresh = event === 'still-broken' && newFailureCount > 0 ? `, ${newFailureCount} of them new` : ''
  return `${plural(failureCount, 'failed test')}${fresh}`
}

function shown(
  { name, file, line, message, detail, isNew }: FailedTest,
  event: Alert['event'],
): ShownFailure {
  const lines = firstLines(detail, 9, 300)
  const said = clean(message, 400)
  return {
    name: clean(name, 300),
    place: file === null ? '' : clean(`${file}${line === null ? '' : `:${line}`}`, 200),
    message: said,
    // The detail often begins with the message.
    detail: (said !== '' && lines[0]?.includes(said) ? lines.slice(1) : lines).slice(0, 8),
    isNew: isNew && event === 'still-broken',
  }
}
