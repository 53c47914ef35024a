import type { Repository } from '../core/system/git.ts'

/** Which of the paths (relative to the top) git would ignore: what is made there is no file of the project. */
export async function ignoredPaths(
  repository: Repository,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const inside = paths.filter(path => !path.startsWith('../') && !path.startsWith('/'))
  if (inside.length === 0) return new Set()
  // Exit code 1 is "none of them"; where git cannot tell, none is.
  const { stdout } = await repository.git(['check-ignore', '-z', '--stdin'], `${inside.join('\0')}\0`)
  return new Set(stdout.toString('utf8').split('\0').filter(Boolean))
}
