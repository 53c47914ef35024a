import { gateError } from '../../core/errors.ts'
import { parseGitDiff } from '../../core/git-diff.ts'
import { joinPaths } from '../../core/paths.ts'
import { diffOutput, type Head, type Repository, resolveCommit } from '../../core/system/git.ts'
import type { FilesSince } from '../../coverage-gate/baseline/lost-tests.ts'
import type { CoverageOptions } from '../../coverage-gate/options.ts'
import type { TestRef } from '../../flaky/model.ts'
import { repositoryPaths } from '../../notifiers/blame-paths.ts'
import { testFileOf } from '../../notifiers/blame-places.ts'

/** @throws GateError git.missing-base when there is no such commit */
export async function headOf(
  { head, diff }: Pick<CoverageOptions, 'head' | 'diff'>,
  repository: Repository,
): Promise<Head> {
  if (diff !== null || head === 'worktree') return 'worktree'
  if (head === 'index') return head
  const commit = await resolveCommit(repository, head === 'commit' ? 'HEAD' : head)
  if (commit !== null) return { commit }
  throw gateError('git.missing-base', { ref: head, why: 'given with --head', command: 'git fetch origin' })
}

/** @throws GateError git.failed, git.unmerged */
export async function filesSince(repository: Repository, commit: string, head: Head): Promise<FilesSince> {
  const diff = parseGitDiff(await diffOutput(repository, { base: commit, head, ignoreWhitespace: false }))
  if ('fault' in diff) throw gateError('git.unmerged', { path: diff.path, why: diff.fault })
  const stayed = diff.files.filter(({ kind }) => kind !== 'deleted' && kind !== 'added' && kind !== 'copied')
  return {
    deleted: new Set(diff.files.filter(({ kind }) => kind === 'deleted').map(({ path }) => path)),
    moved: new Map(
      stayed.flatMap(({ path, oldPath }) => (oldPath === null ? [] : [[oldPath, path] as const])),
    ),
    changed: new Set(stayed.map(({ path, oldPath }) => oldPath ?? path)),
  }
}

/** The repository's path of a test's file; reports of pytest and Java tell modules and classes. */
export function locator(repository: Repository, paths: readonly string[]): (test: TestRef) => string | null {
  const all = repositoryPaths(paths)
  const known = new Map<string, string | null>()
  return ({ file, classname }) => {
    const key = JSON.stringify([file, classname])
    let found = known.get(key)
    if (found === undefined) {
      // Runners name files from where they run, which is where the user stands.
      const here = file === null ? null : joinPaths(repository.prefix, file)
      const isHere = here !== null && !all.has(file ?? '') && all.has(here)
      found = isHere ? here : testFileOf({ file, classname }, repository.top, all)
      known.set(key, found)
    }
    return found
  }
}
