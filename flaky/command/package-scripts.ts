import { dirname, join } from 'node:path'
import type { PackageManager } from './package-manager.ts'

export interface PackageFile {
  /** Absolute. */
  readonly directory: string
  readonly name: string
  readonly version: string
  readonly scripts: Readonly<Record<string, string>>
  /** `yarn@4.1.0`; `''` where it does not say. */
  readonly packageManager: string
}

type ReadText = (path: string) => string | null

/** The nearest package.json upwards; `null` when there is none that can be read. */
export function readPackage(from: string, readText: ReadText): PackageFile | null {
  for (let directory = from; ; directory = dirname(directory)) {
    const text = readText(join(directory, 'package.json'))
    if (text !== null) return parse(directory, text)
    if (dirname(directory) === directory) return null
  }
}

function parse(directory: string, text: string): PackageFile | null {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof data !== 'object' || data === null) return null
  const { name, version, scripts, packageManager } = data as Readonly<Record<string, unknown>>
  const texts = Object.entries(typeof scripts === 'object' && scripts !== null ? scripts : {})
  return {
    directory,
    name: wordOf(name),
    version: wordOf(version),
    scripts: Object.fromEntries(texts.filter(([, script]) => typeof script === 'string')),
    packageManager: wordOf(packageManager),
  }
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The scripts that a package manager runs before and after one of that name. Yarn does so up to version 1 only. */
export function scriptsAround(
  manager: PackageManager,
  script: string,
  { directory, scripts, packageManager }: PackageFile,
  readText: ReadText,
): { readonly before: readonly (readonly string[])[]; readonly after: readonly (readonly string[])[] } {
  const isNewYarn = /^yarn@[2-9]/.test(packageManager) || readText(join(directory, '.yarnrc.yml')) !== null
  if (manager === 'yarn' && isNewYarn) return { before: [], after: [] }
  const run = (name: string) => (scripts[name] === undefined ? [] : [[manager, 'run', name]])
  return { before: run(`pre${script}`), after: run(`post${script}`) }
}
