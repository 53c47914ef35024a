import { resolve } from 'node:path'
import { GateError, gateError } from '../core/errors.ts'
import { readOptions, suggest } from '../core/option-values.ts'
import { list, type OptionTable, path, text, type ValueType } from '../core/options.ts'
import { reasonOf } from '../core/system/files.ts'
import { failedChannel, guardChannel } from './channel-guard.ts'
import type { Channel, ChannelSetting, StandardSchema } from './contract.ts'
import type { AnyNotifier } from './index.ts'
import { loadNotifier } from './plugin.ts'
import { eventsType, type Rules } from './rules.ts'
import { readSecrets, refuseSecretsIn } from './secrets.ts'
import { openTemplate } from './template.ts'

export interface OpenedChannel {
  /** In the configuration. */
  readonly name: string
  readonly type: string
  readonly rules: Rules
  /** Guarded: none of its calls rejects. */
  readonly channel: Channel
}

export interface ChannelContext {
  /** The configuration's, as messages call it. */
  readonly file: string
  /** The configuration's: paths and packages are looked for from here, and commands run here. */
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** A line for the log. */
  readonly log: (line: string) => void
}

/** What every channel takes, whatever its type. */
interface CommonSetting {
  readonly type: string | null
  readonly events: Rules['events']
  readonly branches: readonly string[]
  readonly jobs: readonly string[]
  readonly template: string | null
}

const pattern = (example: string) =>
  list('glob', 'names, or globs with * and ?', example, word => word || undefined)
const heading = 'Every channel'

/** The keys of every channel, for docs and validation. */
export const commonChannelOptions: OptionTable<CommonSetting> = {
  type: {
    type: text('type', 'a built-in type, a package, or a file', 'email') as ValueType<string | null>,
    group: heading,
    default: null,
    describe: 'irc, email, webhook, exec, slack; or a notifier’s package or file.',
  },
  events: {
    type: eventsType,
    group: heading,
    default: null,
    defaultText: 'all but aborted, and first-build only when it is red',
    describe: 'What the channel hears: broken, still-broken, fixed, unstable, aborted, first-build.',
  },
  branches: {
    type: pattern('main or release/*'),
    group: heading,
    default: [],
    defaultText: 'all',
    describe: 'Only these branches; * stands for any letters.',
  },
  jobs: {
    type: pattern('nightly'),
    group: heading,
    default: [],
    defaultText: 'all',
    describe: 'Only these jobs; * stands for any letters.',
  },
  template: {
    type: path('file', 'a template file', 'alert.eta'),
    group: heading,
    default: null,
    describe: 'The text of messages, an Eta template.',
  },
}

/**
 * Opens the channels of the configuration, in its order. Everything is checked before anything is sent; a notifier whose own
 * code fails is a failed channel, so that the others still speak.
 * @param config the configuration's `channels`
 * @param only names of channels; empty: all
 * @throws GateError notify.no-channels, notify.unknown-channel, notify.unknown-type, notify.bad-channel,
 * notify.bad-secret, usage.bad-value, config.unknown-key
 */
export async function openChannels(
  config: unknown,
  only: readonly string[],
  context: ChannelContext,
): Promise<readonly OpenedChannel[]> {
  const channels = isObject(config) ? config : {}
  const names = Object.keys(channels)
  if (names.length === 0) throw gateError('notify.no-channels', {})
  const unknown = only.find(name => !names.includes(name))
  if (unknown !== undefined) {
    throw gateError('notify.unknown-channel', {
      given: unknown,
      known: names.join(', '),
      nearest: suggest(unknown, names),
    })
  }
  const wanted = names.filter(name => only.length === 0 || only.includes(name))
  const openings = await Promise.allSettled(wanted.map(name => openOne(name, channels[name], context)))
  const opened = openings.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = openings.find(each => each.status === 'rejected')
  if (!failed) return opened
  await Promise.all(opened.map(({ channel }) => channel.close()))
  throw failed.reason
}

async function openOne(name: string, given: unknown, context: ChannelContext): Promise<OpenedChannel> {
  const bad = (why: string, advice: string) => gateError('notify.bad-channel', { channel: name, why, advice })
  if (!isObject(given)) throw bad('it is no object', 'give { type: "email", … }')
  const { type } = given
  if (typeof type !== 'string' || type === '') {
    throw bad('it has no type', 'give the type: irc, email, webhook, exec, slack, or a package')
  }
  const notifier = await loadNotifier(name, type, context.directory)
  const own = isSchema(notifier.options) ? [] : Object.keys(notifier.options)
  refuseSecretsIn(name, given, notifier.secrets, [...own, ...Object.keys(commonChannelOptions)])
  const { common, options } = await readSetting(name, given, notifier, context)
  const secrets = readSecrets(name, notifier.secrets, context.env, context.directory)
  const { template, events, branches, jobs } = common
  const setting: ChannelSetting<object> = {
    name,
    options,
    secrets,
    directory: context.directory,
    env: context.env,
    template:
      template === null
        ? null
        : await openTemplate(resolve(context.directory, template), template, context.log),
    log: context.log,
  }
  const channel = guardChannel(name, await openGuarded(notifier, setting), context.log)
  return { name, type, rules: { events, branches, jobs }, channel }
}

/** What a notifier says of its setting is the configuration's fault, and ends the run; what its code does is its own. */
async function openGuarded(notifier: AnyNotifier, setting: ChannelSetting<object>): Promise<Channel> {
  try {
    const channel: unknown = await notifier.open(setting)
    const lack = lackOfChannel(channel)
    if (lack === null) return channel as Channel
    throw new Error(lack)
  } catch (error) {
    if (error instanceof GateError) throw error
    const why = `the notifier ${notifier.name} could not be opened: ${reasonOf(error)}`
    setting.log(`cd-gate: the channel ${setting.name}: ${why}`)
    return failedChannel(why)
  }
}

function lackOfChannel(value: unknown): string | null {
  const channel = (value ?? {}) as Readonly<Record<string, unknown>>
  const missing = ['addressees', 'render', 'deliver', 'probe', 'close'].find(
    name => typeof channel[name] !== 'function',
  )
  return missing === undefined ? null : `its channel has no function "${missing}"`
}

async function readSetting(
  name: string,
  given: Readonly<Record<string, unknown>>,
  { options: table }: AnyNotifier,
  { file, directory }: ChannelContext,
): Promise<{ readonly common: CommonSetting; readonly options: object }> {
  const read = <Options extends object>(
    table: OptionTable<Options>,
    values: Readonly<Record<string, unknown>>,
  ) =>
    readOptions<Options>(`notify.channels.${name}`, table, {
      flags: {},
      env: {},
      config: { file, directory, values },
    })
  const isCommon = (key: string) => Object.hasOwn(commonChannelOptions, key)
  const pick = (values: object, wanted: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)))
  if (isSchema(table)) {
    const options = await validated(
      name,
      table,
      pick(given, key => !isCommon(key)),
    )
    return { common: read(commonChannelOptions, pick(given, isCommon)), options }
  }
  // One table, so that a misspelt key is told beside all that may be meant.
  const all = read<object>({ ...table, ...commonChannelOptions }, given)
  return {
    common: pick(all, isCommon) as unknown as CommonSetting,
    options: pick(all, key => !isCommon(key)),
  }
}

function isSchema(options: AnyNotifier['options']): options is StandardSchema<object> {
  return '~standard' in options
}

async function validated(
  channel: string,
  schema: StandardSchema<object>,
  values: Readonly<Record<string, unknown>>,
): Promise<object> {
  const bad = (why: string) =>
    gateError('notify.bad-channel', { channel, why, advice: 'see the notifier’s own documentation' })
  let result: Awaited<ReturnType<StandardSchema<object>['~standard']['validate']>>
  try {
    result = await schema['~standard'].validate(values)
  } catch (error) {
    throw bad(`its options could not be checked: ${reasonOf(error)}`)
  }
  if (result.issues) throw bad(`its options are wrong: ${result.issues.map(each => each.message).join('; ')}`)
  return result.value
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
