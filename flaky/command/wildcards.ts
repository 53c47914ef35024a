/** The names in a directory, `null` when it is none; and whether a path is there. */
export interface Listing {
  readonly namesIn: (directory: string) => readonly string[] | null
}

/**
 * Expands a word's wildcards as a POSIX shell does: each stays within one part of the path (`**` is `*`), hidden names need
 * their dot, the result is sorted, and a word that matches nothing stays as it is.
 * @param glob as words.ts writes it
 */
export function expandWildcards(
  glob: string,
  text: string,
  cwd: string,
  { namesIn }: Listing,
): readonly string[] {
  const parts = glob.split('/')
  const absolute = parts[0] === ''
  let found: readonly string[] = [absolute ? '/' : '']
  for (const part of absolute ? parts.slice(1) : parts) {
    if (part === '') continue
    const plain = part.replace(/\\(.)/gs, '$1')
    const isWild = /(?:^|[^\\])(?:\\\\)*[*?[]/.test(part)
    const test = isWild ? partPattern(part) : null
    found = found.flatMap(start => {
      const names = namesIn(start === '' ? cwd : absolute ? start : `${cwd}/${start}`) ?? []
      const fitting =
        test === null ? names.filter(name => name === plain) : names.filter(name => test.test(name))
      const dots = test === null && (plain === '.' || plain === '..') ? [plain] : fitting
      return dots.map(name => (start === '' || start === '/' ? `${start}${name}` : `${start}/${name}`))
    })
  }
  return found.length === 0 ? [text] : [...found].sort()
}

function partPattern(part: string): RegExp {
  let source = ''
  for (let at = 0; at < part.length; at += 1) {
    const character = part[at] ?? ''
    if (character === '\\') {
      at += 1
      source += quoted(part[at] ?? '')
    } else if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else if (character === '[') {
      const end = part.indexOf(']', at + 2)
      if (end === -1) source += '\\['
      else {
        const inside = part.slice(at + 1, end).replace(/\\(.)/gs, '$1')
        const set = inside.replace(/^!/, '').replace(/[\\[\]^]/g, '\\$&')
        source += inside.startsWith('!') ? `[^${set}]` : `[${set}]`
        at = end
      }
    } else source += quoted(character)
  }
  const hidden = part.startsWith('.') || part.startsWith('\\.')
  try {
    return new RegExp(`^${hidden ? '' : '(?!\\.)'}${source}$`, 'su')
  } catch {
    // A range from behind, such as `[z-a]`, matches nothing.
    return /^\b$/
  }
}

function quoted(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
