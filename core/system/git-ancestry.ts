import { gateError } from '../errors.ts'
import { decodeName } from '../paths.ts'
import type { Repository } from './git.ts'

/**
 * The commit and its ancestors, the nearest first: a commit comes before its parents, the newer of two branches first.
 * @param most how many at most
 * @throws GateError git.failed
 */
export async function ancestorsOf(
  repository: Repository,
  commit: string,
  most: number,
): Promise<readonly string[]> {
  const list = await ask(repository, ['rev-list', '--topo-order', `--max-count=${most}`, commit])
  return list.split('\n').filter(Boolean)
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
  return ask(repository, ['rev-parse', '--verify', `${commit}^{tree}`])
}

/** Tracked files that do not lie on disk as the commit under the work tree has them. @throws GateError git.failed */
export async function uncommittedPaths(repository: Repository): Promise<readonly string[]> {
  const list = await ask(repository, [
    'diff',
    '--name-only',
    '-z',
    '--no-relative',
    '--ignore-submodules=dirty',
    'HEAD',
    '--',
  ])
  return list.split('\0').filter(Boolean).map(decodeName)
}

async function ask(repository: Repository, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await repository.git(args)
  if (code === 0) return stdout.toString('latin1').trim()
  const why = stderr.trim().split('\n')[0] || `it ended with code ${code}`
  throw gateError('git.failed', { command: args[0] ?? '', why, directory: repository.top })
}
