import { plural } from '../../core/text.ts'
import type { Finding, Outcome } from '../../core/verdict.ts'
import { weightOf } from '../judge.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from '../model.ts'
import { isStatement } from '../statement.ts'

/** The words that every rendering uses for the same things. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'COULD NOT TELL',
}

function statements({ findings }: LintVerdict): readonly Finding[] {
  return findings.filter(isStatement)
}

/** "3 new findings, 1 caused outside the changed lines; 0 allowed". */
function figureText(verdict: LintVerdict): string {
  if (verdict.files.length === 0 && verdict.counts.judged === 0) return 'the change is empty'
  return statements(verdict).find(({ rule }) => rule === 'new-findings')?.message ?? 'no new finding'
}

/** What keeps the gate from telling. */
function doubts(verdict: LintVerdict): readonly string[] {
  return statements(verdict)
    .filter(({ severity, rule }) => severity === 'error' && rule !== 'new-findings')
    .map(({ message }) => message)
}

/** What follows the outcome's word: the figure, or what kept it from being told, since a figure would mislead. */
export function headline(verdict: LintVerdict): string {
  const reason = verdict.outcome === 'unknown' ? doubts(verdict)[0] : undefined
  return reason ?? figureText(verdict)
}

/** What the outcome rests on besides the headline and the findings, and whether it is only advice. */
export function reasons(verdict: LintVerdict): readonly string[] {
  const shown = headline(verdict)
  const { advisory, outcome } = verdict
  return [
    ...(outcome === 'unknown' ? [figureText(verdict)] : []),
    ...doubts(verdict),
    ...(advisory && outcome === 'fail' ? ['advice only: the exit code is 0'] : []),
  ].filter((text, index, all) => text !== shown && all.indexOf(text) === index)
}

/** What neither the headline, the reasons nor the findings say. */
export function notes(verdict: LintVerdict): readonly string[] {
  return statements(verdict)
    .filter(({ severity, rule }) => severity !== 'error' && rule !== 'new-findings')
    .map(({ severity, message }) => `${severity}: ${message}`)
}

/** What was compared: "the work tree against origin/main (1a2b3c4d5e, the default branch)". */
export function comparisonText({ base, head }: LintVerdict): string {
  const heads: Readonly<Record<string, string>> = { worktree: 'the work tree', index: 'the index' }
  const what = heads[head] ?? `commit ${head.slice(0, 10)}`
  return base
    ? `${what} against ${base.ref} (${base.commit.slice(0, 10)}, ${base.why})`
    : `the given diff against ${what}`
}

const READ = 10

/** What was read, and the baseline. */
export function readText({ reports, baseline }: LintVerdict): string {
  const first = reports
    .slice(0, READ)
    .map(({ name, format, findings }) => `${name} (${format}, ${plural(findings, 'finding')})`)
  const more = reports.length > READ ? ` and ${reports.length - READ} more` : ''
  const beside = baseline ? `; baseline ${baseline.name} (${plural(baseline.findings, 'finding')})` : ''
  return `read ${first.join(', ')}${more}${beside}`
}

/** Old findings are counted, never listed. */
export function oldText({ counts }: LintVerdict): string | null {
  return counts.old > 0 ? `${plural(counts.old, 'old finding')} outside the changed lines, not judged` : null
}

/** One place with judged findings: a changed file, or one that the change does not touch. */
export interface FindingGroup {
  readonly path: string
  /** Why a file is named that the change does not touch, or what it was called. */
  readonly remark: string | null
  readonly findings: readonly PlacedFinding[]
}

/** Files with the worst findings first, then with the most; those that the change does not touch come last. */
export function findingGroups({ files, elsewhere }: LintVerdict): readonly FindingGroup[] {
  const changed = files
    .filter(file => file.findings.length > 0)
    .map(({ path, oldPath, findings }) => ({
      path,
      remark: oldPath === null ? null : `was ${oldPath}`,
      findings,
    }))
    .sort((a, b) => worst(b.findings) - worst(a.findings) || b.findings.length - a.findings.length)
  const others = new Map<string, PlacedFinding[]>()
  for (const each of elsewhere) {
    const known = others.get(each.path)
    if (known) known.push(each)
    else others.set(each.path, [each])
  }
  const remark = 'not touched by the change, and not in the baseline'
  return [...changed, ...[...others].map(([path, findings]) => ({ path, remark, findings }))]
}

function worst(findings: readonly PlacedFinding[]): number {
  return Math.max(...findings.map(weightOf))
}

/** Why a finding outside the changed lines is judged; nothing for one on them. */
export function causeText({ standing, fatal, line }: PlacedFinding): string | null {
  if (standing === 'caused') return 'caused by the change'
  if (fatal) return 'the linter could not read the file'
  return line === null ? 'the file is new' : null
}

/** Changed files that were not checked, and of which no statement speaks (--unchecked ignore). */
export function uncheckedQuietly(verdict: LintVerdict): readonly LintFileResult[] {
  const said = new Set(statements(verdict).map(({ path }) => path))
  return filesOf(verdict.files, 'unchecked').filter(({ path }) => !said.has(path))
}

/** Changed files by state, for what is folded. */
export function filesOf(
  files: readonly LintFileResult[],
  state: LintFileResult['state'],
): readonly LintFileResult[] {
  return files.filter(file => file.state === state)
}
