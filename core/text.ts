/** "1 line", "2 lines". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/**
 * The candidate that a misspelt word most likely means: at most a third of its letters differ. `null` when none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.floor(Math.max(word.length, 3) / 3) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}

/**
 * Text from outside, made safe to show: control characters (so escape sequences too), bidirectional and other invisible
 * format characters, and lone surrogates become visible codes. Line breaks too: what is shown inside a line stays in it.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codeOf)
}

/** The same for one line of source: tabs become two spaces. */
export function visibleLine(line: string): string {
  return visible(line.replaceAll('\t', '  '))
}

/** The same for text of several lines: tabs and line feeds stay. */
export function visibleText(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codeOf)
}

function codeOf(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}

/** [1, 2, 3, 7] → [[1, 3], [7, 7]]: runs of consecutive lines, first and last. */
export function rangesOf(lines: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last && last[1] === line - 1) last[1] = line
    else ranges.push([line, line])
  }
  return ranges
}

/** [1, 2, 3, 7] → "1-3, 7"; at most `most` ranges, then "and 4 more". */
export function lineRanges(lines: readonly number[], most: number = Number.POSITIVE_INFINITY): string {
  const ranges = rangesOf(lines)
  const shown = ranges.slice(0, most).map(rangeText)
  return ranges.length > most ? `${shown.join(', ')} and ${ranges.length - most} more` : shown.join(', ')
}

export function rangeText([from, to]: readonly [number, number]): string {
  return from === to ? `${from}` : `${from}-${to}`
}
