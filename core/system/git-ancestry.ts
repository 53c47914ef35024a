import { gateError } from '../errors.ts'
import { decodeName } from '../paths.ts'
import type { Repository } from './git.ts'

export interface Ancestor {
  readonly commit: string
  readonly tree: string
}

/**
 * The commit and its ancestors, the nearest first: by steps from child to parent, first parents before others.
 * @param most how many at most: the newest
 * @throws GateError git.failed
 */
export async function ancestorsOf(
  repository: Repository,
  commit: string,
  most: number,
): Promise<readonly Ancestor[]> {
  // In git's own order, the newest first: any other makes git read the whole history.
  const list = await ask(repository, ['rev-list', '--parents', '--format=%T', `--max-count=${most}`, commit])
  const known = new Map<string, { readonly tree: string; readonly parents: readonly string[] }>()
  for (const [, names = '', tree = ''] of list.matchAll(/^commit (.+)\n([0-9a-f]+)$/gm)) {
    const [own = '', ...parents] = names.split(' ')
    known.set(own, { tree, parents })
  }
  const met = new Set([...known.keys()].slice(0, 1))
  // A set may grow while it is walked: what is added is met later.
  for (const each of met) for (const parent of known.get(each)?.parents ?? []) met.add(parent)
  return [...met].flatMap(each => {
    const found = known.get(each)
    return found ? [{ commit: each, tree: found.tree }] : []
  })
}

/** How many commits lie between: those of `later` that `earlier` has not. @throws GateError git.failed */
export async function commitsBetween(
  repository: Repository,
  earlier: string,
  later: string,
): Promise<number> {
  return Number(await ask(repository, ['rev-list', '--count', `${earlier}..${later}`]))
}

/** The tree of a commit. @throws GateError git.failed */
export async function treeOf(repository: Repository, commit: string): Promise<string> {
  return (await ask(repository, ['rev-parse', '--verify', `${commit}^{tree}`])).trim()
}

/** Tracked files that do not lie on disk as the commit under the work tree has them. @throws GateError git.failed */
export async function uncommittedPaths(repository: Repository): Promise<readonly string[]> {
  const what = ['--name-only', '-z', '--no-relative', '--no-renames', '--no-ext-diff', '--no-textconv']
  const list = await ask(repository, ['diff', ...what, '--ignore-submodules=dirty', 'HEAD', '--'])
  return list.split('\0').filter(Boolean).map(decodeName)
}

async function ask(repository: Repository, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await repository.git(args)
  if (code === 0) return stdout.toString('latin1')
  const why = stderr.trim().split('\n')[0] || `it ended with code ${code}`
  throw gateError('git.failed', { command: args[0] ?? '', why, directory: repository.top })
}
