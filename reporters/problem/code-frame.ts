import type { ProblemContext } from '../problem.ts'
import { clipLine } from './plain-text.ts'
import type { Place } from './stack.ts'
import type { Thrown } from './thrown.ts'

/** 1-based line in the test's own file where it went wrong; `null` where nothing says so. */
export function lineIn(thrown: Thrown, file: string | null): number | null {
  return placeIn(thrown, file)?.line ?? null
}

/**
 * The source around the place that matters: in the test's own file, else in the first file of the repository that the stack
 * passes. Where the source cannot be read, what the runner shows of it. A place in `shown` is not shown again.
 */
export function codeFrameOf(thrown: Thrown, context: ProblemContext, shown: Set<string>): string {
  const places = [placeIn(thrown, context.file), ownPlaces(thrown)[0]].filter(each => each != null)
  const place = places.find(each => !shown.has(placeName(each)))
  if (!place && places.length > 0) return ''
  const source = place ? sourceAt(place, context) : null
  const frame = place && source !== null ? codeFrame(source, place.line, place.column) : ''
  if (place) shown.add(placeName(place))
  return place && frame !== ''
    ? `${placeName(place)}\n${frame}`
    : thrown.snippet.trimEnd().replace(/^\n+/, '')
}

function placeName({ path, line }: Place): string {
  return `${path}:${line}`
}

function placeIn(thrown: Thrown, file: string | null): Place | null {
  if (file === null) return null
  return ownPlaces(thrown).find(({ path }) => path === file) ?? placeInText(thrown, file)
}

/** What the runner says comes first: it knows the lines of the source where the stack knows those of the compiled file. */
function ownPlaces({ places, stack }: Thrown): readonly Place[] {
  const passed = stack.frames.flatMap(({ origin, path, line, column }) =>
    origin === 'own' && path !== null ? [{ path, line, column }] : [],
  )
  return [...places.filter(({ path }) => !path.includes('node_modules/') && !path.startsWith('/')), ...passed]
}

/** What did not parse has no frame in the file, but says `src/a.test.ts:2:24`, or as Babel does `src/a.test.ts: what (2:24)`. */
function placeInText({ message, notes }: Thrown, file: string): Place | null {
  for (const text of [message, notes]) {
    const at = text.indexOf(`${file}:`)
    const after = at < 0 ? '' : text.slice(at + file.length, at + file.length + 300)
    const [, line, column = '0'] = /^:(\d{1,9})(?::(\d{1,9}))?/.exec(after) ?? []
    if (line !== undefined) return { path: file, line: Number(line), column: Number(column) }
    const [, babelLine, babelColumn] = /^: .*\((\d{1,9}):(\d{1,9})\)/.exec(after) ?? []
    if (babelLine !== undefined)
      return { path: file, line: Number(babelLine), column: Number(babelColumn) + 1 }
  }
  return null
}

function sourceAt({ path }: Place, { root, sourceOf }: ProblemContext): string | null {
  try {
    const source: unknown = sourceOf(`${root.replace(/\/$/, '')}/${path}`)
    return typeof source === 'string' ? source : null
  } catch {
    return null
  }
}

const BEFORE = 3
const AFTER = 2
const WIDTH = 160

/**
 * The line of a source where something happened, among its neighbours:
 * ```
 *   11 | test('adds', () => {
 * > 12 |   expect(total).toBe(7)
 *      |                 ^
 *   13 | })
 * ```
 * @param line 1-based; `''` is returned for one that the source does not have
 * @param column 1-based; 0 where it is not known
 */
export function codeFrame(source: string, line: number, column: number): string {
  const first = Math.max(1, line - BEFORE)
  const lines = linesFrom(source, first, line + AFTER)
  const width = String(first + lines.length - 1).length
  const failing = lines[line - first]
  if (failing === undefined) return ''
  // A minified line is shown around the column.
  const cut = column > WIDTH - 40 ? column - 80 : 0
  const shown = lines.flatMap((text, index) => {
    const number = first + index
    const marked = number === line
    const row =
      `${marked ? '>' : ' '} ${String(number).padStart(width)} | ${rowText(text, marked ? cut : 0)}`.trimEnd()
    return marked && column > 0 && column <= text.length + 1 ? [row, caret(text, column, cut, width)] : [row]
  })
  return withoutBlankEnds(shown).join('\n')
}

function rowText(line: string, cut: number): string {
  return `${cut > 0 ? '…' : ''}${clipLine(plain(line.slice(cut, cut + 2 * WIDTH)), WIDTH)}`
}

function caret(line: string, column: number, cut: number, width: number): string {
  const before = plain(line.slice(cut, column - 1)).length + (cut > 0 ? 1 : 0)
  return `  ${' '.repeat(width)} | ${' '.repeat(before)}^`
}

function plain(text: string): string {
  return text.replaceAll('\t', '  ')
}

function withoutBlankEnds(rows: readonly string[]): readonly string[] {
  const from = rows.findIndex(row => !/\d \|$/.test(row))
  const to = rows.findLastIndex(row => !/\d \|$/.test(row))
  return rows.slice(from, to + 1)
}

/** Lines `from` to `to`, as far as they exist, without splitting the whole text. */
function linesFrom(source: string, from: number, to: number): readonly string[] {
  let at = 0
  for (let line = 1; line < from; line += 1) {
    at = source.indexOf('\n', at) + 1
    if (at === 0) return []
  }
  const lines: string[] = []
  for (let line = from; line <= to; line += 1) {
    const end = source.indexOf('\n', at)
    lines.push(source.slice(at, end < 0 ? source.length : end).replace(/\r$/, ''))
    if (end < 0) break
    at = end + 1
  }
  return lines
}
