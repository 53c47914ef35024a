import { gateError } from '../core/errors.ts'
import { readOptions } from '../core/option-values.ts'
import { flag, type ValueType } from '../core/options.ts'
import { meantBy, type OptionName, optionNames, variableOf, variablePrefix } from './option-names.ts'
import { type ReporterOptions, reporterOptions } from './options.ts'
import { unknownPlaceholder } from './report-names.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A reporter's options as its runner hands them over, and the environment, which wins.
 * @throws GateError usage.bad-value, config.unknown-key
 */
export function readSettings(runner: string, options: unknown, env: Environment): ReporterOptions {
  const source = `the configuration of cd-gate/${runner}`
  const given = entriesOf(options, source)
  for (const [name, value] of given) {
    if (name === lostByMocha) throw gateError('usage.bad-value', { ...mochaForm, source, given: name })
    if (!isOption(name)) throw unknownKey(source, name, meantBy(name), optionNames)
    if (fits(name, value)) continue
    throw badValue(name, `${name} in ${source}`, value)
  }
  for (const [variable, value] of variablesOf(env)) {
    const option = optionNames.find(each => variableOf(each) === variable)
    const meant = option ?? meantBy(variable.slice(variablePrefix.length))
    if (option === undefined)
      throw unknownKey('the environment', variable, meant && variableOf(meant), optionNames.map(variableOf))
    if (value !== '' && !fits(option, value.trim())) throw badValue(option, variable, value)
  }
  return read(given, env)
}

/**
 * What can be made of options that `readSettings` refuses: what is wrong is left out. Where `output` is misspelt, there
 * are two places in which a report may have been meant to be, and an old one may lie: as it says, and as if it said nothing.
 */
export function usableSettings(options: unknown, env: Environment): readonly ReporterOptions[] {
  const given = typeof options === 'object' && options !== null ? Object.entries(options) : []
  const usable = given.filter(([name, value]) => isOption(name) && fits(name, value))
  const variables = variablesOf(env).filter(([variable, value]) =>
    optionNames.some(each => variableOf(each) === variable && fits(each, value.trim())),
  )
  const usableEnv = Object.fromEntries(variables)
  const settings = read(usable, usableEnv)
  const meant = given.find(([name, value]) => meantBy(name) === 'output' && fits('output', value))
  if (meant === undefined || settings.output !== null) return [settings]
  return [settings, read([...usable, ['output', meant[1]]], usableEnv)]
}

/** What mocha 10 and 11 make of an object in a `.mocharc`: nothing of it is left. */
const lostByMocha = String({})
const mochaForm = {
  expected: 'a list, and mocha reads an object from its configuration only from version 12 on',
  example: 'reporterOption: ["output=reports/junit/mocha.xml"]',
}

type Entries = readonly (readonly [name: string, value: unknown])[]

function entriesOf(options: unknown, source: string): Entries {
  if (options === undefined || options === null) return []
  if (typeof options === 'object' && !Array.isArray(options))
    return Object.entries(options).filter(([, value]) => value !== undefined)
  const example = "{ output: 'reports/junit/tests.xml' }"
  throw gateError('usage.bad-value', {
    source,
    given: shown(options),
    expected: 'an object of options',
    example,
  })
}

function variablesOf(env: Environment): readonly (readonly [name: string, value: string])[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    name.startsWith(variablePrefix) ? [[name, value] as const] : [],
  )
}

function read(given: Entries, env: Environment): ReporterOptions {
  const values = Object.fromEntries(given.map(([name, value]) => [name, typed(name, value)]))
  return readOptions('reporters', reporterOptions, {
    flags: {},
    env,
    config: { file: '', directory: '', values },
  })
}

function isOption(name: string): name is OptionName {
  return optionNames.some(each => each === name)
}

function fits(name: string, value: unknown): boolean {
  const type = typeOf(name)
  if (type === undefined) return false
  const accepted = typeof value === 'string' ? type.fromText([value]) : type.fromData(value)
  return accepted !== undefined && (name !== 'output' || unknownPlaceholder(String(value)) === null)
}

function typeOf(name: string): ValueType<unknown> | undefined {
  return isOption(name) ? (reporterOptions[name].type as ValueType<unknown>) : undefined
}

function unknownKey(file: string, given: string, meant: string | null, known: readonly string[]) {
  const guess = meant === null ? '' : `did you mean ${meant}? `
  return gateError('config.unknown-key', {
    file,
    given,
    nearest: `${guess}the keys are ${known.join(', ')}; `,
  })
}

function badValue(name: OptionName, source: string, value: unknown) {
  const { expected, example } = reporterOptions[name].type
  return gateError('usage.bad-value', { source, given: shown(value), expected, example })
}

function shown(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  } catch {
    return String(value)
  }
}

/** A command line's options are all text (mocha). */
function typed(name: string, value: unknown): unknown {
  return typeOf(name)?.placeholder === flag.placeholder && typeof value === 'string'
    ? (flag.fromText([value]) ?? value)
    : value
}
