import type { LineText } from '../core/line-texts.ts'
import type { LintFinding, PlacedFinding, Standing } from './model.ts'

/** What is the same of a finding before and after the change: its file, its rule, and its line's words; never a number. */
export function fingerprint(
  path: string,
  tool: string,
  { line, rule, message }: Pick<LintFinding, 'line' | 'rule' | 'message'>,
  textOf: LineText,
): string {
  const text = line === null ? '' : collapsed(textOf(path, line) ?? '')
  return JSON.stringify([
    path,
    tool.toLowerCase(),
    rule === null ? ['message', message] : ['rule', rule],
    text,
  ])
}

/** Indentation and spacing say nothing of what a line is. */
function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

export function countOf(fingerprints: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const each of fingerprints) counts.set(each, (counts.get(each) ?? 0) + 1)
  return counts
}

/**
 * Which findings outside the changed lines the change caused: of equal ones, as many as there are more than before. Those on
 * changed lines take the first places among the surplus, since they are the change's own anyway; those that begin before
 * them and reach into them the next, which are new there and old elsewhere; then the later lines.
 * @param keys the findings' fingerprints, in their order; `null`: the baseline cannot speak of that one
 * @param before how many the baseline has of each
 */
export function standingsBeside(
  findings: readonly Pick<PlacedFinding, 'standing' | 'reaches'>[],
  keys: readonly (string | null)[],
  before: ReadonlyMap<string, number>,
): readonly Standing[] {
  const surplus = new Map<string, number>()
  for (const key of keys) {
    if (key !== null) surplus.set(key, (surplus.get(key) ?? -(before.get(key) ?? 0)) + 1)
  }
  for (const [index, key] of keys.entries()) {
    if (key !== null && isCertain(findings[index])) surplus.set(key, (surplus.get(key) ?? 0) - 1)
  }
  const standings = findings.map(each => each.standing)
  const open = [...keys.keys()].reverse().filter(index => keys[index] !== null && !isCertain(findings[index]))
  const reaching = (index: number) => findings[index]?.standing === 'new'
  for (const index of [...open.filter(reaching), ...open.filter(each => !reaching(each))]) {
    const key = keys[index] ?? ''
    const left = surplus.get(key) ?? 0
    if (left > 0) surplus.set(key, left - 1)
    standings[index] = left <= 0 ? 'old' : reaching(index) ? 'new' : 'caused'
  }
  return standings
}

/** New whatever the baseline has. */
function isCertain(finding: Pick<PlacedFinding, 'standing' | 'reaches'> | undefined): boolean {
  return finding?.standing === 'new' && finding.reaches !== true
}
