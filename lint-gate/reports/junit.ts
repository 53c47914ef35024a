import { lineTexts } from '../../core/line-texts.ts'
import { classnameOf, type JunitCase, renderJunit as renderSuite } from '../../core/reports/junit.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural, visible, visibleLine } from '../../core/text.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from '../model.ts'
import { causeText, headline, outcomeWords, reasons } from './headline.ts'
import type { OutputFile, RenderOptions } from './report.ts'

const SHOWN = 50

/**
 * One test case per changed file, and one for the verdict itself, so that the suite is red exactly when the gate is not
 * passed, and Jenkins trends each file.
 */
export async function renderJunit(
  verdict: LintVerdict,
  source: SourceText,
  { now }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const cases = [verdictCase(verdict, source), ...verdict.files.map(file => fileCase(file, verdict, source))]
  return [{ file: '', text: await renderSuite('cd-gate lint', cases, now) }]
}

function verdictCase(verdict: LintVerdict, source: SourceText): JunitCase {
  const { outcome, summary, elsewhere } = verdict
  const named = { name: 'the change as a whole', classname: 'lint.verdict', file: null }
  if (!isRed(verdict)) return { ...named, result: { kind: 'passed' } }
  const message = `${outcomeWords[outcome]}: ${headline(verdict)}`
  const detail = [summary, ...reasons(verdict)].map(visible).join('\n')
  const others = elsewhere.length > 0 ? `\n\n${listing(elsewhere, source, true)}` : ''
  return {
    ...named,
    result: { kind: outcome === 'unknown' ? 'error' : 'failure', message, detail: detail + others },
  }
}

/** Advice fails nothing; what cannot be told fails even then. */
function isRed({ outcome, advisory }: LintVerdict): boolean {
  return outcome === 'unknown' || (outcome === 'fail' && !advisory)
}

function fileCase(file: LintFileResult, verdict: LintVerdict, source: SourceText): JunitCase {
  const { path, state, reason, findings } = file
  const named = { name: path, classname: classnameOf('lint', path), file: path }
  // Findings that --max-new allows are no failure: a red case in a passed gate would be a lie.
  if (findings.length > 0 && verdict.outcome === 'fail' && isRed(verdict)) {
    const message = plural(findings.length, 'new finding')
    return { ...named, result: { kind: 'failure', message, detail: listing(findings, source, false) } }
  }
  if (state === 'checked') return { ...named, result: { kind: 'passed' } }
  return { ...named, result: { kind: 'skipped', reason: `${state}: ${reason ?? ''}` } }
}

function listing(findings: readonly PlacedFinding[], source: SourceText, withPath: boolean): string {
  const textOf = lineTexts(path => source(path)?.lines() ?? null)
  const shown = findings.slice(0, SHOWN).map(finding => {
    const { path, line, column, rule, tool, severity, message } = finding
    const place = [withPath ? visible(path) : null, line, column].filter(each => each !== null).join(':')
    const cause = causeText(finding)
    const text = line === null ? null : textOf(path, line)
    const head = `${place || 'file'}  ${severity}  ${visible(message)}${cause === null ? '' : ` (${cause})`}  ${visible(rule ?? tool)}`
    return text === null || text.trim() === '' ? head : `${head}\n    │ ${visibleLine(text)}`
  })
  const more = findings.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${plural(more, 'more finding')}`] : [])].join('\n')
}
