import type { ChangedFile, ChangeSet } from '../../core/change-set.ts'
import { gateError } from '../../core/errors.ts'
import { parseGitDiff } from '../../core/git-diff.ts'
import { diffOutput, type Head, type Repository } from '../../core/system/git.ts'

interface SinceInput {
  readonly repository: Repository
  /** The baseline's. */
  readonly commit: string
  readonly changes: ChangeSet
  readonly head: Head
  /** The change leaves out lines that differ in white space alone. */
  readonly ignoreWhitespace: boolean
  /** Whether lines of this file are known, then or now. */
  readonly isMeasured: (path: string) => boolean
}

/**
 * What happened to each file from the baseline's commit to the head. Every line counts here: only so can the others be
 * followed.
 * @throws GateError git.*
 */
export async function changesSince(input: SinceInput): Promise<readonly ChangedFile[]> {
  const { repository, commit, changes, head, ignoreWhitespace, isMeasured } = input
  const isSame = changes.base === commit
  if (isSame && !ignoreWhitespace) return changes.files
  const asked = { base: commit, head, ignoreWhitespace: false }
  const { files, opaque } = parsed(await diffOutput(repository, asked))
  // What attributes or stray bytes make binary to git has lines all the same, once a tool has measured them.
  const olds = new Map(files.map(file => [file.path, file.oldPath]))
  const hidden = opaque.filter(path => isMeasured(path) || isMeasured(olds.get(path) ?? path))
  const asText = [...hidden, ...hidden.flatMap(path => olds.get(path) ?? [])]
  const texts = hidden.length > 0 ? parsed(await diffOutput(repository, { ...asked, asText })).files : []
  const shown = new Map(texts.map(file => [file.path, file]))
  const all = files.map(file => (hidden.includes(file.path) ? (shown.get(file.path) ?? file) : file))
  return isSame ? withoutSpacing(all, changes.files) : all
}

function parsed(output: string): {
  readonly files: readonly ChangedFile[]
  readonly opaque: readonly string[]
} {
  const diff = parseGitDiff(output)
  if ('fault' in diff) throw gateError('git.unmerged', { path: diff.path, why: diff.fault })
  return diff
}

/** A block that changes white space alone, line for line, leaves its lines where they were. */
function withoutSpacing(
  all: readonly ChangedFile[],
  changes: readonly ChangedFile[],
): readonly ChangedFile[] {
  const added = new Map(changes.map(file => [file.path, new Set(file.addedLines)]))
  return all.map(file => {
    const own = added.get(file.path)
    const hunks = file.hunks.filter(({ oldLines, newStart, newLines }) => {
      if (oldLines !== newLines) return true
      const lines = Array.from({ length: newLines }, (_, index) => newStart + index)
      return lines.some(line => own?.has(line))
    })
    return { ...file, hunks }
  })
}
