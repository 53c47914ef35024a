import { parseGitDiff } from '../core/git-diff.ts'
import { type Repository, resolveCommit } from '../core/system/git.ts'
import type { Store } from '../core/system/store/store.ts'
import { writeAliases } from './aliases.ts'
import { type Alias, aliasesBetween } from './identity.ts'
import type { TestRef } from './model.ts'
import type { RecordWindow } from './window.ts'

/** Old path → new path; `null` where this clone does not hold both commits. @throws GateError git.missing */
export async function renamesBetween(
  repository: Repository,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, string> | null> {
  const [old, now] = [await resolveCommit(repository, from), await resolveCommit(repository, to)]
  if (old === null || now === null) return null
  const args = ['diff', '--raw', '-z', '--no-abbrev', '--find-renames', '--diff-filter=R', '--no-ext-diff']
  const { code, stdout } = await repository.git([...args, old, now, '--'])
  const diff = code === 0 ? parseGitDiff(stdout.toString('latin1')) : null
  if (diff === null || !('files' in diff)) return null
  return new Map(
    diff.files.flatMap(({ oldPath, path }) => (oldPath === null ? [] : [[oldPath, path] as const])),
  )
}

/**
 * Learns from a build that was just recorded which tests go on under another name: from the newest build of the window at
 * another commit to this one. What is learnt stands in the record.
 * @throws GateError store.*, git.missing
 */
export async function learnRenames(
  store: Store,
  window: RecordWindow,
  tests: readonly TestRef[],
  commit: string,
  repository: Repository,
): Promise<readonly Alias[]> {
  const before =
    window.builds.findLast(build => build.commit !== null && build.commit !== commit)?.commit ?? null
  const renames = before === null ? null : await renamesBetween(repository, before, commit)
  if (renames === null || renames.size === 0) return []
  const moved = await window.matching(
    ({ file }) => file !== null && renames.has(file),
    () => false,
  )
  const aliases = aliasesBetween(
    moved.map(({ test, bodyHash }) => ({ test, bodyHash })),
    tests.map(test => ({ test, bodyHash: null })),
    renames,
  )
  await writeAliases(store, aliases)
  return aliases
}
