import { gateError } from '../../core/errors.ts'
import { buildReport } from '../../notifiers/build-report.ts'
import { flush } from '../../notifiers/dispatch.ts'
import { type NotifyOptions, notifyOptions } from '../../notifiers/options.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { onInterrupt } from '../interrupt.ts'
import { onStrayFault } from '../stray-faults.ts'
import { dryRun } from './notify-dry-run.ts'
import { type News, newsFor } from './notify-news.ts'
import type { NotifyResult } from './notify-result.ts'
import { orphanLines, remember, tell } from './notify-send.ts'
import { openSession, type Session } from './notify-session.ts'
import { json, resultOf, show } from './notify-show.ts'
import { renderDryRun } from './notify-terminal.ts'
import { readVerdicts } from './notify-verdicts.ts'

export const notifyCommand: CommandModule<NotifyOptions> = {
  options: notifyOptions,
  examples: [
    {
      command: `cd-gate notify --status FAILURE --xunit 'reports/junit/**/*.xml'`,
      what: 'tell whoever broke it, as the last step of a pipeline',
    },
    {
      command: `cd-gate notify --xunit reports/junit.xml --dry-run`,
      what: 'what would go where, and why; nothing is sent',
    },
    {
      command: `cd-gate notify --warm --xunit 'reports/junit/*.xml' -- npx vitest run`,
      what: 'run the tests with the channels connected, and speak at the first failure',
    },
  ],
  run: notify,
}

async function notify({ options, common, world }: Invocation<NotifyOptions>): Promise<number> {
  refuseContradictions(options)
  if (options.warm) {
    const { notifyWarm } = await import('./notify-warm.ts')
    return notifyWarm(options, common.json, world)
  }
  const interrupt = onInterrupt()
  const session = await openSession(options, world)
  const strays = onStrayFault(session.world.log)
  try {
    if (options.flush) return show(await flushOnly(session, interrupt.signal), session, common.json)
    const news = await readNews(session)
    if (options.dryRun) {
      const shown = await dryRun(session, news)
      if (common.json) session.world.out(json('cd-gate/notify-dry-run/1', shown))
      else session.world.out(renderDryRun(shown, world.colour))
      return news.report.complete ? 0 : 3
    }
    const told = await tell(session, news, interrupt.signal)
    await remember(session, news, told)
    return show(resultOf(session, news, told), session, common.json)
  } finally {
    interrupt.stop()
    await session.close()
    strays.stop()
  }
}

/** @throws GateError usage.contradiction */
function refuseContradictions({ warm, command, flush: flushes, dryRun: dry }: NotifyOptions): void {
  const refuse = (first: string, second: string, why: string): never => {
    throw gateError('usage.contradiction', { first, second, why })
  }
  if (!warm && command.length > 0) refuse('a command', 'no --warm', 'only --warm runs one')
  if (warm && command.length === 0) refuse('--warm', 'no command', 'it runs one: put it after --')
  if (warm && (flushes || dry))
    refuse('--warm', flushes ? '--flush' : '--dry-run', 'there would be nothing to run for')
  if (flushes && dry) refuse('--flush', '--dry-run', 'the one sends and the other must not')
}

/** @throws GateError notify.no-status, notify.bad-verdict */
async function readNews(session: Session): Promise<News> {
  const report = buildReport(await readVerdicts(session.options, session.world.cwd))
  if (report === null) throw gateError('notify.no-status', { why: 'there is neither a status nor a report' })
  return newsFor(session, report)
}

async function flushOnly(session: Session, signal: AbortSignal): Promise<NotifyResult> {
  const { options, spool, channels, world } = session
  const setting = { spool, deadlineMs: options.deadline * 1000, signal, log: world.log }
  const found = await flush(channels, setting)
  const notes = [...orphanLines(found.orphans, options), ...found.notes]
  return {
    status: null,
    previous: null,
    alert: null,
    complete: true,
    channels: found.channels,
    quiet: [],
    notes:
      found.channels.length === 0 && notes.length === 0
        ? [
            spool.slots().length > 0
              ? 'another process is delivering what the spool holds'
              : `the spool ${options.spool} is empty`,
          ]
        : notes,
    waiting: spool.slots().length,
    spool: options.spool,
  }
}
