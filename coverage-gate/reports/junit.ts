import { classnameOf, type JunitCase, renderJunit as renderSuite } from '../../core/reports/junit.ts'
import type { SourceText } from '../../core/source-file.ts'
import { lineRanges, plural, visible, visibleLine } from '../../core/text.ts'
import type { CoverageVerdict, FileResult } from '../model.ts'
import { headline, outcomeWords, reasons } from './headline.ts'
import { lineSigns, uncoveredHunks } from './hunks.ts'
import type { OutputFile, RenderOptions } from './report.ts'

/**
 * One test case per changed file, and one for the verdict itself, so that the suite is red exactly when the gate is not
 * passed, and Jenkins trends each file.
 */
export async function renderJunit(
  verdict: CoverageVerdict,
  source: SourceText,
  { now }: RenderOptions,
): Promise<readonly OutputFile[]> {
  const cases = [
    verdictCase(verdict),
    ...besideCases(verdict),
    ...verdict.files.map(file => fileCase(file, verdict, source)),
  ]
  return [{ file: '', text: await renderSuite('cd-gate coverage', cases, now) }]
}

function verdictCase(verdict: CoverageVerdict): JunitCase {
  const { outcome, summary } = verdict
  const named = { name: 'the change as a whole', classname: 'coverage.verdict', file: null }
  if (!isRed(verdict)) return { ...named, result: { kind: 'passed' } }
  const message = `${outcomeWords[outcome]}: ${headline(verdict)}`
  const detail = [summary, ...reasons(verdict)].map(visible).join('\n')
  return { ...named, result: { kind: outcome === 'unknown' ? 'error' : 'failure', message, detail } }
}

const besideRules = /^(?:lost-lines|coverage-drop|vanished-files|no-baseline|hidden-code|hidden-reasons)$/

/** What is judged beside the changed lines: a case for each rule, red exactly when the rule is. */
function besideCases({ findings, advisory }: CoverageVerdict): readonly JunitCase[] {
  return findings
    .filter(({ rule, path }) => path === null && besideRules.test(rule))
    .map(({ rule, severity, message }) => {
      const named = { name: rule, classname: 'coverage.beside', file: null }
      if (severity !== 'error') return { ...named, result: { kind: 'passed' } }
      const unknown = rule === 'no-baseline' || rule === 'vanished-files'
      if (advisory && !unknown) return { ...named, result: { kind: 'skipped', reason: message } }
      return { ...named, result: { kind: unknown ? 'error' : 'failure', message, detail: message } }
    })
}

/** Advice fails nothing; what cannot be told fails even then. */
function isRed({ outcome, advisory }: CoverageVerdict): boolean {
  return outcome === 'unknown' || (outcome === 'fail' && !advisory)
}

function fileCase(file: FileResult, verdict: CoverageVerdict, source: SourceText): JunitCase {
  const { path, state, reason, lines } = file
  const named = { name: path, classname: classnameOf('coverage', path), file: path }
  if (state === 'excluded' || state === 'no-code') {
    return { ...named, result: { kind: 'skipped', reason: `${state}: ${reason ?? ''}` } }
  }
  if (state === 'stale' || state === 'ambiguous') {
    const message = `${state}: ${reason ?? ''}`
    if (!isRed(verdict)) return { ...named, result: { kind: 'skipped', reason: message } }
    return { ...named, result: { kind: 'error', message, detail: visible(message) } }
  }
  // Missed lines that the thresholds allow are no failure: a red case in a passed gate would be a lie.
  if (lines.missed.length === 0 || verdict.outcome !== 'fail' || !isRed(verdict)) {
    return { ...named, result: { kind: 'passed' } }
  }
  const message = `${lines.missed.length} of ${plural(lines.total, 'changed line')} not covered: ${lineRanges(lines.missed, 12)}`
  return { ...named, result: { kind: 'failure', message, detail: code(file, source) } }
}

function code(file: FileResult, source: SourceText): string {
  const hunks = uncoveredHunks(file, source, 2).slice(0, 20)
  const frames = hunks.map(hunk =>
    hunk
      .map(
        ({ number, text, mark }) => `${lineSigns[mark]} ${String(number).padStart(5)} │ ${visibleLine(text)}`,
      )
      .join('\n'),
  )
  return [`${visible(file.path)}${file.reason ? `: ${visible(file.reason)}` : ''}`, ...frames].join('\n\n')
}
