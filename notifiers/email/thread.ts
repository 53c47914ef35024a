import { createHash } from 'node:crypto'
import { isRed } from '../../core/build.ts'
import type { Alert } from '../model.ts'
import { clean } from './clean.ts'
import type { MailSettings } from './settings.ts'

const LONGEST_SUBJECT = 120

/** What makes the mails about one breakage one conversation, recomputed by any agent from the alert alone. */
export interface Thread {
  readonly subject: string
  readonly messageId: string
  /** The root that all mails of a breakage name; no mail has it as its own. `null`: nothing to be grouped with. */
  readonly root: string | null
}

/** @param address of the one recipient: a twin of a mail has the same identity, another person's mail has its own */
export function threadOf(
  alert: Alert,
  address: string,
  { from, subjectPrefix }: Pick<MailSettings, 'from' | 'subjectPrefix'>,
): Thread {
  const { breakage } = alert
  const own = createHash('sha256').update(`${alert.id}\n${address.toLowerCase()}`).digest('hex').slice(0, 32)
  const root = breakage && (/^[0-9a-f]{8,64}$/.test(breakage.id) ? breakage.id : digest(breakage.id))
  return {
    subject: subjectOf(alert, subjectPrefix),
    messageId: `<cdgate.${own}@${from.domain}>`,
    root: root && `<cdgate.${root}.root@${from.domain}>`,
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/**
 * The same for all mails of a breakage: Gmail groups only what has one subject, so what changes (broken, fixed) stands in
 * the text.
 */
function subjectOf(alert: Alert, givenPrefix: string | null): string {
  const { build, breakage, previous, event } = alert
  const prefix = clean(givenPrefix ?? `[${build.repository}]`, 50)
  const what =
    build.branch ?? build.tag ?? (build.change && `change ${build.change.id}`) ?? build.job ?? 'build'
  if (breakage !== null) {
    const isLater = event === 'fixed' || event === 'still-broken' || (previous !== null && isRed(previous))
    const commit = breakage.firstBadCommit?.slice(0, 7)
    const tail = commit ? ` broken since ${clean(commit, 7)}` : ' broken'
    const reply = isLater ? 'Re: ' : ''
    const room = LONGEST_SUBJECT - 'Re: '.length - prefix.length - 1 - tail.length
    return `${reply}${prefix} ${clean(what, room)}${tail}`
  }
  const said: Readonly<Record<Alert['event'], string>> = {
    broken: 'broken',
    'still-broken': 'still broken',
    fixed: 'fixed',
    unstable: 'unstable',
    aborted: 'aborted',
    'first-build': isRed(alert.status) ? 'broken in its first known build' : 'built for the first time',
  }
  const number = build.number === null ? '' : ` (build ${clean(build.number, 12)})`
  const tail = ` ${said[event]}${number}`
  return `${prefix} ${clean(what, LONGEST_SUBJECT - prefix.length - 1 - tail.length)}${tail}`
}
