import { styleText } from 'node:util'
import { flag, type OptionTable } from '../../core/options.ts'
import { visible } from '../../core/text.ts'
import type { ProbeLine } from '../../notifiers/contract.ts'
import { type NotifyOptions, notifyOptions } from '../../notifiers/options.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { openSession, type Session } from './notify-session.ts'

interface DoctorOptions extends NotifyOptions {
  readonly online: boolean
}

const { to, spool, record, people, deadline, channels } = notifyOptions
const online: OptionTable<DoctorOptions>['online'] = {
  type: flag,
  group: 'Checks',
  default: false,
  only: 'command-line',
  describe: 'Really connect, authenticate and join; send nothing.',
}

export const doctorCommand: CommandModule<DoctorOptions> = {
  options: { online, to, spool, record, people, deadline, channels } as OptionTable<DoctorOptions>,
  sectionOptions: { ...notifyOptions, online },
  examples: [
    { command: 'cd-gate doctor', what: 'whether the channels of notify are configured right' },
    { command: 'cd-gate doctor --online', what: 'whether their servers take us; nothing is sent' },
  ],
  run: doctor,
}

interface Checked {
  readonly channel: string
  readonly type: string
  readonly lines: readonly ProbeLine[]
}

async function doctor({ options, common, world }: Invocation<DoctorOptions>): Promise<number> {
  const session = await openSession(options, world)
  try {
    const checked = await Promise.all(session.channels.map(each => check(each, options)))
    const all = [...checked, await general(session)]
    const healthy = all.every(({ lines }) => lines.every(line => line.ok))
    if (common.json)
      world.out(`${JSON.stringify({ schema: 'cd-gate/doctor/1', healthy, checks: all }, null, 2)}\n`)
    else world.out(render(all, world.colour))
    return healthy ? 0 : 3
  } finally {
    await session.close()
  }
}

async function check(
  { name, type, channel }: Session['channels'][number],
  options: DoctorOptions,
): Promise<Checked> {
  const configured: ProbeLine = { ok: true, what: 'is configured', advice: '' }
  if (!options.online) return { channel: name, type, lines: [configured] }
  const signal = AbortSignal.timeout(options.deadline * 1000)
  try {
    return { channel: name, type, lines: [configured, ...(await channel.probe(signal))] }
  } catch (error) {
    const what = `failed: ${error instanceof Error ? error.message : String(error)}`
    return { channel: name, type, lines: [configured, { ok: false, what, advice: '' }] }
  }
}

async function general({ spool: kept, options }: Session): Promise<Checked> {
  const { entries, damaged } = await kept.list()
  const waiting: ProbeLine = {
    ok: entries.length === 0,
    what:
      entries.length === 0
        ? `${options.spool} is empty`
        : `${entries.length} in ${options.spool} are not delivered yet`,
    advice: entries.length === 0 ? '' : 'run cd-gate notify --flush once the channels are well',
  }
  const broken = damaged.map(
    ({ file, why }): ProbeLine => ({
      ok: false,
      what: `${file} cannot be read: ${why}`,
      advice: 'look at it by hand',
    }),
  )
  return { channel: 'spool', type: '', lines: [waiting, ...broken] }
}

function render(all: readonly Checked[], colour: boolean): string {
  const paint = (style: 'green' | 'red' | 'bold', text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const lines = all.flatMap(({ channel, type, lines: found }) => [
    paint('bold', `${visible(channel)}${type === '' ? '' : ` (${visible(type)})`}`),
    ...found.flatMap(({ ok, what, advice }) => [
      `  ${ok ? paint('green', '✓') : paint('red', '✗')} ${visible(what)}`,
      ...(advice === '' ? [] : [`      → ${visible(advice)}`]),
    ]),
  ])
  return `${lines.join('\n')}\n`
}
