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
 * changed lines take the first places among the surplus, since they are the change's own anyway; the later lines the next.
 * @param keys the findings' fingerprints, in their order; `null`: the baseline cannot speak of that one
 * @param before how many the baseline has of each
 */
export function standingsBeside(
  findings: readonly Pick<PlacedFinding, 'standing'>[],
  keys: readonly (string | null)[],
  before: ReadonlyMap<string, number>,
): readonly Standing[] {
  const surplus = new Map<string, number>()
  for (const key of keys) {
    if (key !== null) surplus.set(key, (surplus.get(key) ?? -(before.get(key) ?? 0)) + 1)
  }
  for (const [index, key] of keys.entries()) {
    if (key !== null && findings[index]?.standing === 'new') surplus.set(key, (surplus.get(key) ?? 0) - 1)
  }
  const standings = findings.map(each => each.standing)
  for (const index of [...keys.keys()].reverse()) {
    const key = keys[index] ?? null
    if (key === null || standings[index] === 'new') continue
    const left = surplus.get(key) ?? 0
    if (left <= 0) continue
    standings[index] = 'caused'
    surplus.set(key, left - 1)
  }
  return standings
}
