import type { FileCoverage, FileDetail, LineStates, Range } from '../model.ts'
import { languageOf } from './languages.ts'

/**
 * Places that a report names and that cannot be in this text: it was made of another one. Compilers of components, templates
 * and inlined code name places of other texts, so that those of Vue, Svelte, Kotlin and C are no evidence.
 */
export function misplaced(coverage: FileCoverage, text: readonly string[]): string | null {
  const language = languageOf(coverage.path)?.id
  if (!language || /\.(?:vue|svelte)$/i.test(coverage.path) || language === 'kotlin' || language === 'c')
    return null
  return (
    otherLength(coverage.details, text) ?? strangeRange(coverage.details, text) ?? blankLine(coverage, text)
  )
}

/** A format that has an entry for each line of the file. Below `__END__` Ruby counts none. */
function otherLength(details: readonly FileDetail[], text: readonly string[]): string | null {
  const count = text.at(-1) === '' ? text.length - 1 : text.length
  const end = text.indexOf('__END__')
  const least = end < 0 ? count : end
  const other = details.find(({ lineCount = count }) => lineCount < least || lineCount > count)
  return other ? `the report is of ${other.lineCount} lines, but the file has ${count}` : null
}

/** How exact the ranges of a format are. Istanbul's ends come from source maps, and its columns 0 stand for whole lines. */
const exactness: Readonly<
  Record<string, { readonly bytes: boolean; readonly ends: boolean; readonly tokens: boolean }>
> = {
  istanbul: { bytes: false, ends: false, tokens: true },
  opencover: { bytes: false, ends: true, tokens: true },
  go: { bytes: true, ends: true, tokens: false },
}

function strangeRange(details: readonly FileDetail[], text: readonly string[]): string | null {
  for (const { scheme, statements } of details) {
    const exact = exactness[scheme]
    if (!exact) continue
    const lengthOf = (line: number) => {
      const written = text[line - 1] ?? ''
      return exact.bytes ? Buffer.byteLength(written) : written.length
    }
    const isStrange = ({ start, end }: Range): boolean => {
      if (start.line <= 1 || start.column === 0) return false
      if (start.column > lengthOf(start.line)) return true
      if (exact.tokens && !/^\S/.test((text[start.line - 1] ?? '').slice(start.column))) return true
      return exact.ends && end.column > lengthOf(end.line)
    }
    const strange = statements?.find(({ range }) => isStrange(range))
    if (strange) {
      const { line, column } = strange.range.start
      return `the report has a statement at column ${column + 1} of line ${line}, where there is none`
    }
  }
  return null
}

/** Formats that list lines which hold code. Tools that list whole stretches never end one with a blank line. */
const listing = new Set([
  'lcov',
  'clover',
  'cobertura',
  'jacoco',
  'coverage.py',
  'simplecov',
  'simplecov-resultset',
])

function blankLine({ lines, details }: FileCoverage, text: readonly string[]): string | null {
  if (details.length === 0 || details.some(({ scheme }) => !listing.has(scheme))) return null
  const isBlank = (line: number) => /^\s*$/.test(text[line - 1] ?? '')
  if (measuresAll(lines, text)) return null
  for (let line = 1; line < lines.length; line += 1) {
    if (!lines[line] || !isBlank(line)) continue
    // The blank lines around it that are measured too.
    let [first, last] = [line, line]
    while (first > 1 && lines[first - 1] && isBlank(first - 1)) first -= 1
    while (lines[last + 1] && isBlank(last + 1)) last += 1
    const inside = first > 1 && lines[first - 1] && lines[last + 1]
    if (!inside) return `the report measures line ${line}, which is blank`
    line = last
  }
  return null
}

/** Node's own LCOV and c8's list every line. */
function measuresAll(lines: LineStates, text: readonly string[]): boolean {
  for (let line = 1; line < text.length; line += 1) if (!lines[line]) return false
  return true
}
