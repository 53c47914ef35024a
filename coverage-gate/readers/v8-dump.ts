import { fileURLToPath } from 'node:url'
import type { V8Range } from './v8-counts.ts'

/** A script of the user's that ran, as one process saw it. */
export interface V8Script {
  readonly url: string
  readonly path: string
  readonly ranges: readonly V8Range[]
  /**
   * How long the code was that ran; `null` where the range of the whole is missing, as in a process's second dump, which says only
   * what ran since the first.
   */
  readonly length: number | null
  /** What Node knows of the code that ran, where that names a source map; `map` is unchecked. */
  readonly executed: { readonly lineLengths: readonly number[] | null; readonly map: unknown } | null
}

/** @returns what is wrong with it, where it is no dump of V8 coverage */
export function scriptsOf(text: string): readonly V8Script[] | { readonly fault: string } {
  let dump: unknown
  try {
    dump = JSON.parse(text)
  } catch {
    return { fault: `its ${text.length} characters are no complete JSON` }
  }
  if (!isRecord(dump) || !Array.isArray(dump.result)) return { fault: 'it has no list of scripts ("result")' }
  const maps = isRecord(dump['source-map-cache']) ? dump['source-map-cache'] : {}
  const scripts: V8Script[] = []
  for (const [index, script] of dump.result.entries()) {
    if (!isRecord(script) || typeof script.url !== 'string') return { fault: `script ${index} has no url` }
    const { url } = script
    const path = ownPath(url)
    if (path === null) continue
    const found = rangesOf(script.functions)
    if (found === null) return { fault: `the ranges of ${url} do not add up` }
    scripts.push({ url, path, ...found, executed: Object.hasOwn(maps, url) ? executedOf(maps[url]) : null })
  }
  return scripts
}

/** Where a script or a source lies; `null` for what is not the user's own: Node's, packages', what is no file. */
export function ownPath(url: string): string | null {
  if (!url.startsWith('file:') || /[/\\]node_modules[/\\]/.test(url)) return null
  try {
    return fileURLToPath(url)
  } catch {
    return null
  }
}

function rangesOf(functions: unknown): Pick<V8Script, 'ranges' | 'length'> | null {
  if (!Array.isArray(functions)) return null
  const ranges: V8Range[] = []
  let length: number | null = null
  for (const each of functions) {
    if (!isRecord(each) || !Array.isArray(each.ranges)) return null
    for (const range of each.ranges) {
      if (!isRange(range)) return null
      ranges.push(range)
    }
    const whole = each.ranges[0]
    if (each.functionName === '' && isRange(whole) && whole.startOffset === 0)
      length = Math.max(length ?? 0, whole.endOffset)
  }
  return { ranges, length }
}

function isRange(range: unknown): range is V8Range {
  if (!isRecord(range)) return false
  const { startOffset, endOffset, count } = range
  return (
    isOffset(startOffset) &&
    isOffset(endOffset) &&
    endOffset >= startOffset &&
    typeof count === 'number' &&
    count >= 0
  )
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function executedOf(entry: unknown): V8Script['executed'] {
  if (!isRecord(entry)) return null
  const { lineLengths, data } = entry
  const known = Array.isArray(lineLengths) && lineLengths.every(isOffset)
  return { lineLengths: known ? lineLengths : null, map: data ?? null }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
