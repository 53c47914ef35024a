import { styleText } from 'node:util'
import { columnsOf, cutEnd, cutPath } from '../../core/columns.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural, visible, visibleLine } from '../../core/text.ts'
import type { FileResult } from '../model.ts'
import { hasGaps } from './headline.ts'
import { countUncovered, type Hunk, type LineMark, lineSigns, uncoveredHunks } from './hunks.ts'

type Style = Parameters<typeof styleText>[0]
export type Paint = (style: Style, text: string) => string

export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}

const FRAMES = 10
const FRAME_LINES = 12
const CONTEXT = 2

const styles: Readonly<Record<LineMark, Style>> = {
  missed: 'red',
  partial: 'yellow',
  covered: 'dim',
  changed: 'dim',
  context: 'dim',
}

/** The first places that no test runs, with the code around them; then how many more there are. */
export function codeFrames(
  files: readonly FileResult[],
  source: SourceText,
  paint: Paint,
  columns: number,
): readonly string[] {
  const shown: string[] = []
  let places = 0
  let fuller = 0
  for (const file of files.filter(hasGaps)) {
    const room = FRAMES - shown.length
    // Beyond the last frame no source is read.
    const hunks = room > 0 ? uncoveredHunks(file, source, CONTEXT) : []
    shown.push(...hunks.slice(0, room).map(hunk => frame(file, hunk, paint, columns)))
    const left = room > 0 ? Math.max(0, hunks.length - room) : countUncovered(file, CONTEXT)
    places += left
    if (left > 0) fuller += 1
  }
  const rest = `and ${plural(places, 'more place')} in ${plural(fuller, 'file')}: --report html shows them all`
  return places > 0 ? [...shown, paint('dim', rest)] : shown
}

function frame(file: FileResult, hunk: Hunk, paint: Paint, columns: number): string {
  const first = hunk.find(({ mark }) => mark === 'missed' || mark === 'partial')?.number ?? 1
  const digits = String(hunk.at(-1)?.number ?? 0).length
  const lines = hunk.slice(0, FRAME_LINES).map(({ number, text, mark }) => {
    const code = cutEnd(visibleLine(text), columns - digits - 7)
    return paint(styles[mark], `  ${lineSigns[mark]} ${String(number).padStart(digits)} │ ${code}`.trimEnd())
  })
  const more = hunk.length - FRAME_LINES
  if (more > 0) lines.push(paint('dim', `    ${' '.repeat(digits)} │ … ${plural(more, 'more line')}`))
  const place = `:${first}`
  // CI logs read a line that begins with `::error::` or `##vso[` as a command: no name from outside begins one.
  const heading = `at ${cutPath(visible(file.path), columns - columnsOf(place) - 3)}${place}`
  return [paint('bold', heading), ...lines].join('\n')
}
