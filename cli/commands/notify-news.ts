import { resolve } from 'node:path'
import { withoutAnsi } from '../../core/ansi.ts'
import { eventFor, isRed, isTelling } from '../../core/build.ts'
import { maskStrings } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { expandGlob } from '../../core/system/globs.ts'
import { visible } from '../../core/text.ts'
import { failureKey, makeAlert, reasonKey } from '../../notifiers/alert.ts'
import { blame } from '../../notifiers/blame.ts'
import type { BuildReport } from '../../notifiers/build-report.ts'
import type { Alert, AlertBuild, Attachment, Blame } from '../../notifiers/model.ts'
import {
  type BuildFacts,
  type BuildState,
  breakageFor,
  readState,
  type StateKey,
} from '../../notifiers/state.ts'
import { buildFacts, diffUrlOf } from './notify-build.ts'
import type { Session } from './notify-session.ts'

/** What a build's end means, beside what the record knows. */
export interface News {
  readonly report: BuildReport
  readonly build: AlertBuild
  readonly before: BuildState | null
  readonly previous: Alert['previous']
  /** `null`: there is nothing to tell. */
  readonly alert: Alert | null
  readonly at: number
}

/** Which history the build continues. */
export function stateKeyOf({ repository, job, branch, tag, change }: Omit<AlertBuild, 'diffUrl'>): StateKey {
  return { repository, job, branch: branch ?? tag ?? (change && `change ${change.id}`) }
}

/**
 * The build's end, beside what the record knows, or what this very run has said before. A record that cannot be read is said to be so: the
 * alert goes out.
 */
export async function newsFor(
  session: Session,
  report: BuildReport,
  before?: BuildState | null,
): Promise<News> {
  const { options, ci, world } = session
  const facts = buildFacts(options, ci, world)
  return newsOf(session, report, facts, before === undefined ? await stateBefore(session, facts) : before)
}

async function stateBefore(
  { store, world }: Session,
  facts: Parameters<typeof stateKeyOf>[0],
): Promise<BuildState | null> {
  if (store === null) return null
  try {
    return await readState(store, stateKeyOf(facts), world.log)
  } catch (error) {
    world.log(
      `cd-gate: what earlier builds were cannot be read: ${error instanceof Error ? error.message : error}`,
    )
    return null
  }
}

async function newsOf(
  session: Session,
  report: BuildReport,
  facts: Omit<AlertBuild, 'diffUrl'>,
  before: BuildState | null,
): Promise<News> {
  const { options, world } = session
  const at = Date.now()
  const asked = options.previousStatus
  const previous = asked !== null && isTelling(asked) ? asked : (before?.status ?? previousByCi(session))
  const lastGreen = before?.lastGreenCommit ?? greenByCi(session)
  const build = maskStrings({ ...facts, diffUrl: diffUrlOf(lastGreen, facts.commit, world) }, world.mask)
  const event = eventFor(previous, report.status)
  const news = { report, build, before, previous, at }
  if (event === null) return { ...news, alert: null }
  const alert = makeAlert({
    build,
    report,
    previous,
    breakage: breakageFor(before, stateFacts(news)),
    failedBefore: new Set(before?.breakage ? before.failing : []),
    blame: isRed(report.status)
      ? await blameOf(session, report, lastGreen, event === 'first-build')
      : { kind: 'nobody', suspects: [], why: '' },
    log: logTail(session),
    attachments: await attachments(session),
    at,
  })
  // Secrets are masked before a channel escapes them into spellings that no mask knows, and before they reach the spool.
  return { ...news, alert: alert && maskStrings(alert, world.mask) }
}

/** What the record keeps of the build. */
export function stateFacts({ report, build, at }: Pick<News, 'report' | 'build' | 'at'>): BuildFacts {
  const { commit, number } = build
  return {
    ...stateKeyOf(build),
    status: report.status,
    commit,
    number,
    at,
    failing: [...report.failures.map(failureKey), ...report.reasons.map(reasonKey)],
  }
}

/**
 * Where nothing is on record, Jenkins still tells whether the build before was the last that went well; of one that was red
 * nobody knows which tests failed, so that all of them are told again.
 */
function previousByCi({ ci, world: { env } }: Session): BuildState['status'] | null {
  const { GIT_PREVIOUS_COMMIT: last, GIT_PREVIOUS_SUCCESSFUL_COMMIT: green } = env
  if (ci?.name !== 'jenkins' || !green) return null
  return last === undefined || last === green ? 'SUCCESS' : 'FAILURE'
}

/** Only some CIs say which commit was built with success; others mean the one that was pushed before. */
function greenByCi({ ci }: Session): string | null {
  return ci !== null && ['jenkins', 'woodpecker'].includes(ci.name) ? ci.previousCommit : null
}

async function blameOf(
  { options, world, people }: Session,
  { failures, reasons, status }: BuildReport,
  lastGreen: string | null,
  isFirstBuild: boolean,
): Promise<Blame> {
  const coverage =
    options.coverageReport.length === 0
      ? []
      : await (await import('./notify-measured.ts')).measuredFiles(options.coverageReport, world)
  const { assembleEvidence } = await import('./notify-evidence.ts')
  const evidence = await assembleEvidence({
    cwd: world.cwd,
    env: world.env,
    lastGreen,
    failures: failures.map(each => ({ ...each, isNew: true })),
    isFirstBuild,
    coverage,
    otherwiseRed: failures.length === 0 || reasons.length > 0 || status === 'FAILURE',
  })
  return blame(evidence, people)
}

const LOG_LINES = 40
const LONGEST_LOG = 64 * 1024
const BUDGET = 256 * 1024

function logTail({ options, world }: Session): string {
  if (options.logFile === null) return ''
  const text = readTextOrNull(resolve(world.cwd, options.logFile))
  if (text === null) {
    world.log(`cd-gate: the log ${visible(options.logFile)} cannot be read; the message goes without it`)
    return ''
  }
  return withoutAnsi(text).trimEnd().split('\n').slice(-LOG_LINES).join('\n').slice(-LONGEST_LOG)
}

/** Text files within the budget, in the order given; what does not fit is said, and its end is kept. */
async function attachments({ options, world }: Session): Promise<readonly Attachment[]> {
  const all: Attachment[] = []
  let left = BUDGET
  for (const glob of options.attach) {
    const files = await expandGlob(glob, world.cwd)
    if (files.length === 0) world.log(`cd-gate: nothing to attach matches ${visible(glob)}`)
    for (const file of [...files].sort()) {
      const text = readTextOrNull(file)
      if (text === null || text.includes('\0')) {
        world.log(`cd-gate: ${visible(file)} is no text that could be attached`)
        continue
      }
      if (text.length > left)
        world.log(`cd-gate: of ${visible(file)} only the end is attached: ${BUDGET} bytes are the most`)
      if (left > 0)
        all.push({ name: file.split('/').at(-1) ?? 'file', type: typeOf(file), text: text.slice(-left) })
      left = Math.max(0, left - text.length)
    }
  }
  return all
}

function typeOf(file: string): string {
  return file.endsWith('.xml') ? 'text/xml' : file.endsWith('.json') ? 'application/json' : 'text/plain'
}
