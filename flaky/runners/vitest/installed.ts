import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { VitestNode } from './vitest-node.ts'

/**
 * The vitest that the user's command would have started: `vitest/node` of the package that the program belongs to, of the
 * node_modules that its link stands in, of the project, or of the PATH.
 * @throws Error when there is none
 */
export async function importVitest(program: string, cwd: string, path: string): Promise<VitestNode> {
  const named = /[\\/]/.test(program) ? [resolve(cwd, program)] : []
  const onPath = path.split(delimiter).map(directory => join(directory, 'vitest'))
  const starts = [...named.flatMap(placesOf), join(cwd, 'package.json'), ...onPath.flatMap(placesOf)]
  for (const start of starts) {
    try {
      const file = createRequire(start).resolve('vitest/node')
      return (await import(pathToFileURL(file).href)) as VitestNode
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  throw new Error(`vitest is not installed where "${program}" would be found from ${cwd}`)
}

/** From where a program's own package is found: its real place, or, where a script stands for it, its node_modules. */
function placesOf(program: string): readonly string[] {
  try {
    return [realpathSync(program), join(dirname(program), '..', '..', 'package.json')]
  } catch {
    return []
  }
}

function isNotFound(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown }
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
}
