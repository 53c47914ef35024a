/** One line of a CODEOWNERS file. */
interface OwnerRule {
  /** Of a path; `**` stands for any number of them. */
  readonly segments: readonly string[]
  /** Whether it holds for what is below a directory that it matches. */
  readonly below: 'also' | 'only' | 'no'
  readonly owners: readonly string[]
}

export type CodeOwners = readonly OwnerRule[]

/**
 * Reads a CODEOWNERS file by GitHub's rules: gitignore's patterns without `!`, `[ ]` and `\#`, a comment after `#`, the last
 * line that matches counts. Of GitLab's sections only the default owners are taken: they are for lines that name nobody.
 */
export function parseCodeOwners(text: string): CodeOwners {
  const rules: OwnerRule[] = []
  let usual: readonly string[] = []
  for (const line of text.split(/\r\n?|\n/)) {
    const section = /^\s*\^?\[[^\]]*\](?:\[\d+\])?(.*)$/.exec(line)
    if (section) {
      usual = wordsOf(section[1] ?? '')
      continue
    }
    const [pattern, ...owners] = wordsOf(line)
    if (pattern === undefined || pattern.startsWith('!')) continue
    rules.push({ ...readPattern(pattern), owners: owners.length > 0 ? owners : usual })
  }
  return rules
}

/** Divided at blanks; one with a backslash before it is part of a name. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\]|\\$)+/g)) {
    if (word.startsWith('#')) break
    words.push(word.replace(/\\([\s\S])/g, '$1'))
  }
  return words
}

function readPattern(pattern: string): Omit<OwnerRule, 'owners'> {
  const isDirectory = pattern.endsWith('/')
  const bare = pattern.replace(/^\/+/, '').replace(/\/+$/, '')
  const parts = bare.split('/').filter(part => part !== '')
  // A slash before the end ties it to the top; without one it may begin anywhere.
  const isTied = pattern.startsWith('/') || parts.length > 1
  const segments = isTied ? parts : ['**', ...parts]
  const last = parts.at(-1)
  // `docs/*` is what lies in docs itself, and not what lies deeper.
  const below = isDirectory ? 'only' : last === '*' && isTied ? 'no' : 'also'
  return { segments, below }
}

/** The owners of a file, as they are written; none where nobody owns it. `path` is relative to the repository, with `/`. */
export function ownersOf(rules: CodeOwners, path: string): readonly string[] {
  const parts = path.split('/')
  return rules.findLast(rule => matches(rule, parts))?.owners ?? []
}

function matches({ segments, below }: OwnerRule, parts: readonly string[]): boolean {
  if (segments.length === 0) return true
  if (below !== 'only' && fits(segments, parts, '**', segmentFits)) return true
  if (below === 'no') return false
  // A directory on the way, with something below it.
  return parts.some((_, index) => index > 0 && fits(segments, parts.slice(0, index), '**', segmentFits))
}

function segmentFits(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name
  return fits(
    pattern.replace(/\*+/g, '*').split(''),
    name.split(''),
    '*',
    (one, other) => one === '?' || one === other,
  )
}

/** Whether the items fit the pattern, in which `star` is any number of items: without trying any of them twice over. */
function fits(
  pattern: readonly string[],
  items: readonly string[],
  star: string,
  same: (pattern: string, item: string) => boolean,
): boolean {
  let at = 0
  let starAt = -1
  let resume = 0
  for (let index = 0; index < items.length; ) {
    const wanted = pattern[at]
    if (wanted === star) {
      starAt = at
      resume = index
      at += 1
    } else if (wanted !== undefined && same(wanted, items[index] as string)) {
      at += 1
      index += 1
    } else if (starAt >= 0) {
      resume += 1
      index = resume
      at = starAt + 1
    } else return false
  }
  return pattern.slice(at).every(each => each === star)
}
