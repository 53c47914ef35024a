import { visible } from '../core/text.ts'
import type { Alert } from './model.ts'

/**
 * What a template may say, under `it`. Every text is made safe for a line of plain text; a field that is not known is `''`.
 * The names are a promise: docs/notifiers.md lists them.
 */
export interface TemplateFields {
  readonly event: string
  readonly status: string
  readonly previous: string
  readonly repository: string
  readonly job: string
  readonly branch: string
  readonly commit: string
  /** Seven digits of it. */
  readonly shortCommit: string
  readonly subject: string
  readonly number: string
  readonly url: string
  readonly diffUrl: string
  readonly pageUrl: string
  /** "alice", "perhaps alice", "one of alice, bob", or `''`. */
  readonly who: string
  readonly why: string
  readonly failureCount: number
  readonly newFailureCount: number
  readonly flakyCount: number
  readonly quarantinedCount: number
  readonly coverage: string
  readonly reasons: readonly string[]
  readonly failures: readonly {
    readonly name: string
    readonly file: string
    readonly line: number | ''
    readonly message: string
    readonly isNew: boolean
  }[]
}

export function templateFields(alert: Alert): TemplateFields {
  const { build, blame, failures } = alert
  const names = blame.suspects.map(({ person }) => visible(person.name)).join(', ')
  return {
    event: alert.event,
    status: alert.status,
    previous: alert.previous ?? '',
    repository: visible(build.repository),
    job: visible(build.job ?? ''),
    branch: visible(build.branch ?? ''),
    commit: build.commit ?? '',
    shortCommit: build.commit?.slice(0, 7) ?? '',
    subject: visible(build.subject ?? ''),
    number: visible(build.number ?? ''),
    url: build.url ?? '',
    diffUrl: build.diffUrl ?? '',
    pageUrl: build.pageUrl ?? '',
    who: whoOf(blame.kind, names, blame.suspects.length),
    why: visible(blame.kind === 'one' ? (blame.suspects[0]?.reason ?? '') : blame.why),
    failureCount: alert.failureCount,
    newFailureCount: alert.newFailureCount,
    flakyCount: alert.flakyCount,
    quarantinedCount: alert.quarantinedCount,
    coverage: visible(alert.coverage ?? ''),
    reasons: alert.reasons.map(visible),
    failures: failures.map(({ name, file, line, message, isNew }) => ({
      name: visible(name),
      file: visible(file ?? ''),
      line: line ?? '',
      message: visible(message),
      isNew,
    })),
  }
}

function whoOf(kind: Alert['blame']['kind'], names: string, count: number): string {
  if (kind !== 'one-of') return names
  return count === 1 ? `perhaps ${names}` : `one of ${names}`
}
