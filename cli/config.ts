import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LilconfigResult, Loader } from 'lilconfig'
import { gateError } from '../core/errors.ts'
import { type ConfigSection, suggest } from '../core/option-values.ts'
import { readTextOrNull, reasonOf } from '../core/system/files.ts'
import { commands, reservedSections } from './commands.ts'

const places = ['mjs', 'js', 'json', 'ts'].map(extension => `cd-gate.config.${extension}`)

type Config = Readonly<Record<string, unknown>>

const evaluate: Loader = async file => (await import(pathToFileURL(file).href)).default

/** Node 20 cannot import TypeScript by itself; jiti is loaded for that alone. */
const evaluateTypeScript: Loader = async file => {
  const { createJiti } = await import('jiti')
  return createJiti(import.meta.url).import(file, { default: true })
}

const readJson: Loader = (_, content) => JSON.parse(content)

/** Faults of a configuration name its file. */
function named(load: Loader): Loader {
  return async (file, content) => {
    try {
      return await load(file, content)
    } catch (error) {
      throw gateError('config.unreadable', { file, why: reasonOf(error) }, error)
    }
  }
}

const loaders = {
  '.mjs': named(evaluate),
  '.js': named(evaluate),
  '.ts': named(evaluateTypeScript),
  '.json': named(readJson),
}

/**
 * The section `name` of the configuration: of the named file, else of the first that is found in the working
 * directory or above it.
 * @throws GateError config.*
 */
export async function loadConfig(
  given: string | null,
  cwd: string,
  name: string,
): Promise<ConfigSection | null> {
  const found = await find(given, cwd)
  if (!found || found.isEmpty) return null
  const file = relative(cwd, found.filepath) || found.filepath
  const config: unknown = found.config
  if (!isObject(config)) {
    const why = `it exports ${config === null ? 'null' : Array.isArray(config) ? 'an array' : typeof config}, not an object`
    throw gateError('config.unreadable', { file, why })
  }
  const sections = [...commands.map(each => each.section), ...reservedSections]
  const unknown = Object.keys(config).find(key => !sections.includes(key))
  if (unknown !== undefined) {
    throw gateError('config.unknown-key', { file, given: unknown, nearest: suggest(unknown, sections) })
  }
  const values = config[name] ?? {}
  if (!isObject(values)) throw gateError('config.unreadable', { file, why: `"${name}" is not an object` })
  return { file, directory: dirname(found.filepath), values }
}

function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function find(given: string | null, cwd: string): Promise<LilconfigResult> {
  const top = repositoryTop(cwd)
  if (given === null && !mayHaveConfig(cwd, top)) return null
  const { lilconfig } = await import('lilconfig')
  const search = lilconfig('cd-gate', {
    searchPlaces: ['package.json', ...places],
    packageProp: 'cd-gate',
    stopDir: top,
    loaders,
  })
  if (given === null) return search.search(cwd)
  const file = resolve(cwd, given)
  if (!existsSync(file)) throw gateError('config.not-found', { file: given })
  return search.load(file)
}

/** The directories from `cwd` up to `top`. */
function* upTo(cwd: string, top: string): Generator<string, void, void> {
  for (let at = cwd; ; at = dirname(at)) {
    yield at
    if (at === top || at === dirname(at)) return
  }
}

/** A quick look that never misses a configuration: the search itself costs start-up time. */
function mayHaveConfig(cwd: string, top: string): boolean {
  for (const directory of upTo(cwd, top)) {
    if (places.some(place => existsSync(join(directory, place)))) return true
    if (readTextOrNull(join(directory, 'package.json'))?.includes('cd-gate')) return true
  }
  return false
}

/** A configuration above the repository is another project's. */
function repositoryTop(cwd: string): string {
  for (const directory of upTo(cwd, '')) if (existsSync(join(directory, '.git'))) return directory
  return cwd
}
