import type { SourceText } from '../../core/source-file.ts'
import type { FileResult } from '../model.ts'

/** How a line of a changed file is shown. `context` is unchanged, `changed` holds no measured code. */
export type LineMark = 'missed' | 'partial' | 'covered' | 'changed' | 'context'

export interface ShownLine {
  readonly number: number
  readonly text: string
  readonly mark: LineMark
}

/** Signs first and colours second: a log has none. */
export const lineSigns: Readonly<Record<LineMark, string>> = {
  missed: '✗',
  partial: '~',
  covered: '✓',
  changed: '·',
  context: ' ',
}

/** Consecutive lines of one file. */
export type Hunk = readonly ShownLine[]

/** The files with something to show first: most missed lines, then most partial ones. */
export function worstFirst(files: readonly FileResult[]): readonly FileResult[] {
  return [...files].sort(
    (a, b) =>
      b.lines.missed.length - a.lines.missed.length ||
      b.lines.partial.length - a.lines.partial.length ||
      rank(a) - rank(b) ||
      (a.path < b.path ? -1 : 1),
  )
}

const order = ['stale', 'ambiguous', 'unreported', 'measured', 'no-code', 'excluded']
function rank(file: FileResult): number {
  return order.indexOf(file.state)
}

/** The hunks around a file's missed and partial lines. */
export function uncoveredHunks(file: FileResult, source: SourceText, context: number): readonly Hunk[] {
  return hunksAround([...file.lines.missed, ...file.lines.partial], file, source, context)
}

/** How many hunks `uncoveredHunks` would make, without making them. */
export function countUncovered({ lines }: FileResult, context: number): number {
  const all = [...lines.missed, ...lines.partial].sort((a, b) => a - b)
  return all.filter((line, index) => index === 0 || line - (all[index - 1] ?? 0) > 2 * context + 1).length
}

/** The hunks around everything that changed. */
export function changedHunks(file: FileResult, source: SourceText, context: number): readonly Hunk[] {
  return hunksAround(file.change.addedLines, file, source, context)
}

function hunksAround(
  wanted: readonly number[],
  file: FileResult,
  source: SourceText,
  context: number,
): readonly Hunk[] {
  const lines = source(file.path)?.lines()
  // Without the text, the numbers alone are shown; those beyond its end too, since they were reported.
  const around = lines ? context : 0
  const last = lines?.length ?? 0
  const shown = new Set<number>(wanted)
  for (const line of wanted) {
    for (let near = Math.max(1, line - around); near <= Math.min(last, line + around); near += 1)
      shown.add(near)
  }
  const markOf = createMark(file)
  const hunks: ShownLine[][] = []
  for (const number of [...shown].sort((a, b) => a - b)) {
    const line = { number, text: lines?.[number - 1] ?? '', mark: markOf(number) }
    const hunk = hunks.at(-1)
    if (hunk && hunk.at(-1)?.number === number - 1) hunk.push(line)
    else hunks.push([line])
  }
  return hunks
}

function createMark({ lines, change }: FileResult): (line: number) => LineMark {
  const missed = new Set(lines.missed)
  const partial = new Set(lines.partial)
  const changed = new Set(change.addedLines)
  const ran = new Set(lines.ran)
  return line => {
    if (missed.has(line)) return 'missed'
    if (partial.has(line)) return 'partial'
    if (ran.has(line)) return 'covered'
    return changed.has(line) ? 'changed' : 'context'
  }
}
