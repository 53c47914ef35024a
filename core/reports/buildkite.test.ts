import { expect, test } from 'vitest'
import {
  contextWith,
  hostileGateFault,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { buildkite } from './buildkite.ts'
import type { GateReport, HostContext, HostRendering } from './host.ts'

function annotationOf(rendering: HostRendering | null) {
  const run = rendering?.besides[0]
  if (run?.kind !== 'run' || rendering?.besides.length !== 1) throw new Error('there is one annotation')
  return { ...run, style: run.args[run.args.indexOf('--style') + 1] }
}
const annotated = async (report: GateReport, context: HostContext = sampleContext) =>
  annotationOf(await buildkite.verdict(report, context))

test('the agent is given the verdict, under the name of the gate, and nothing is printed', async () => {
  const { text } = await buildkite.verdict(sampleGateReport, sampleContext)
  expect(text).toBe('')
  expect(await annotated(sampleGateReport)).toEqual({
    kind: 'run',
    command: 'buildkite-agent',
    args: ['annotate', '--style', 'error', '--context', 'cd-gate-coverage'],
    input: await sampleContext.markdown(),
    what: 'Buildkite annotation',
    style: 'error',
  })
})

test('its look says the outcome', async () => {
  const style = async (more: Partial<GateReport>) => (await annotated({ ...sampleGateReport, ...more })).style
  expect(await style({ outcome: 'pass' })).toBe('success')
  expect(await style({ outcome: 'fail', advisory: true })).toBe('warning')
  expect(await style({ outcome: 'unknown' })).toBe('error')
  expect(await style({ outcome: 'unknown', advisory: true })).toBe('error')
})

test('a body is never empty, and never longer than Buildkite takes', async () => {
  const body = async (markdown: string) =>
    (await annotated(passingGateReport, contextWith({ markdown: async () => markdown }))).input
  expect(await body(' \n')).toContain('9 of 9 changed lines are covered')
  for (const unit of ['| 深い場所 | 1 |\n', '深', 'é\n']) {
    const cut = await body(unit.repeat(600_000))
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(1024 * 1024)
    expect(Buffer.byteLength(cut)).toBeGreaterThan(1024 * 1000)
    expect(cut).not.toContain('\ufffd')
    expect(cut.endsWith("\n\nThe rest is in the job's log.\n")).toBe(true)
  }
  const longest = 'x'.repeat(1024 * 1024)
  expect(await body(longest)).toBe(longest)
})

test('a fault is an annotation too, and its words are only words', async () => {
  const { input, style } = annotationOf(await buildkite.fault(sampleGateFault, sampleContext))
  expect(style).toBe('error')
  await expect(input).toMatchFileSnapshot('../../test/golden/hosts/buildkite-fault.md')
  const hostile = annotationOf(await buildkite.fault(hostileGateFault, sampleContext))
  await expect(hostile.input).toMatchFileSnapshot('../../test/golden/hosts/buildkite-hostile-fault.md')
  expect(hostile.input).not.toMatch(/<(?!\/?sub>)|\]\(|@team/)
})
