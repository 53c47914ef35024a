import type { ChangedFile, ChangeKind } from './change-set.ts'
import { parseHunks } from './hunks.ts'
import { joinPaths } from './paths.ts'
import { unquoteName } from './quoted-names.ts'

export type DiffFile =
  | {
      readonly files: readonly ChangedFile[]
      /** What the added lines of each file say, in the order of its `addedLines`; Latin-1 strings of the bytes. */
      readonly texts: ReadonlyMap<string, readonly string[]>
    }
  | { readonly fault: string }

interface Section {
  from: string
  to: string
  kind: ChangeKind | null
  binary: boolean
  mode: string
  /** Names of `rename`/`copy` lines carry no prefix. */
  exact: boolean
  /** It has an `index a..b` line: its content differs. */
  differs: boolean
  hunks: string
}

/**
 * Reads a diff file in any common form: git's with a/ b/, other or no prefixes, plain `diff -u`, CRLF,
 * UTF-16 with a byte order mark. How many leading directories its names carry is what fits best to the
 * paths that exist (`known`); without any that fit, git's own prefixes are taken off.
 */
export function parseDiffFile(bytes: Uint8Array, known: (path: string) => boolean): DiffFile {
  const sections: Section[] = []
  const fault = scan(asLatin1(bytes).replace(/\n$/, '').split('\n'), sections)
  if (fault) return { fault }
  const strip = prefixDepth(sections, known)
  const files: ChangedFile[] = []
  const texts = new Map<string, readonly string[]>()
  for (const section of sections) {
    const file = changedFile(section, strip)
    if (!file)
      return {
        fault: `a hunk of ${dropDirectories(section.to === nowhere ? section.from : section.to, strip)} does not add up: the diff was cut off`,
      }
    if (files.some(each => each.path === file.path && file.kind !== 'deleted' && each.kind !== 'deleted')) {
      return {
        fault: `it holds ${file.path} twice, as a series of patches does; give one diff over all of them`,
      }
    }
    if (isCutOff(section, file))
      return { fault: `it ends before the lines of ${file.path}: the diff was cut off` }
    if (file.path.startsWith('../') || file.path === '..')
      return { fault: `${file.path} lies outside the repository` }
    files.push(file)
    if (file.addedLines.length > 0) texts.set(file.path, addedTexts(section.hunks))
  }
  return { files, texts }
}

function addedTexts(hunks: string): readonly string[] {
  return hunks.split('\n').flatMap(line => (line.startsWith('+') ? [line.slice(1).replace(/\r+$/, '')] : []))
}

/** Git says that the content differs, and the lines that do are missing. */
function isCutOff(section: Section, file: ChangedFile): boolean {
  if (!section.differs || section.hunks !== '' || file.content !== 'text') return false
  return file.kind === 'modified' || file.kind === 'renamed' || file.kind === 'copied'
}

function asLatin1(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const mark = buffer.subarray(0, 2).toString('latin1')
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    const text = new TextDecoder(mark === '\xff\xfe' ? 'utf-16le' : 'utf-16be').decode(buffer)
    return Buffer.from(text).toString('latin1')
  }
  return buffer.toString('latin1').replace(/^\xef\xbb\xbf/, '')
}

const hunkHeader = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/

/** Fills `sections`; returns what makes the text unusable, if anything does. */
function scan(lines: readonly string[], sections: Section[]): string | null {
  let section: Section | null = null
  const open = () => {
    const fresh: Section = {
      from: '',
      to: '',
      kind: null,
      binary: false,
      mode: '',
      exact: false,
      differs: false,
      hunks: '',
    }
    sections.push(fresh)
    return fresh
  }
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const next = lines[at + 1] ?? ''
    const hunk = hunkHeader.exec(line)
    if (hunk) {
      if (!section) return `line ${at + 1} begins a hunk before any file is named`
      const end = hunkEnd(lines, at, Number(hunk[1] ?? 1), Number(hunk[2] ?? 1))
      section.hunks += `${lines.slice(at, end).join('\n')}\n`
      at = end - 1
    } else if (line.startsWith('@@@ ')) return 'it is a combined diff of a merge; make it against one commit'
    else if (line.startsWith('*** ') && next.startsWith('--- '))
      return 'it is a context diff; make a unified one (-u)'
    else if (line.startsWith('diff --git ')) section = fromGitLine(line, open())
    else if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      if (!section || section.hunks || !section.to) section = open()
      if (!section.exact) section.from = unquoteName(line.slice(4))
      if (!section.exact) section.to = unquoteName(next.slice(4))
      at += 1
    } else if (section) readHeader(section, line.replace(/\r$/, ''))
  }
  if (sections.length > 0 || lines.every(line => line.trim() === '')) return null
  return 'no file is named in it ("--- a/file" and "+++ b/file" lines were expected)'
}

/** Both names of a `diff --git` line are the same but for their prefix, unless rename lines follow. */
function fromGitLine(line: string, section: Section): Section {
  const names = line.slice('diff --git '.length).replace(/\r$/, '')
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*")$/.exec(names)
  const half = (names.length - 1) / 2
  section.from = unquoteName(quoted?.[1] ?? names.slice(0, half))
  section.to = unquoteName(quoted?.[2] ?? names.slice(half + 1))
  return section
}

function readHeader(section: Section, line: string): void {
  const [, word = '', rest = ''] =
    /^(new file mode|deleted file mode|new mode|rename from|rename to|copy from|copy to) (.*)$/.exec(line) ??
    []
  if (word === 'new file mode') section.kind = 'added'
  if (word === 'deleted file mode') section.kind = 'deleted'
  if (word.endsWith('mode')) section.mode = rest
  if (word.endsWith(' from')) section.from = unquoteName(rest)
  if (word.endsWith(' to')) {
    section.to = unquoteName(rest)
    section.kind = word.startsWith('copy') ? 'copied' : 'renamed'
    section.exact = true
  }
  if (/^index [0-9a-f]+\.\.[0-9a-f]+/.test(line)) section.differs = true
  if (/^index [0-9a-f]+\.\.[0-9a-f]+ \d+$/.test(line)) section.mode = line.slice(-6)
  if (/^(Binary files .* differ|GIT binary patch)$/.test(line)) section.binary = true
}

/** A hunk ends when its announced lines are there, whatever they look like; remarks belong to it. */
function hunkEnd(lines: readonly string[], start: number, oldLines: number, newLines: number): number {
  let removed = oldLines
  let added = newLines
  let at = start + 1
  while (at < lines.length && (removed > 0 || added > 0)) {
    const line = lines[at] ?? ''
    if (line.startsWith('-')) removed -= 1
    else if (line.startsWith('+')) added -= 1
    else if (/^ |^\r?$/.test(line)) {
      removed -= 1
      added -= 1
    } else if (!line.startsWith('\\')) break
    at += 1
  }
  return lines[at]?.startsWith('\\') ? at + 1 : at
}

const gitPrefix = /^(?:[abiwco12])\//
const nowhere = '/dev/null'

function prefixDepth(sections: readonly Section[], known: (path: string) => boolean): number {
  const names = sections.filter(each => !each.exact && each.to !== nowhere).map(each => each.to)
  const git = names.every(name => gitPrefix.test(name)) ? 1 : 0
  let best = git
  let bestScore = 0
  for (const depth of [git, 0, 1, 2, 3, 4, 5, 6, 7, 8]) {
    const score = names.filter(name => known(dropDirectories(name, depth))).length
    if (score > bestScore) [best, bestScore] = [depth, score]
  }
  return best
}

function dropDirectories(name: string, depth: number): string {
  return joinPaths('', name.replace(/^\/+/, '').split('/').slice(depth).join('/'))
}

function changedFile(section: Section, strip: number): ChangedFile | null {
  const name = (written: string) =>
    written === nowhere ? '' : section.exact ? joinPaths('', written) : dropDirectories(written, strip)
  const from = name(section.from)
  const to = name(section.to)
  const kind = section.kind ?? (to === '' ? 'deleted' : from === '' ? 'added' : 'modified')
  const content = section.binary
    ? 'binary'
    : section.mode === '160000'
      ? 'submodule'
      : section.mode === '120000'
        ? 'symlink'
        : 'text'
  const parsed =
    section.hunks === '' ? { hunks: [], addedLines: [] } : parseHunks(section.hunks.replaceAll('\r\n', '\n'))
  if (!parsed) return null
  const hasLines = content === 'text' && kind !== 'deleted'
  return {
    path: kind === 'deleted' ? from || to : to,
    oldPath: (kind === 'renamed' || kind === 'copied') && from !== to ? from : null,
    kind,
    content,
    hunks: hasLines ? parsed.hunks : [],
    addedLines: hasLines ? parsed.addedLines : [],
  }
}
