import { readFileSync } from 'node:fs'
import { type SourceFile, type SourceText, sourceFile } from '../source-file.ts'
import { type Head, type Repository, readBlobs } from './git.ts'

/**
 * The texts of files at the head, each read once and only when it is asked for.
 * @param paths those that may be asked for
 */
export async function sourceTexts(
  repository: Repository | null,
  cwd: string,
  head: Head,
  paths: readonly string[],
): Promise<SourceText> {
  const read =
    repository && head !== 'worktree'
      ? await blobReader(repository, head, paths)
      : diskReader(repository?.top ?? cwd)
  const known = new Map<string, SourceFile | null>()
  return path => {
    let file = known.get(path)
    if (file === undefined) {
      const bytes = read(path)
      file = bytes && sourceFile(bytes)
      known.set(path, file)
    }
    return file
  }
}

async function blobReader(
  repository: Repository,
  head: Exclude<Head, 'worktree'>,
  paths: readonly string[],
): Promise<(path: string) => Buffer | null> {
  const blobs = await readBlobs(repository, head, paths)
  return path => blobs.get(path) ?? null
}

function diskReader(top: string): (path: string) => Buffer | null {
  return path => {
    try {
      return readFileSync(`${top}/${path}`)
    } catch {
      return null
    }
  }
}
