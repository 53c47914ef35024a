import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readTextOrNull, reasonOf } from '../core/system/files.ts'

/**
 * The file that a module's name means for a configuration: a path from the configuration's directory, or a package that
 * is installed there. Packages without an entry for require() are found, too.
 * @throws Error with the reason, in a clause
 */
export function moduleFileOf(name: string, directory: string): string {
  if (/^(?:\.{0,2}\/|[A-Za-z]:[\\/])/.test(name)) {
    const file = resolve(directory, name)
    if (!existsSync(file)) throw new Error(`there is no file ${name}`)
    return file
  }
  const require = createRequire(pathToFileURL(join(directory, 'anything.js')))
  try {
    return require.resolve(name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND') throw new Error('no package of that name is installed')
    if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw new Error(reasonOf(error))
  }
  const entry = importEntry(name, directory)
  if (entry === null) throw new Error('the package exports nothing under that name')
  return entry
}

function importEntry(name: string, directory: string): string | null {
  const [, packageName = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? []
  for (let at = resolve(directory); ; at = dirname(at)) {
    const folder = join(at, 'node_modules', packageName)
    const text = readTextOrNull(join(folder, 'package.json'))
    if (text !== null) {
      const target = targetOf((JSON.parse(text) as { exports?: unknown }).exports, `.${rest}`)
      return target === null ? null : join(folder, target)
    }
    if (at === dirname(at)) return null
  }
}

/** https://nodejs.org/api/packages.html#exports without patterns: plug-ins need none. */
function targetOf(exports: unknown, path: string): string | null {
  if (typeof exports === 'string') return path === '.' ? exports : null
  if (!isObject(exports)) return null
  const isByPath = Object.keys(exports).some(key => key.startsWith('.'))
  if (isByPath) return conditional(exports[path])
  return path === '.' ? conditional(exports) : null
}

function conditional(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (!isObject(value)) return null
  for (const [condition, target] of Object.entries(value)) {
    if (!['import', 'node', 'default'].includes(condition)) continue
    const found = conditional(target)
    if (found !== null) return found
  }
  return null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
