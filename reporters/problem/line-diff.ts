import { clipLine } from './plain-text.ts'

/** Edits that are looked for; more than that is told as one block removed and one added. */
const EDITS = 200
const CONTEXT = 5
/** Characters of a text that are compared, from shortly before the first difference. */
const COMPARED = 200_000
const LINES_SHOWN = 120
const LINE_LENGTH = 300

interface Row {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
}

/**
 * A unified diff without its header, bounded in time and size. Where everything stands in one hunk, the hunk has no `@@` line.
 */
export function lineDiff(expected: string, actual: string): string {
  const start = comparisonStart(expected, actual)
  const before = countLines(expected, start)
  const [a, b] = [linesOf(expected, start), linesOf(actual, start)]
  const same = commonLines(a, b)
  const rows = rowsOf(a, b, same.head, same.tail)
  const hunks = hunksOf(rows)
  const whole = start === 0 && same.head <= CONTEXT && same.tail <= CONTEXT && hunks.length === 1
  const first = before + Math.max(0, same.head - CONTEXT) + 1
  const lines = hunks.flatMap(({ from, to }) => {
    const shown = withoutLongLines(rows.slice(from, to)).map(rowText)
    return whole ? shown : [hunkHeader(rows, from, to, first), ...shown]
  })
  if (lines.length <= LINES_SHOWN) return lines.join('\n')
  return [
    ...lines.slice(0, LINES_SHOWN),
    `… ${lines.length - LINES_SHOWN} more lines of the difference`,
  ].join('\n')
}

/** 0, or in long texts the beginning of a line some lines before the first difference. */
function comparisonStart(a: string, b: string): number {
  if (Math.max(a.length, b.length) <= COMPARED) return 0
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
  // Of a very long line a part will do.
  return at < 1_000 ? 0 : Math.max(a.lastIndexOf('\n', at - 1_000) + 1, at - COMPARED / 4)
}

function countLines(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** A carriage return is shown: it may be the whole difference. */
function linesOf(text: string, start: number): readonly string[] {
  return text
    .slice(start, start + COMPARED)
    .replaceAll('\r', '\\r')
    .split('\n')
}

function commonLines(
  a: readonly string[],
  b: readonly string[],
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(a.length, b.length)
  let head = 0
  while (head < shorter && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  return { head, tail }
}

/** The part that differs, with its context before and after. */
function rowsOf(a: readonly string[], b: readonly string[], head: number, tail: number): readonly Row[] {
  const context = (lines: readonly string[]): Row[] => lines.map(text => ({ mark: ' ', text }))
  const after = a.length - tail
  return [
    ...context(a.slice(Math.max(0, head - CONTEXT), head)),
    ...edits(a.slice(head, after), b.slice(head, b.length - tail)),
    ...context(a.slice(after, after + CONTEXT)),
  ]
}

/** The shortest edit script after Myers (An O(ND) difference algorithm, 1986), up to `EDITS` edits. */
function edits(a: readonly string[], b: readonly string[]): readonly Row[] {
  const reached: Int32Array[] = []
  const furthest = new Int32Array(2 * EDITS + 3)
  const middle = EDITS + 1
  for (let edit = 0; edit <= Math.min(EDITS, a.length + b.length); edit += 1) {
    reached.push(furthest.slice())
    for (let diagonal = -edit; diagonal <= edit; diagonal += 2) {
      let x = stepFrom(furthest, middle, diagonal, edit)
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1
      furthest[middle + diagonal] = x
      if (x >= a.length && x - diagonal >= b.length) return backtrack(a, b, reached, middle)
    }
  }
  return [...a.map((text): Row => ({ mark: '-', text })), ...b.map((text): Row => ({ mark: '+', text }))]
}

function stepFrom(furthest: Int32Array, middle: number, diagonal: number, edit: number): number {
  if (goesDown(furthest, middle, diagonal, edit)) return furthest[middle + diagonal + 1] ?? 0
  return (furthest[middle + diagonal - 1] ?? 0) + 1
}

/** Whether the furthest way onto a diagonal comes from the one above (an insertion), not from the left (a deletion). */
function goesDown(furthest: Int32Array, middle: number, diagonal: number, edit: number): boolean {
  const [left, above] = [furthest[middle + diagonal - 1] ?? 0, furthest[middle + diagonal + 1] ?? 0]
  return diagonal === -edit || (diagonal !== edit && left < above)
}

function backtrack(
  a: readonly string[],
  b: readonly string[],
  reached: readonly Int32Array[],
  middle: number,
): readonly Row[] {
  const rows: Row[] = []
  let [x, y] = [a.length, b.length]
  for (let edit = reached.length - 1; edit >= 0; edit -= 1) {
    const furthest = reached[edit]!
    const diagonal = x - y
    const down = goesDown(furthest, middle, diagonal, edit)
    const from = diagonal + (down ? 1 : -1)
    const fromX = edit === 0 ? 0 : (furthest[middle + from] ?? 0)
    const fromY = edit === 0 ? 0 : fromX - from
    for (; x > fromX && y > fromY; x -= 1, y -= 1) rows.push({ mark: ' ', text: a[x - 1]! })
    if (edit > 0) rows.push(down ? { mark: '+', text: b[fromY]! } : { mark: '-', text: a[fromX]! })
    x = fromX
    y = fromY
  }
  return rows.reverse()
}

/** Runs of rows around the changes; stretches without a change are left out. */
function hunksOf(rows: readonly Row[]): readonly { readonly from: number; readonly to: number }[] {
  const hunks: { from: number; to: number }[] = []
  rows.forEach(({ mark }, index) => {
    if (mark === ' ') return
    const last = hunks.at(-1)
    const to = Math.min(rows.length, index + 1 + CONTEXT)
    if (last && index - CONTEXT <= last.to) last.to = to
    else hunks.push({ from: Math.max(0, index - CONTEXT), to })
  })
  return hunks
}

function hunkHeader(rows: readonly Row[], from: number, to: number, first: number): string {
  const count = (part: readonly Row[], mark: '-' | '+'): number =>
    part.filter(row => row.mark === ' ' || row.mark === mark).length
  const [before, part] = [rows.slice(0, from), rows.slice(from, to)]
  const range = (mark: '-' | '+'): string => `${mark}${first + count(before, mark)},${count(part, mark)}`
  return `@@ ${range('-')} ${range('+')} @@`
}

/** Spaces at the end of a changed line are shown: they may be the whole difference. */
function rowText({ mark, text }: Row): string {
  if (mark === ' ') return `  ${text}`.trimEnd()
  const end = text.trimEnd().length
  return `${mark} ${text.slice(0, end)}${text.slice(end).replaceAll(' ', '·').replaceAll('\t', '→')}`.trimEnd()
}

/** Long lines are cut; one that replaces another is cut around their first difference. */
function withoutLongLines(rows: readonly Row[]): readonly Row[] {
  return rows.map((row, index) => {
    if (row.text.length <= LINE_LENGTH) return row
    const other = rows[row.mark === '-' ? index + 1 : index - 1]
    const paired = other !== undefined && row.mark !== ' ' && other.mark !== ' ' && other.mark !== row.mark
    const at = paired ? Math.max(0, firstDifference(row.text, other.text) - 60) : 0
    return { mark: row.mark, text: `${at > 0 ? '…' : ''}${clipLine(row.text.slice(at), LINE_LENGTH)}` }
  })
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1
  return at
}
