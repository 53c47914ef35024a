import type { ChangedFile, Hunk } from '../core/change-set.ts'
import type { TouchedFile } from './evidence.ts'

/** One commit's diff against its parent. Newest first in a list. */
export interface CommitNames {
  readonly hash: string
  readonly files: readonly ChangedFile[]
}

/**
 * For each commit, what its files are called at the head: through the renames of the commits after it.
 * @param commits newest first
 */
export function headPaths(commits: readonly CommitNames[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const later = new Map<string, string>()
  const all = new Map<string, ReadonlyMap<string, string>>()
  for (const { hash, files } of commits) {
    const own = new Map(files.map(({ path }) => [path, later.get(path) ?? path]))
    all.set(hash, own)
    for (const { kind, path, oldPath } of files) {
      // Before the commit that added it, the path was another file's.
      if (kind === 'added' || kind === 'renamed') later.delete(path)
      if (kind === 'renamed' && oldPath !== null) later.set(oldPath, own.get(path) ?? path)
    }
  }
  return all
}

/**
 * What a commit did to a file, as lines of the head.
 * @param file with the hunks of the commit's own diff, where they are known
 * @param sinceThen how the file differs from the commit to the head: `null` where it does not
 */
export function touchedFile(file: ChangedFile, headPath: string, sinceThen: ChangedFile | null): TouchedFile {
  const { kind, oldPath, addedLines, hunks } = file
  const isGone = sinceThen?.kind === 'deleted'
  const follow = (lines: readonly number[]) => (isGone ? [] : linesAfter(lines, sinceThen?.hunks ?? []))
  const cuts = hunks.flatMap(({ newStart, newLines, oldLines }) =>
    newLines === 0 && oldLines > 0 ? [newStart, newStart + 1] : [],
  )
  return {
    path: headPath,
    oldPath,
    kind,
    lines: follow(addedLines),
    cuts: follow([...new Set(cuts)].filter(line => line > 0).sort((one, other) => one - other)),
  }
}

/** Where lines are after a change; those that it altered or took away are left out. Both ascending. */
export function linesAfter(lines: readonly number[], hunks: readonly Hunk[]): readonly number[] {
  const after: number[] = []
  let next = 0
  let shift = 0
  for (const line of lines) {
    // A hunk that takes no line away stands behind its `oldStart`.
    for (let hunk = hunks[next]; hunk && endOf(hunk) < line; hunk = hunks[next]) {
      shift += hunk.newLines - hunk.oldLines
      next += 1
    }
    const hunk = hunks[next]
    if (!hunk || hunk.oldLines === 0 || line < hunk.oldStart) after.push(line + shift)
  }
  return after
}

/** The last line that it takes away, or the line after which it adds. */
function endOf({ oldStart, oldLines }: Hunk): number {
  return oldLines === 0 ? oldStart : oldStart + oldLines - 1
}
