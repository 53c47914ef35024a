import { basename } from 'node:path'
import { gateError } from '../core/errors.ts'
import { list, type OptionTable } from '../core/options.ts'
import { alertDocument } from './alert-document.ts'
import { allOf } from './channel-guard.ts'
import type { Channel, ChannelSetting, DeliveryOutcome, Notifier } from './contract.ts'
import { type ExecEnd, runWithInput } from './exec-run.ts'
import { SECRETS } from './secrets.ts'

/** A program of the user's that tells: it gets the alert as JSON on its standard input. */

interface ExecOptions {
  readonly command: readonly string[]
}

const options: OptionTable<ExecOptions> = {
  command: {
    type: list(
      'word',
      'a list of words, the first of them the program',
      '["./tell.sh", "--room", "ci"]',
      word => word,
    ),
    group: 'Exec',
    default: [],
    defaultText: 'none: it is needed',
    describe: 'The program and its arguments, without a shell. It runs in the configuration’s directory.',
  },
}

export const exec: Notifier<ExecOptions> = {
  name: 'exec',
  summary: 'Hands the alert as JSON to a program',
  options,
  secrets: ['secret'],
  open: async setting => openExec(setting),
}

function openExec({
  name,
  options,
  secrets,
  directory,
  env,
  template,
}: ChannelSetting<ExecOptions>): Channel {
  const [program, ...args] = options.command
  if (!program) {
    const advice = 'give the program and its arguments: command: ["./tell.sh"]'
    throw gateError('notify.bad-channel', { channel: name, why: 'it has no command', advice })
  }
  const address = basename(program)
  const childEnv = ownEnvironment(env, secrets.secret)
  return {
    addressees: () => [{ address, why: 'the channel’s command', dropped: null }],
    render: async delivery => {
      const text = `${JSON.stringify(options.command)}\n\n${alertDocument('cd-gate/exec/1', delivery, template)}`
      return [{ to: delivery.to, text }]
    },
    deliver: async (delivery, signal) => {
      const input = `${alertDocument('cd-gate/exec/1', delivery, template)}\n`
      const end = await runWithInput({ program, args, cwd: directory, env: childEnv, input }, signal)
      return allOf(delivery, outcomeOf(address, end))
    },
    probe: async () => [await probeProgram(program, directory, childEnv.PATH ?? '')],
    close: async () => {},
  }
}

/** Without other channels' secrets. */
function ownEnvironment(env: NodeJS.ProcessEnv, secret: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith(SECRETS))
  return { ...Object.fromEntries(kept), ...(secret === undefined ? {} : { CD_GATE_SECRET: secret }) }
}

/** EX_TEMPFAIL of sysexits.h: "try again later". */
const TRY_AGAIN = 75

function outcomeOf(address: string, { kind, code, signal, why, said }: ExecEnd): DeliveryOutcome {
  const words = said === '' ? '' : `: ${said}`
  if (kind === 'not-started') {
    const advice = 'check the path, and that it may be run'
    return { kind: 'retry', why: `${address} cannot be started: ${why}`, advice, afterMs: null }
  }
  if (kind === 'killed') {
    const advice = 'it may have told already; give more time with --deadline'
    return { kind: 'unknown', why: `${address} was ended, as it did not finish in time${words}`, advice }
  }
  if (code === 0) return { kind: 'delivered', proof: 'exit code 0' }
  const advice = 'look what the program says when it runs by itself'
  if (code === TRY_AGAIN) {
    return { kind: 'retry', why: `${address} asks to try again later${words}`, advice, afterMs: null }
  }
  if (code === null) return { kind: 'unknown', why: `${address} was ended by ${signal}${words}`, advice }
  return { kind: 'refused', why: `${address} ended with exit code ${code}${words}`, advice }
}

async function probeProgram(program: string, directory: string, path: string) {
  const { accessSync, constants } = await import('node:fs')
  const { delimiter, join, resolve } = await import('node:path')
  const places = program.includes('/')
    ? [resolve(directory, program)]
    : path.split(delimiter).map(folder => join(folder, program))
  const found = places.some(file => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  const what = found ? `${program} is there and may be run` : `${program} is not there, or may not be run`
  return { ok: found, what, advice: found ? '' : 'check the path, and "chmod +x" it' }
}
