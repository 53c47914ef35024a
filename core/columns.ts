/** How text fills the columns of a terminal. It must hold no control characters: see `visible` in ./text.ts. */

let segmenter: Intl.Segmenter | null = null

/** What a reader takes for single characters. */
function graphemesOf(text: string): readonly string[] {
  if (isPlain(text)) return text.split('')
  // Made when it is first needed: making one costs as much as a fifth of a start.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), each => each.segment)
}

/** Latin letters, and the "…" of a text that was cut: each is a character of its own, one column wide. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e\xa1-\xac\xae-\u02ff…]*$/.test(text)
}

/** East Asian wide and full-width blocks, and what is drawn as an emoji (Unicode Annex 11). */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u

function widthOf(grapheme: string): number {
  return wide.test(grapheme) ? 2 : 1
}

/** How many columns of a terminal the text takes. */
export function columnsOf(text: string): number {
  if (isPlain(text)) return text.length
  return graphemesOf(text).reduce((sum, each) => sum + widthOf(each), 0)
}

/** As many graphemes as fit into so many columns, from the front. */
function fitting(graphemes: readonly string[], columns: number): readonly string[] {
  let left = columns
  const end = graphemes.findIndex(each => {
    left -= widthOf(each)
    return left < 0
  })
  return end < 0 ? graphemes : graphemes.slice(0, end)
}

/** At most so many columns, at least one; what is cut is shown by "…" at the end. */
export function cutEnd(text: string, columns: number): string {
  if (text.length <= columns * 16 && columnsOf(text) <= columns) return text
  // No more is looked at than can matter: a line of source may be as long as a file.
  return `${fitting(graphemesOf(text.slice(0, columns * 16)), columns - 1).join('')}…`
}

/** The same for a path: "…" stands in its middle, since its end names the file and its beginning the part it is of. */
export function cutPath(path: string, columns: number): string {
  if (columnsOf(path) <= columns) return path
  const room = columns - 1
  const name = columnsOf(path.slice(path.lastIndexOf('/')))
  const all = graphemesOf(path)
  const end = [...fitting(all.toReversed(), Math.min(room, Math.max(name, Math.ceil(room * 0.6))))].reverse()
  const start = fitting(all, room - columnsOf(end.join('')))
  return `${start.join('')}…${end.join('')}`
}

/** Fills up with spaces at the end. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

/**
 * Broken at spaces into lines of at most so many columns; the first begins with `first`, the others with `rest`.
 * A number and its "%" stay together, and a longer word has a line for itself.
 */
export function wrap(text: string, columns: number, first: string, rest: string): readonly string[] {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(/ (?!%)/)) {
    if (!empty && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line)
      line = rest + word
    } else line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line]
}
