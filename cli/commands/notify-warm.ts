import { constants } from 'node:os'
import type { BuildStatus } from '../../core/build.ts'
import { type Ended, runWatched } from '../../core/system/spawn.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { visible } from '../../core/text.ts'
import { type BuildReport, buildReport } from '../../notifiers/build-report.ts'
import type { NotifyOptions } from '../../notifiers/options.ts'
import type { BuildState } from '../../notifiers/state.ts'
import type { World } from '../command.ts'
import { onInterrupt } from '../interrupt.ts'
import { onStrayFault } from '../stray-faults.ts'
import { newsFor } from './notify-news.ts'
import { remember, tell } from './notify-send.ts'
import { openSession, type Session } from './notify-session.ts'
import { resultOf, show } from './notify-show.ts'
import { readVerdicts } from './notify-verdicts.ts'
import { watchReports } from './notify-watch.ts'

/**
 * Runs the test command while the channels connect; speaks at the first test that has failed for good, and at the end of
 * what else there is to say. Green runs leave silently. Returns the command's own exit code, unless that is 0 and its
 * reports say otherwise or cannot be read.
 */
export async function notifyWarm(options: NotifyOptions, asJson: boolean, world: World): Promise<number> {
  const [program, ...args] = options.command as readonly [string, ...string[]]
  const interrupt = onInterrupt()
  const session = await openSession(options, world)
  const strays = onStrayFault(session.world.log)
  const leaving = new AbortController()
  try {
    const warming = Promise.all(session.channels.map(({ channel }) => channel.warm?.(leaving.signal)))
    const startedAt = Date.now()
    let early: Promise<BuildState | null | undefined> | null = null
    const watch = watchReports(options.xunit, world.cwd, startedAt, suites => {
      early = speakEarly(session, suites, interrupt.signal)
    })
    const ended = await runWatched({
      command: [program, ...args],
      cwd: world.cwd,
      env: world.env,
      timeoutMs: null,
      signal: interrupt.signal,
    })
    watch.stop()
    await warming
    return await speakAtEnd(session, ended, await (early ?? unspoken), interrupt.signal, asJson)
  } finally {
    leaving.abort()
    interrupt.stop()
    await session.close()
    strays.stop()
  }
}

const unspoken = Promise.resolve(undefined)

/** What is known so far is told; a fault in that must not touch the tests. */
async function speakEarly(
  session: Session,
  suites: readonly TestSuite[],
  signal: AbortSignal,
): Promise<BuildState | null | undefined> {
  const { world } = session
  try {
    const report = buildReport({ status: null, suites, flaky: null, coverage: null, faults: [] })
    if (report === null) return undefined
    const note = 'the tests are still running: this is the first that failed'
    const news = await newsFor(session, { ...report, reasons: [...report.reasons, note] })
    const told = await tell(session, news, signal)
    for (const { channel, delivered } of told.channels) {
      for (const { address } of delivered)
        world.log(`cd-gate: told ${visible(address)} (${visible(channel)}) of the first failure`)
    }
    return await remember(session, news, told)
  } catch (error) {
    world.log(
      `cd-gate: the first failure could not be told: ${error instanceof Error ? error.message : error}`,
    )
    return null
  }
}

/** @param early what was left by what was said while the tests ran; `undefined`: nothing was */
async function speakAtEnd(
  session: Session,
  ended: Ended,
  early: BuildState | null | undefined,
  signal: AbortSignal,
  asJson: boolean,
): Promise<number> {
  const { options, world } = session
  const told = await readVerdicts(
    { ...options, status: options.status ?? statusOf(ended, signal) },
    world.cwd,
  )
  const faults =
    ended.failure === null ? told.faults : [...told.faults, `the command could not start: ${ended.failure}`]
  const read = buildReport({
    ...told,
    faults,
    status: told.status ?? (ended.code === 0 ? 'SUCCESS' : 'FAILURE'),
  })
  if (read === null) return codeOf(ended)
  const report = { ...read, reasons: [...read.reasons, ...endReasons(ended, read, signal)] }
  const news = await newsFor(session, report, early)
  // An interrupted run still says what it has to: the deadline alone ends that.
  const sent = await tell(session, news, new AbortController().signal)
  await remember(session, news, sent)
  const code = show(resultOf(session, news, sent), session, asJson)
  const own = codeOf(ended)
  return own !== 0 ? own : code !== 0 ? code : report.failures.length + report.reasons.length > 0 ? 1 : 0
}

function statusOf({ code, signal }: Ended, interrupted: AbortSignal): BuildStatus | null {
  if (interrupted.aborted) return 'ABORTED'
  return code === 0 ? null : signal !== null || code !== 0 ? 'FAILURE' : null
}

/** Why a red build is red where no test says so. */
function endReasons(
  { code, signal }: Ended,
  { failures, reasons }: BuildReport,
  interrupted: AbortSignal,
): readonly string[] {
  if (interrupted.aborted) return []
  if (signal !== null) return [`the command was ended by ${signal}`]
  const unexplained = code !== null && code !== 0 && failures.length + reasons.length === 0
  return unexplained ? [`the command ended with exit code ${code}, although no test failed`] : []
}

/** As a shell tells it. */
function codeOf({ code, signal }: Ended): number {
  if (code !== null) return code
  return signal === null ? 3 : 128 + constants.signals[signal]
}
