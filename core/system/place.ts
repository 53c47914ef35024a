import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import type { PathMapping, Place } from '../locate/locate.ts'
import { normalizePath } from '../paths.ts'
import type { Repository } from './git.ts'

/** Where the checkout and the user stand, for finding the files that reports name. */
export function placeOf(
  repository: Repository | null,
  cwd: string,
  env: NodeJS.ProcessEnv,
  mappings: readonly PathMapping[],
): Place & { readonly top: string } {
  const top = repository?.top ?? realpathSync(cwd)
  const entered = enteredTop(cwd, repository?.prefix ?? '', env)
  const tops = [...new Set([top, entered ?? top])].map(normalizePath)
  return { top, tops, cwd: repository?.prefix ?? '', mappings }
}

/** The top as the user's shell spells it, through a symbolic link perhaps. */
function enteredTop(cwd: string, prefix: string, env: NodeJS.ProcessEnv): string | null {
  const spelled = env.PWD && safeRealpath(env.PWD) === safeRealpath(cwd) ? env.PWD : cwd
  if (prefix === '') return spelled
  return spelled.endsWith(`/${prefix}`) ? spelled.slice(0, -prefix.length - 1) : null
}

function safeRealpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** A file's directory relative to the checkout's top, both resolved; `null` when it lies elsewhere. */
export function directoryInside(file: string, top: string): string | null {
  const inside = relative(top, realpathSync(dirname(file)))
  return inside.startsWith('..') || isAbsolute(inside) ? null : inside
}

/** A file as a user names it: relative to the working directory where it lies below. */
export function shortName(file: string, cwd: string): string {
  const inside = relative(cwd, file)
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside
}
