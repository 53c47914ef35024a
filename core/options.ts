import { isAbsolute, join } from 'node:path'
import { type Percent, parsePercent } from './ratio.ts'

/**
 * How an option's value is read, whichever way it came. `undefined` = the value does not fit;
 * `expected` and `example` then tell the user what would.
 */
export interface ValueType<T> {
  /** Shown in help as `<placeholder>`; `null` for a flag that takes no value. */
  readonly placeholder: string | null
  readonly expected: string
  readonly example: string
  /** May be given several times (flag), one a line (environment), as an array (config). */
  readonly repeatable: boolean
  readonly fromText: (texts: readonly string[]) => T | undefined
  readonly fromData: (data: unknown) => T | undefined
  /** Makes paths from a config file relative to that file's directory. */
  readonly rebase?: (value: T, directory: string) => T
}

/** One option of a command: the single source of its flag, environment name, config key, help and docs. */
export interface OptionSpec<T> {
  readonly type: ValueType<T>
  readonly describe: string
  /** Heading in help and docs. */
  readonly group: string
  readonly default: T
  /** How the default reads; left out where there is none to show. */
  readonly defaultText?: string
  /** Where it may be given; everywhere unless said. */
  readonly only?: 'config' | 'command-line'
  /** The command's arguments are its values. */
  readonly positional?: true
}

/** A command's options, by their config name (`failUnder` → `--fail-under`). */
export type OptionTable<Options> = { readonly [Name in keyof Options]-?: OptionSpec<Options[Name]> }

export function flagName(option: string): string {
  return `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

export function environmentName(command: string, option: string): string {
  const words = `${command}_${option.replace(/[A-Z]/g, letter => `_${letter}`)}`
  return `CD_GATE_${words.replaceAll('-', '_').toUpperCase()}`
}

const one = <T>(parse: (text: string) => T | undefined) => ({
  repeatable: false,
  fromText: (texts: readonly string[]) => parse(texts.at(-1) ?? ''),
  fromData: (data: unknown) =>
    typeof data === 'string' || typeof data === 'number' ? parse(String(data)) : undefined,
})

const truths: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  on: true,
  '0': false,
  false: false,
  no: false,
  off: false,
}

export const flag: ValueType<boolean> = {
  placeholder: null,
  expected: 'true or false',
  example: 'true',
  repeatable: false,
  fromText: texts => truths[(texts.at(-1) ?? '').toLowerCase()],
  fromData: data => (typeof data === 'boolean' ? data : undefined),
}

export const percent: ValueType<Percent | null> = {
  placeholder: 'percent',
  expected: 'a percentage from 0 to 100',
  example: '80 or 99.5',
  ...one(text => parsePercent(text) ?? undefined),
}

export const count: ValueType<number> = {
  placeholder: 'n',
  expected: 'a whole number, 0 or more',
  example: '3',
  ...one(text => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)),
}

export function text(placeholder: string, expected: string, example: string): ValueType<string | null> {
  return { placeholder, expected, example, ...one(value => value || undefined) }
}

export function path(placeholder: string, expected: string, example: string): ValueType<string | null> {
  return {
    ...text(placeholder, expected, example),
    rebase: (value, directory) => value && fromDirectory(value, directory),
  }
}

/** Paths are taken from where they were written; `-` stays standard input. */
export function fromDirectory(value: string, directory: string): string {
  return value === '-' || isAbsolute(value) ? value : join(directory, value)
}

export function choice<const Name extends string>(names: readonly Name[]): ValueType<Name> {
  return {
    placeholder: names.join('|'),
    expected: `one of ${names.join(', ')}`,
    example: names[0] ?? '',
    ...one(value => names.find(name => name === value)),
  }
}

/** Several values, each read by `parse`. */
export function list<T>(
  placeholder: string,
  expected: string,
  example: string,
  parse: (text: string) => T | undefined,
): ValueType<readonly T[]> {
  const all = (texts: readonly string[]): readonly T[] | undefined => {
    const values = texts.map(parse)
    return values.some(value => value === undefined) ? undefined : (values as T[])
  }
  return {
    placeholder,
    expected,
    example,
    repeatable: true,
    fromText: all,
    fromData: data =>
      Array.isArray(data) && data.every(value => typeof value === 'string')
        ? all(data)
        : typeof data === 'string'
          ? all([data])
          : undefined,
  }
}
