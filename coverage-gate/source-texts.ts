import { readFileSync } from 'node:fs'
import { type Head, type Repository, readBlobs } from '../core/system/git.ts'
import type { SourceFile, SourceText } from './model.ts'

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

/** A text in memory as a source file. */
function sourceFile(bytes: Buffer): SourceFile {
  const mark = bytes.toString('latin1', 0, 2)
  // Made anew each time: most are asked for once, and the lines of all files would fill the memory.
  const lines = () => linesOf(decode(bytes))
  const wide = mark === '\xff\xfe' || mark === '\xfe\xff'
  return { lineCount: wide ? lines().length : countLines(bytes), lines }
}

function linesOf(text: string): readonly string[] {
  return text.includes('\r') ? text.split(/\r?\n/) : text.split('\n')
}

function countLines(bytes: Buffer): number {
  let count = 1
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 10) count += 1
  return count
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

function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('latin1')
  if (mark === '\xff\xfe') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === '\xfe\xff') return new TextDecoder('utf-16be').decode(bytes)
  return bytes.toString('utf8').replace(/^\ufeff/, '')
}
