import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

/** The files that a path or a glob means, absolute; a file of that very name comes first. Empty: nothing matches. */
export async function expandGlob(name: string, cwd: string): Promise<readonly string[]> {
  const literal = resolve(cwd, name)
  if (existsSync(literal)) return [literal]
  if (!/[*?[{(!]/.test(name)) return []
  const { glob } = await import('tinyglobby')
  const root = isAbsolute(name) ? '/' : cwd
  const pattern = isAbsolute(name) ? name.slice(1) : name
  return glob(pattern, { cwd: root, absolute: true, dot: true, expandDirectories: false })
}
