import { createHash } from 'node:crypto'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder } from '../line-states.ts'
import type { FileDetail, LineStates } from '../model.ts'
import { readEntry } from './istanbul-entry.ts'
import { type CountAt, countsOf, lastNotAbove } from './v8-counts.ts'
import { ownPath, type V8Script } from './v8-dump.ts'
import { type LookUp, type LookUps, lookUpsOf } from './v8-look-ups.ts'
import { rememberByText } from './v8-memory.ts'
import { offsetsOf, type Placement, placeKey, placementsOf, sourceMapOf } from './v8-source-map.ts'
import { readSource } from './v8-source-text.ts'

/** What a process did to one source file. */
export interface MeasuredSource {
  readonly path: string
  readonly lines: LineStates
  readonly detail: FileDetail | null
}

/**
 * What a script says of the source file that it is, or of those that it was made of.
 * @returns no file where none of them can be read here, or parsed
 */
export async function measureScript(script: V8Script, wanted: Wanted): Promise<readonly MeasuredSource[]> {
  const map = sourceMapOf(script.executed?.map)
  if (!map) {
    const source = await openSource(script.path, readSource(script.path))
    if (!source) return []
    const shift = shiftOf(script, source.text, source.marked)
    if (shift === null) return [stale(source, wanted)]
    const countAt = countsOf(script.ranges)
    return [measure(source, look => countAt(look.at + shift), wanted)]
  }
  const placements = placementsIn(script, map)
  const countAt = countsOf(script.ranges)
  const measured: MeasuredSource[] = []
  for (const [index, name] of map.sources.entries()) {
    const path = sourcePath(name, script.url)
    const source = path === null ? null : await openSource(path, map.contents[index] ?? readSource(path))
    if (!source) continue
    const placement = placements?.[index]
    const fits = placement && isWithin(placement, source.lookUps)
    measured.push(
      fits ? measure(source, mappedCount(placement, source.lookUps, countAt), wanted) : stale(source, wanted),
    )
  }
  return measured
}

interface Source {
  readonly path: string
  readonly text: string
  /** Whether it began with a byte order mark. */
  readonly marked: boolean
  readonly lookUps: LookUps
}

async function openSource(path: string, content: string | null): Promise<Source | null> {
  if (content === null) return null
  const text = content.replace(/^\ufeff/, '')
  const lookUps = await lookUpsOf(path, text)
  return lookUps && { path, text, marked: text.length < content.length, lookUps }
}

function sourcePath(name: string | null, script: string): string | null {
  if (name === null) return null
  try {
    return ownPath(new URL(name, script).href)
  } catch {
    return null
  }
}

/**
 * By how much V8's offsets are ahead of the text's: a byte order mark counts where Node left it. `null` when another text ran
 * than lies here. Where Node takes the types out of TypeScript, white space stands for them, and a comment behind it all.
 */
function shiftOf({ url, ranges, length, executed }: V8Script, text: string, marked: boolean): number | null {
  const lengths = executed?.lineLengths
  const ran = length ?? (lengths ? lengths.reduce((sum, each) => sum + each + 1, -1) : null)
  if (ran === null) return lastEnd(ranges) > text.length ? null : 0
  const typesOut = text.length + `\n\n//# sourceURL=${url}`.length
  if (ran === text.length || ran === typesOut) return 0
  return marked && ran === text.length + 1 ? 1 : null
}

function lastEnd(ranges: V8Script['ranges']): number {
  return ranges.reduce((last, range) => Math.max(last, range.endOffset), 0)
}

const remembered = rememberByText<readonly Placement[] | null>(64 << 20)

/** `null` when the map is not of the code that ran. */
function placementsIn(script: V8Script, map: NonNullable<ReturnType<typeof sourceMapOf>>) {
  const lengths = script.executed?.lineLengths
  if (!lengths) return null
  let end = -1
  const starts = lengths.map(length => {
    const start = end + 1
    end = start + length
    return start
  })
  if (script.length === null ? lastEnd(script.ranges) > end : script.length !== end) return null
  return remembered(script.url, `${lengths.join()};${map.sources.length};${map.mappings}`, () =>
    placementsOf(map, starts),
  )
}

/** A map that speaks of lines that the source does not have was made of another text. */
function isWithin({ keys }: Placement, { lineStarts }: LookUps): boolean {
  return (keys.at(-1) ?? 0) < placeKey(lineStarts.length + 1, 0)
}

/**
 * Code that stands in several places ran when all of them did: names of functions are written once more beside them. Code of
 * which nothing was made did not run.
 */
function mappedCount(placement: Placement, { lineStarts }: LookUps, countAt: CountAt) {
  const keyOf = (offset: number): number => {
    const line = lastNotAbove(lineStarts, offset)
    return placeKey(line + 1, offset - (lineStarts[line] ?? 0))
  }
  return ({ from, end }: LookUp): number => {
    const offsets = offsetsOf(placement, keyOf(from), keyOf(end))
    const counts = offsets.map(countAt)
    return counts.reduce((least, count) => Math.min(least, count), counts[0] ?? 0)
  }
}

const recorder = new LineRecorder()

function measure(source: Source, countOf: (look: LookUp) => number, wanted: Wanted): MeasuredSource {
  const { path, text, lookUps } = source
  const changed = wanted(path)
  if (!changed) {
    for (const look of lookUps.statements) recorder.mark(look.line, countOf(look) > 0)
    return { path, lines: recorder.take(), detail: null }
  }
  const entry = {
    path,
    ...lookUps.maps,
    s: lookUps.statements.map(countOf),
    f: lookUps.functions.map(countOf),
    b: lookUps.branches.map(arms => arms.map(({ look, less }) => countOf(look) - (less ? countOf(less) : 0))),
  }
  const read = readEntry(JSON.stringify(path), JSON.stringify(entry), wanted)
  if ('fault' in read) return stale(source, wanted)
  const detail = read.detail && { ...read.detail, checksums: checksumsOf(text, changed) }
  return { path, lines: read.lines, detail }
}

/** Of the changed lines what their text was: the gate tells by it that it judges what was measured. */
function checksumsOf(text: string, changed: ChangedLines): ReadonlyMap<number, string> {
  const sums = new Map<number, string>()
  for (const [index, line] of text.split('\n').entries()) {
    if (!changed.touch(index + 1, index + 1)) continue
    sums.set(index + 1, createHash('md5').update(line.replace(/\r$/, '')).digest('base64'))
  }
  return sums
}

/** Another text ran than lies here. Which of its lines did nobody can tell, so that a change of it must not be judged. */
function stale({ path, text }: Source, wanted: Wanted): MeasuredSource {
  const changed = wanted(path)
  const lines = text.split('\n').map((_, index) => index + 1)
  const line = changed ? lines.find(each => changed.touch(each, each)) : undefined
  if (line === undefined) return { path, lines: recorder.take(), detail: null }
  recorder.mark(line, false)
  const nothing = { branches: [], functions: [], statements: [] }
  const detail = { scheme: 'istanbul', placeholder: true, ...nothing, checksums: new Map([[line, '']]) }
  return { path, lines: recorder.take(), detail }
}
