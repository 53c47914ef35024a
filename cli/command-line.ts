import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { gateError } from '../core/errors.ts'
import { suggest } from '../core/option-values.ts'
import { flagName, type OptionSpec } from '../core/options.ts'
import type { CommandEntry } from './command.ts'
import { commands } from './commands.ts'
import { commonGroup as common, commonOptions } from './common-options.ts'

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'run'; readonly entry: CommandEntry; readonly module: AnyModule; readonly flags: Flags }

type AnyModule = Awaited<ReturnType<CommandEntry['load']>>
type Flags = Readonly<Record<string, readonly string[]>>

/**
 * Reads the arguments.
 * @throws GateError usage.*
 */
export async function readCommandLine(args: readonly string[], width: number): Promise<Request> {
  const [first] = args
  const entry = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (entry) {
    const module = await entry.load()
    const command = build(entry, module, width)
    return parse(command, args.slice(entry.name.split(' ').length), entry, module)
  }
  for (const length of [2, 1]) {
    const words = args.slice(0, length).join(' ')
    const family = commands.filter(each => words !== '' && each.name.startsWith(`${words} `))
    if (family.length > 0) return readFamily(words, args[length], family, width)
  }
  if (first === '--version' || first === '-V') {
    const { version } = await import('./version.ts')
    return { kind: 'text', text: `${version}\n` }
  }
  const root = rootCommand(width)
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'text', text: helpOf(root) }
  if (first === 'help') return readCommandLine([...args.slice(1, 4), '--help'], width)
  const names = commands.map(each => each.name)
  if (first.startsWith('-')) {
    const known = ['--help', '--version']
    throw gateError('usage.unknown-option', {
      given: first,
      command: '<command>',
      nearest: suggest(first, known),
    })
  }
  throw gateError('usage.unknown-command', { given: first, nearest: suggest(first, names) })
}

/** `cd-gate xunit` or `cd-gate flaky quarantine` alone, or with a word that is none of the family's commands. */
function readFamily(
  words: string,
  next: string | undefined,
  family: readonly CommandEntry[],
  width: number,
): Request {
  if (next === undefined || next === '--help' || next === '-h') {
    const command = plain(`cd-gate ${words}`, width, common).usage('<command> [options]').helpCommand(false)
    return { kind: 'text', text: helpOf(withCommands(command, family, `${words} `)) }
  }
  if (next.startsWith('-')) {
    const nearest = suggest(next, ['--help'])
    throw gateError('usage.unknown-option', { given: next, command: `${words} <command>`, nearest })
  }
  const known = family.map(each => each.name)
  const given = `${words} ${next}`
  throw gateError('usage.unknown-command', { given, nearest: suggest(given, known) })
}

function withCommands(root: Command, all: readonly CommandEntry[], prefix: string): Command {
  for (const { name, summary } of all) {
    root.addCommand(new Command(name.slice(prefix.length)).description(summary).usage('[options]'))
  }
  return root
}

function plain(name: string, width: number, group: string): Command {
  return new Command(name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {}, getOutHelpWidth: () => width })
    .addHelpOption(new Option('-h, --help', 'Show this help.').helpGroup(`${group}:`))
}

function rootCommand(width: number): Command {
  const root = plain('cd-gate', width, 'Options')
    .usage('<command> [options]')
    .description('Keeps a build honest: is what changed tested, which tests really fail, who must know.')
    .addOption(new Option('-V, --version', 'Show the version.').helpGroup('Options:'))
    .helpCommand(false)
  return withCommands(root, commands, '').addHelpText(
    'after',
    '\nExit codes: 0 pass, 1 failed, 2 wrong usage or configuration, 3 could not tell.\n"cd-gate <command> --help" tells more.',
  )
}

function build(entry: CommandEntry, module: AnyModule, width: number): Command {
  const command = plain(`cd-gate ${entry.name}`, width, common).description(entry.summary)
  for (const [name, spec] of specsOf(module.options)) {
    if (spec.positional) command.argument(`[${spec.type.placeholder}...]`, spec.describe)
    else if (spec.only !== 'config') addOption(command, name, spec)
  }
  for (const [name, spec] of specsOf(commonOptions)) addOption(command, name, spec)
  const examples = module.examples.map(({ command: text, what }) => `  ${text}\n      ${what}`)
  return command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`)
}

function specsOf(table: object): readonly [string, OptionSpec<unknown>][] {
  return Object.entries(table)
}

function addOption(command: Command, name: string, spec: OptionSpec<unknown>): void {
  const { placeholder, repeatable } = spec.type
  const usual = spec.defaultText === undefined ? '' : ` Default: ${spec.defaultText}.`
  const again = repeatable ? ' Repeatable.' : ''
  const text = spec.describe + again + usual
  const written = placeholder === null ? flagName(name) : `${flagName(name)} <${placeholder}>`
  const option = new Option(written, text).helpGroup(`${spec.group}:`)
  command.addOption(placeholder === null ? option : option.argParser(collect))
  if (placeholder === null) command.addOption(new Option(flagName(name).replace('--', '--no-')).hideHelp())
}

/** Commander hands over one value at a time; all of them are kept, unread. */
function collect(value: string, before: unknown): string[] {
  if (value === '') throw new InvalidArgumentError('empty')
  return [...(Array.isArray(before) ? before : []), value]
}

function parse(command: Command, args: readonly string[], entry: CommandEntry, module: AnyModule): Request {
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') {
      return { kind: 'text', text: helpOf(command) }
    }
    throw usageError(error, command, entry, module)
  }
  const flags: Record<string, readonly string[]> = {}
  for (const [name, value] of Object.entries(command.opts())) {
    if (Array.isArray(value)) flags[name] = value
    else if (typeof value === 'boolean' && command.getOptionValueSource(name) === 'cli')
      flags[name] = [String(value)]
  }
  const positional = specsOf(module.options).find(([, spec]) => spec.positional)
  if (positional) flags[positional[0]] = command.args
  return { kind: 'run', entry, module, flags }
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: part => (text += part) })
  command.outputHelp()
  return text
}

function usageError(error: CommanderError, command: Command, entry: CommandEntry, module: AnyModule): Error {
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const known = command.options.flatMap(option => option.long ?? [])
  if (error.code === 'commander.unknownOption') {
    return gateError('usage.unknown-option', { given, command: entry.name, nearest: suggest(given, known) })
  }
  if (error.code === 'commander.excessArguments') {
    const source = `cd-gate ${entry.name}`
    const expected = 'an option, and this command takes no argument'
    const example = `options only: "${source} --help" lists them`
    return gateError('usage.bad-value', { source, given: command.args[0] ?? '', expected, example })
  }
  const flag = given.split(/[ ,<]/)[0] ?? given
  const all = [...specsOf(module.options), ...specsOf(commonOptions)]
  const spec = all.find(([name]) => flagName(name) === flag)?.[1]
  const { expected = 'a value', example = 'one' } = spec?.type ?? {}
  return gateError('usage.missing-value', { source: flag, expected, example })
}
