import { createHash } from 'node:crypto'
import type { Environment } from '../ci-entry.ts'
import { percentOf } from '../ratio.ts'
import { visibleText } from '../text.ts'
import { faultMarkdown } from './fault-words.ts'
import type { Besides, Figure, GateFault, GateReport } from './host.ts'

/** What a step leaves in the files that GitHub names: its summary, and outputs for later steps. */

/** GitHub throws a step's summary away as a whole beyond 1 MiB, and several gates may share a step. */
const mostBytes = 500_000

export function verdictFiles(env: Environment, report: GateReport, markdown: string): readonly Besides[] {
  const { gate, outcome, summary, figures } = report
  return [
    ...summaryFile(env, markdown),
    ...outputFile(env, [...verdictLines(gate, outcome, summary), ...figures.flatMap(figureLines)]),
  ]
}

export function faultFiles(env: Environment, fault: GateFault): readonly Besides[] {
  const { gate, message, hint } = fault
  return [
    ...summaryFile(env, faultMarkdown(fault)),
    ...outputFile(env, verdictLines(gate, 'unknown', `${message}\n${hint}`)),
  ]
}

function summaryFile({ GITHUB_STEP_SUMMARY: file }: Environment, markdown: string): readonly Besides[] {
  if (!file) return []
  const fits = Buffer.byteLength(markdown) <= mostBytes
  const text = fits
    ? markdown
    : `_This summary is cut: GitHub shows no more than 1 MiB of a step._\n\n${cutLines(markdown)}`
  // Whatever another command left there without a line's end must not run into it.
  return [{ kind: 'append', file, text: `\n\n${text.trim()}\n`, what: 'step summary' }]
}

/** Whole lines, as many as fit. */
function cutLines(text: string): string {
  const start = Buffer.from(text).subarray(0, mostBytes).toString()
  return start.slice(0, Math.max(0, start.lastIndexOf('\n')))
}

function outputFile({ GITHUB_OUTPUT: file }: Environment, lines: readonly string[]): readonly Besides[] {
  return file ? [{ kind: 'append', file, text: `\n${lines.join('\n')}\n`, what: 'step outputs' }] : []
}

/** The verdict twice: under the gate's name it is not lost where several gates share a step, of which the last counts. */
function verdictLines(gate: string, outcome: GateReport['outcome'], summary: string): readonly string[] {
  return [
    `verdict=${outcome}`,
    `${outputName(gate)}-verdict=${outcome}`,
    ...severalLines('summary', visibleText(summary.replaceAll('\r\n', '\n'))),
  ]
}

/** The end mark is the value's own digest, which no value can hold. */
function severalLines(name: string, value: string): readonly string[] {
  const mark = `cd-gate_${createHash('sha256').update(value).digest('hex')}`
  return [`${name}<<${mark}`, value, mark]
}

function figureLines(figure: Figure): readonly string[] {
  const name = outputName(figure.name)
  if (figure.kind === 'count') return [`${name}=${figure.count}`]
  const percent = percentOf(figure)
  return [
    // Where there was nothing to cover there is no percentage: 0 and 100 would both be wrong.
    ...(percent === null ? [] : [`${name}=${percent}`]),
    `${name}-covered=${figure.covered}`,
    `${name}-total=${figure.total}`,
  ]
}

function outputName(name: string): string {
  return name.replace(/[^\w-]+/g, '-')
}
