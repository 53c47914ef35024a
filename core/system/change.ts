import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChangeRequest } from '../change-options.ts'
import type { BaseChoice, ChangedFile, ChangeSet } from '../change-set.ts'
import type { BaseCandidate } from '../ci.ts'
import { gateError } from '../errors.ts'
import { parseGitDiff } from '../git-diff.ts'
import { chooseBase, resolveHead } from './base.ts'
import { reasonOf } from './files.ts'
import { diffOutput, type Head, listFiles, listWorkTree, type Repository } from './git.ts'

/** The change to judge, and the repository's paths at its head. */
export interface Change {
  readonly changes: ChangeSet
  readonly base: BaseChoice | null
  readonly head: Head
  readonly paths: readonly string[]
  /** Source files that are not tracked and so are no part of the change. */
  readonly untracked: readonly string[]
}

/** Whether a path is that of source: what git takes for binary, and nobody has added, then counts. */
export type IsSource = (path: string) => boolean

/**
 * The change from git: one diff from the merge base straight to the head.
 * @throws GateError git.*, diff.empty
 */
export async function changeFromGit(
  repository: Repository,
  options: ChangeRequest,
  candidates: readonly BaseCandidate[],
  isSource: IsSource,
): Promise<Change> {
  const head = await resolveHead(repository, options.head)
  const base = await chooseBase(repository, head, options.base, candidates)
  const { ignoreWhitespace } = options
  const output = await diffOutput(repository, { base: base.commit, head, ignoreWhitespace })
  const tree = head === 'worktree' ? await listWorkTree(repository) : null
  const paths = tree?.tracked ?? (await listFiles(repository, head))
  const loose = tree && options.untracked ? tree.untracked : []
  const diff = parseGitDiff(output)
  if ('fault' in diff) throw gateError('git.unmerged', { path: diff.path, why: diff.fault })
  const torn = diff.files.find(file => tree?.unmerged.has(file.path))
  if (torn) throw gateError('git.unmerged', { path: torn.path, why: 'it is in the middle of a merge' })
  const hidden = diff.opaque.filter(isSource)
  const files =
    hidden.length > 0
      ? await withText(repository, diff.files, { base, head, ignoreWhitespace, hidden })
      : diff.files
  const untracked = loose.map(path => untrackedFile(repository.top, path, isSource))
  const all = [...files, ...untracked]
  if (all.length === 0 && options.base === null) {
    throw gateError('diff.empty', { what: `nothing differs from ${base.ref} (${base.why})` })
  }
  const changes = { base: base.commit, head: typeof head === 'object' ? head.commit : head, files: all }
  const aside = options.untracked ? [] : (tree?.untracked ?? []).filter(isSource)
  return { changes, base, head, paths: [...paths, ...loose], untracked: aside }
}

/** Source that attributes or stray bytes make binary to git still has lines: ask for them. */
async function withText(
  repository: Repository,
  files: readonly ChangedFile[],
  asked: { base: BaseChoice; head: Head; ignoreWhitespace: boolean; hidden: readonly string[] },
): Promise<readonly ChangedFile[]> {
  const { base, head, ignoreWhitespace, hidden } = asked
  const olds = files.filter(file => hidden.includes(file.path)).flatMap(file => file.oldPath ?? [])
  const output = await diffOutput(repository, {
    base: base.commit,
    head,
    ignoreWhitespace,
    asText: [...hidden, ...olds],
  })
  const diff = parseGitDiff(output)
  if ('fault' in diff) throw gateError('git.unmerged', { path: diff.path, why: diff.fault })
  const found = new Map(diff.files.map(file => [file.path, file]))
  return files.map(file => (hidden.includes(file.path) ? (found.get(file.path) ?? file) : file))
}

/** An untracked file is new from its first line to its last. */
function untrackedFile(top: string, path: string, isSource: IsSource): ChangedFile {
  const file = { path, oldPath: null, kind: 'added' } as const
  let text: string
  try {
    text = readFileSync(join(top, path), 'latin1')
  } catch {
    // A dangling link or an unreadable file: nothing in it can be proven covered or not code.
    return { ...file, content: 'binary', addedLines: [], hunks: [] }
  }
  if (text.includes('\0') && !isSource(path)) return { ...file, content: 'binary', addedLines: [], hunks: [] }
  const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const addedLines = Array.from({ length: lines }, (_, index) => index + 1)
  const hunks = lines > 0 ? [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: lines }] : []
  return { ...file, content: 'text', addedLines, hunks }
}

/**
 * The change from a diff file; the repository, if there is one, tells which paths exist.
 * @throws GateError diff.unreadable, diff.empty
 */
export async function changeFromFile(
  file: string,
  name: string,
  repository: Repository | null,
  cwd: string,
): Promise<Change> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw gateError('diff.unreadable', { file: name, why: reasonOf(error) }, error)
  }
  const paths = repository ? await listFiles(repository, 'worktree') : []
  const known = new Set(paths)
  const { parseDiffFile } = await import('../diff-file.ts')
  const diff = parseDiffFile(bytes, path => known.has(path))
  if ('fault' in diff) throw gateError('diff.unreadable', { file: name, why: diff.fault })
  if (diff.files.length === 0) throw gateError('diff.empty', { what: `the diff ${name} names no file` })
  for (const changed of diff.files) {
    const line = otherLine(
      join(repository?.top ?? cwd, changed.path),
      changed,
      diff.texts.get(changed.path) ?? [],
    )
    if (line !== null) throw gateError('diff.stale', { file: name, path: changed.path, line })
  }
  const changed = diff.files.filter(each => each.kind !== 'deleted').map(each => each.path)
  return {
    changes: { base: null, head: 'worktree', files: diff.files },
    base: null,
    head: 'worktree',
    paths: [...new Set([...paths, ...changed])],
    untracked: [],
  }
}

/** The first added line that lies on disk with another text; `null` when all agree, or the file is not here to tell. */
function otherLine(file: string, changed: ChangedFile, texts: readonly string[]): number | null {
  let lines: readonly string[]
  try {
    lines = readFileSync(file, 'latin1').split(/\r?\n/)
  } catch {
    return null
  }
  return changed.addedLines.find((line, index) => lines[line - 1] !== texts[index]) ?? null
}
