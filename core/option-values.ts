import { gateError } from './errors.ts'
import { environmentName, flagName, type OptionSpec, type OptionTable } from './options.ts'
import { nearest } from './text.ts'

/** A command's section of a config file: its values, and how to name it in an error. */
export interface ConfigSection {
  readonly file: string
  readonly directory: string
  readonly values: Readonly<Record<string, unknown>>
}

/** What was given for a command, unread. Flags hold every value in the order given. */
export interface GivenValues {
  readonly flags: Readonly<Record<string, readonly string[]>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly config: ConfigSection | null
}

/**
 * Reads a command's options: flag, environment, config file, default, the first that is there.
 * @param command its name, which is also its key in the config file
 * @throws GateError usage.bad-value, usage.unknown-option, config.unknown-key
 */
export function readOptions<Options extends object>(
  command: string,
  table: OptionTable<Options>,
  given: GivenValues,
): Options {
  const specs = Object.entries(table) as [string, OptionSpec<unknown>][]
  refuseUnknownKeys(command, specs, given.config)
  refuseUnknownVariables(command, specs, given.env)
  const values = specs.map(([name, spec]) => [name, readOption(command, name, spec, given)] as const)
  return Object.fromEntries(values) as Options
}

function readOption(command: string, name: string, spec: OptionSpec<unknown>, given: GivenValues): unknown {
  const variable = environmentName(command, name)
  const flags = given.flags[name]
  const fromEnv = given.env[variable]
  const fromConfig = given.config?.values[name]
  const label = spec.positional ? 'the argument' : flagName(name)
  if (flags !== undefined && flags.length > 0)
    return accept(spec, label, flags.join(', '), spec.type.fromText(flags))
  if (fromEnv !== undefined && fromEnv !== '' && spec.only !== 'config') {
    const texts = spec.type.repeatable
      ? fromEnv.split('\n').filter(line => line.trim() !== '')
      : [fromEnv.trim()]
    return accept(spec, variable, fromEnv, spec.type.fromText(texts))
  }
  if (fromConfig !== undefined && given.config) {
    const { file, directory } = given.config
    const value = accept(
      spec,
      `${command}.${name} in ${file}`,
      show(fromConfig),
      spec.type.fromData(fromConfig),
    )
    return spec.type.rebase ? spec.type.rebase(value, directory) : value
  }
  return spec.default
}

function accept(spec: OptionSpec<unknown>, source: string, shown: string, value: unknown): unknown {
  const { expected, example } = spec.type
  if (value === undefined) throw gateError('usage.bad-value', { source, given: shown, expected, example })
  return value
}

function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

type Specs = readonly [string, OptionSpec<unknown>][]

function refuseUnknownKeys(command: string, specs: Specs, config: ConfigSection | null): void {
  const known = specs.filter(([, spec]) => spec.only !== 'command-line').map(([name]) => name)
  const unknown = Object.keys(config?.values ?? {}).find(key => !known.includes(key))
  if (unknown === undefined) return
  const details = {
    file: config?.file ?? '',
    given: `${command}.${unknown}`,
    nearest: suggest(unknown, known),
  }
  throw gateError('config.unknown-key', details)
}

/** A misspelt variable would be a threshold that nobody applies. */
function refuseUnknownVariables(command: string, specs: Specs, env: GivenValues['env']): void {
  const known = specs
    .filter(([, spec]) => spec.only === undefined)
    .map(([name]) => environmentName(command, name))
  const prefix = environmentName(command, '')
  const unknown = Object.keys(env).find(name => name.startsWith(prefix) && !known.includes(name))
  if (unknown === undefined) return
  throw gateError('usage.unknown-option', { given: unknown, command, nearest: suggest(unknown, known) })
}

/** "did you mean …? " or nothing. */
export function suggest(given: string, known: readonly string[]): string {
  const near = nearest(given, known)
  return near === null ? '' : `did you mean ${near}? `
}
