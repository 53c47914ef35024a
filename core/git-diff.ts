import type { ChangeContent, ChangedFile, ChangeKind } from './change-set.ts'
import { type ParsedHunks, parseHunksOfAll } from './hunks.ts'
import { decodeName } from './paths.ts'
import { quoteName } from './quoted-names.ts'

/** What `git diff` said, or what makes its answer unusable. */
export type GitDiff =
  | { readonly files: readonly ChangedFile[]; readonly opaque: readonly string[] }
  | { readonly fault: string; readonly path: string }

interface Entry {
  readonly status: string
  readonly oldMode: string
  readonly newMode: string
  /** Latin-1 strings of the bytes. */
  readonly oldName: string
  readonly newName: string
}

const kinds: Readonly<Record<string, ChangeKind>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type-changed',
}

/**
 * Reads the output of `git diff --raw -z --patch` with the prefixes a/ and b/. Names come from the
 * raw part alone, because patch headers cannot be read back without doubt; the patch gives the hunks.
 * `opaque` lists files that git took for binary, so that the caller can ask again for their text.
 * @param output Latin-1 string of git's bytes
 */
export function parseGitDiff(output: string): GitDiff {
  const { entries, end } = readRaw(output)
  const sections: Section[] = []
  let at = end
  for (const entry of entries) {
    if (entry.status === 'U')
      return { fault: 'it is in the middle of a merge', path: decodeName(entry.newName) }
    const section = takeSection(output, at, entry)
    at = section.end
    sections.push(readSection(entry, section.text))
  }
  const parsed = parseHunksOfAll(sections.flatMap(({ hunks }) => hunks ?? []))
  const files: ChangedFile[] = []
  let next = 0
  for (const { hunks, file } of sections) {
    const lines = hunks === null ? noLines : parsed[next++]
    if (!lines) return { fault: 'a hunk of its diff does not add up', path: file.path }
    files.push({ ...file, ...lines })
  }
  const opaque = files.filter(file => file.content === 'binary').map(file => file.path)
  return { files, opaque }
}

function readRaw(output: string): { entries: readonly Entry[]; end: number } {
  const entries: Entry[] = []
  let at = 0
  const field = () => {
    const end = output.indexOf('\0', at)
    const value = output.slice(at, end)
    at = end + 1
    return value
  }
  while (output[at] === ':') {
    const [oldMode = '', newMode = '', , , status = ''] = field().slice(1).split(' ')
    const oldName = field()
    const newName = /^[RC]/.test(status) ? field() : oldName
    entries.push({ status: status.charAt(0), oldMode, newMode, oldName, newName })
  }
  return { entries, end: output[at] === '\0' ? at + 1 : at }
}

/**
 * The patch of one entry. It has none when only white space differs and that is ignored, and two
 * (removed, then created) when its type changed; then the second one tells what is there now.
 */
function takeSection(output: string, start: number, entry: Entry): { text: string; end: number } {
  const header = `diff --git ${quoteName(`a/${entry.oldName}`)} ${quoteName(`b/${entry.newName}`)}\n`
  let text = ''
  let at = start
  while (output.startsWith(header, at)) {
    const next = output.indexOf('\ndiff --git ', at)
    const end = next < 0 ? output.length : next + 1
    text = output.slice(at, end)
    at = end
    if (entry.status !== 'T') break
  }
  return { text, end: at }
}

const noLines: ParsedHunks = { hunks: [], addedLines: [] }

interface Section {
  readonly file: Omit<ChangedFile, keyof ParsedHunks>
  /** The text of its blocks; `null` when it has no lines. */
  readonly hunks: string | null
}

function readSection(entry: Entry, section: string): Section {
  const hunksAt = section.indexOf('\n@@ ') + 1 || -1
  const content = contentOf(entry, section, hunksAt)
  const hasLines = content === 'text' && entry.status !== 'D' && hunksAt >= 0
  const file = {
    path: decodeName(entry.newName),
    oldPath: entry.newName === entry.oldName ? null : decodeName(entry.oldName),
    kind: kinds[entry.status] ?? 'modified',
    content,
  }
  return { file, hunks: hasLines ? section.slice(hunksAt) : null }
}

function contentOf(entry: Entry, section: string, hunksAt: number): ChangeContent {
  const mode = entry.status === 'D' ? entry.oldMode : entry.newMode
  if (mode === '160000') return 'submodule'
  if (mode === '120000') return 'symlink'
  const header = hunksAt < 0 ? section : section.slice(0, hunksAt)
  return /^Binary files .* differ$/m.test(header) ? 'binary' : 'text'
}
