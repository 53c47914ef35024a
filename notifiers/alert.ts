import { createHash } from 'node:crypto'
import { type BuildEvent, eventFor } from '../core/build.ts'
import { type BuildReport, cut } from './build-report.ts'
import type { Alert, AlertBuild, Attachment, Blame, Breakage, FailedTest } from './model.ts'

const MOST_SHOWN = 50
const LONGEST_DETAIL = 4000

export interface AlertFacts {
  readonly build: AlertBuild
  readonly report: BuildReport
  readonly previous: Alert['previous']
  readonly breakage: Breakage | null
  /** Keys (failureKey) of what failed in this breakage's builds before. */
  readonly failedBefore: ReadonlySet<string>
  readonly blame: Blame
  readonly log: string
  readonly attachments: readonly Attachment[]
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** `null`: there is nothing to tell. */
export function makeAlert(facts: AlertFacts): Alert | null {
  const { build, report, previous, failedBefore } = facts
  const event = eventFor(previous, report.status)
  if (event === null) return null
  const failures = report.failures.map(
    (each): FailedTest => ({
      ...each,
      detail: cut(each.detail, LONGEST_DETAIL),
      isNew: !failedBefore.has(failureKey(each)),
    }),
  )
  const newOnes = failures.filter(each => each.isNew)
  return {
    schema: 'cd-gate/alert/1',
    id: alertId(build, event, [...newOnes.map(failureKey), ...report.reasons.map(reasonKey)]),
    event,
    status: report.status,
    previous,
    at: facts.at,
    build,
    breakage: facts.breakage,
    failures: [...newOnes, ...failures.filter(each => !each.isNew)].slice(0, MOST_SHOWN),
    failureCount: failures.length,
    newFailureCount: newOnes.length,
    newReasonCount: report.reasons.filter(each => !failedBefore.has(reasonKey(each))).length,
    flakyCount: report.flakyCount,
    quarantinedCount: report.quarantinedCount,
    reasons: report.reasons,
    coverage: report.coverage,
    blame: facts.blame,
    log: facts.log,
    attachments: facts.attachments,
  }
}

/** What makes a failure the same one in another build: its identity, or its place where a report has none. */
export function failureKey({ id, file, classname, name }: Omit<FailedTest, 'isNew'>): string {
  return id || cut([file ?? '', classname, name].join('\u0001'), 300)
}

/** The same reason with other figures is no other reason. */
export function reasonKey(reason: string): string {
  return cut(`reason\u0001${reason.replace(/\d+/g, '#')}`, 300)
}

/** A build that is told again (a rerun of the step, a second agent) makes the same alert. */
function alertId(build: AlertBuild, event: BuildEvent, newOnes: readonly string[]): string {
  const { repository, job, branch, tag, change, commit, number, url } = build
  const parts = [repository, job, branch, tag, change?.id, commit, number, url, event, ...newOnes]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
