import type { Head, Repository } from '../../core/system/git.ts'
import { treeOf, uncommittedPaths } from '../../core/system/git-ancestry.ts'
import type { CoverageMap } from '../coverage-map.ts'
import type { LineStates } from '../model.ts'

/** What the reports say of files of the repository: others have a key that is no path (mergeReports). */
export function linesNow(map: CoverageMap): ReadonlyMap<string, LineStates> {
  const now = new Map<string, LineStates>()
  for (const [path, { lines }] of map.files) if (!path.startsWith('\0')) now.set(path, lines)
  return now
}

/**
 * The commit whose code the reports measured; `null` where a measured file lies on disk in another version, or what is
 * judged is the index.
 * @param isAsked whether the answer matters for that tree: to compare the work tree with it takes a while
 * @throws GateError git.failed
 */
export async function measuredCommit(
  repository: Repository,
  head: Head,
  map: CoverageMap,
  isAsked: (tree: string) => boolean = () => true,
): Promise<{ readonly commit: string; readonly tree: string } | null> {
  if (head === 'index') return null
  const commit = typeof head === 'object' ? head.commit : repository.headCommit
  const tree = await treeOf(repository, commit)
  if (!isAsked(tree)) return null
  if (head === 'worktree' && (await uncommittedPaths(repository)).some(path => map.files.has(path)))
    return null
  return { commit, tree }
}
