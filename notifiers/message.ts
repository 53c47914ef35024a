import { isRed } from '../core/build.ts'
import { plural } from '../core/text.ts'
import type { Alert, FailedTest } from './model.ts'

/** The sentences that every channel shares. Nothing is escaped here: each channel knows its own world's dangers. */

/** "acme/pay main is broken" */
export function headline({ build, event, status, failureCount, newFailureCount }: Alert): string {
  const { repository, branch, tag, change } = build
  const what = [repository, branch ?? tag ?? (change && `change ${change.id}`)].filter(Boolean).join(' ')
  const said: Readonly<Record<Alert['event'], string>> = {
    broken: 'is broken',
    'still-broken':
      newFailureCount > 0 && newFailureCount < failureCount
        ? `is still broken, and ${plural(newFailureCount, 'test')} more`
        : 'is still broken',
    fixed: 'is fixed',
    unstable: failureCount > 0 ? 'is unstable: tests fail' : 'is unstable',
    aborted: 'was aborted',
    'first-build': isRed(status) ? 'is broken in its first known build' : 'is built for the first time',
  }
  return `${what} ${said[event]}`
}

/** "build 42 of main build, 1a2b3c4 Charge cards at once"; `''` where nothing is known. */
export function buildLine({ build: { number, job, commit, subject } }: Alert): string {
  const which = [number && `build ${number}`, job].filter(Boolean).join(' of ')
  const what = [commit?.slice(0, 7), subject].filter(Boolean).join(' ')
  return [which, what].filter(Boolean).join(', ')
}

/** "by Alice: 1a2b3c4 touches src/pay.ts:40"; `''` where nobody is named. */
export function blameLine({ blame: { kind, suspects } }: Alert): string {
  const [first] = suspects
  if (kind === 'nobody' || !first) return ''
  if (kind === 'one') return `by ${first.person.name}: ${first.reason}`
  if (suspects.length === 1) return `perhaps by ${first.person.name}: ${first.reason}`
  return `by one of ${suspects.map(({ person, commit }) => `${person.name} (${commit.slice(0, 7)})`).join(', ')}`
}

/** "src/pay.test.ts:12 pay > refuses: expected 1 to be 2" */
export function failureLine({ file, line, name, message }: FailedTest): string {
  const place = file === null ? '' : `${file}${line === null ? '' : `:${line}`} `
  return `${place}${name}${message === '' ? '' : `: ${message}`}`
}

/** "3 h late"; `''` for what comes in time. */
export function lateness(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000)
  if (minutes < 2) return ''
  if (minutes < 120) return `${minutes} min late`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h late` : `${Math.floor(hours / 24)} days late`
}
