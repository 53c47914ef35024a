import type { LineStates } from '../model.ts'
import type { CodeUnit } from './code-unit.ts'
import { languageOf } from './languages.ts'

/**
 * The first piece of a file that the change adds, that holds code, and of which the reports measure no line: they were
 * made before it was written.
 * @param added the changed lines, ascending
 * @param excluded lines of which a report tells that they were taken out
 */
export async function unknownUnit(
  path: string,
  text: () => readonly string[],
  added: readonly number[],
  lines: LineStates,
  excluded: readonly number[],
): Promise<CodeUnit | null> {
  const language = languageOf(path)
  const runs = unmeasuredRuns(added, lines)
  if (!language || runs.length === 0) return null
  const source = text()
  const likely = runs.filter(({ first, last }) => mayHoldUnit(language.id, source.slice(first - 1, last)))
  if (likely.length === 0) return null
  const units = await unitsOf(path, language, source)
  const out = new Set(excluded)
  const changed = new Set(added)
  const unknown = units.filter(
    unit =>
      likely.some(({ first, last }) => first <= unit.first && unit.first <= last) &&
      isNew(unit, changed, lines) &&
      !touches(unit, out),
  )
  return unknown.reduce<CodeUnit | null>(
    (best, each) => (best && best.first <= each.first ? best : each),
    null,
  )
}

async function unitsOf(
  path: string,
  language: NonNullable<ReturnType<typeof languageOf>>,
  source: readonly string[],
) {
  if (language.id === 'javascript') {
    const { scriptUnits } = await import('./script-units.ts')
    return (await scriptUnits(path, source.join('\n'))) ?? []
  }
  const { lexicalUnits } = await import('./lexical-units.ts')
  return lexicalUnits(language, source)
}

function touches({ first, last }: CodeUnit, lines: ReadonlySet<number>): boolean {
  for (let line = first; line <= last; line += 1) if (lines.has(line)) return true
  return false
}

/**
 * A diff may take lines of the code before for those of the new code that are alike, its closing brace at least: so the first
 * line and half of them are enough, if none is measured.
 */
function isNew({ first, last }: CodeUnit, changed: ReadonlySet<number>, lines: LineStates): boolean {
  let count = 0
  for (let line = first; line <= last; line += 1) {
    if (lines[line]) return false
    if (changed.has(line)) count += 1
  }
  return changed.has(first) && count * 2 > last - first
}

/** Stretches of changed lines, one after the other, of which none is measured. */
function unmeasuredRuns(added: readonly number[], lines: LineStates): readonly CodeUnit[] {
  const runs: { first: number; last: number }[] = []
  for (const line of added) {
    if (lines[line]) continue
    const run = runs.at(-1)
    if (run && run.last === line - 1) run.last = line
    else runs.push({ first: line, last: line })
  }
  return runs
}

/** What by itself cannot be a piece of code: closing punctuation, comments, headers, imports and types. */
const idle =
  /^\s*(?:$|[)\]};,\s]+(?:\/\/.*)?$|\/\/|\/\*|\*|import\b|export\s*(?:type\b|\{|\*)|(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?(?:abstract\s+)?(?:function|class|interface|type|enum|namespace)\b[^;]*[{(]\s*$)/

/** Says no only where no unit can be: parsers and lexers are loaded only for what is left. */
function mayHoldUnit(language: string, run: readonly string[]): boolean {
  const text = run.join('\n')
  if (language === 'python' || language === 'ruby') return /\bdef\b/.test(text)
  const body = run.filter(line => !idle.test(line))
  if (body.length === 0) return false
  if (language === 'javascript') return /\{|=>/.test(text) || body.some(line => /^[^\s@]/.test(line))
  return text.includes('{')
}
