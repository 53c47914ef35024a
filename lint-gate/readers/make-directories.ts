import { joinPaths, normalizePath } from '../../core/paths.ts'

/** Follows make into the directories that it tells of: what stands between is relative to them. */
export interface MakeDirectories {
  /** Whether the line is make's word on a directory. */
  readonly read: (line: string) => boolean
  /** Where the paths of the next line start; `null`: make said nothing of it. */
  readonly current: () => string | null
  readonly troubles: () => readonly string[]
}

const word = /^(?:[\w./-]*make|ninja)(?:\[(\d+)\])?: (Entering|Leaving) directory ['`"‘](.+)['"’]$/

export function makeDirectories(): MakeDirectories {
  const open: { readonly level: number; readonly path: string }[] = []
  let several = false
  return {
    read: line => {
      const match = word.exec(line)
      if (!match) return false
      const [, depth = '0', verb, written = ''] = match
      const level = Number(depth)
      const path = normalizePath(written)
      if (verb === 'Leaving') {
        const at = open.findLastIndex(each => each.level === level)
        if (at >= 0) open.splice(at)
        return true
      }
      // Only where it works on several at once does it enter another one before it left the first.
      several ||= open.some(each => each.level === level)
      open.push({ level, path: joinPaths(open.at(-1)?.path ?? '', path) })
      return true
    },
    current: () => open.at(-1)?.path ?? null,
    troubles: () =>
      several
        ? [
            'make worked in several directories at once: which of them a path starts from is lost (-O keeps them apart)',
          ]
        : [],
  }
}
