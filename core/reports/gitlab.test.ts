import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGateReport } from '../../test/arbitrary-gate-report.ts'
import {
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { gitlab } from './gitlab.ts'
import type { GateReport } from './host.ts'

interface Entry {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: {
    readonly path: string
    readonly lines: { readonly begin: number; readonly end: number }
  }
}

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../test/fixtures/schemas/gitlab-codeclimate.json', import.meta.url), 'utf8'),
)
const isValid = new Ajv().compile(schema as object)

async function entriesOf(report: GateReport): Promise<readonly Entry[]> {
  const { text } = await gitlab.verdict(report, sampleContext)
  expect(text.endsWith('\n')).toBe(true)
  return JSON.parse(text)
}

const logOf = async (report: GateReport) =>
  (await gitlab.verdict(report, sampleContext)).besides.map(each =>
    each.kind === 'log' ? each.text : each.kind,
  )

test.each([
  ['failing', sampleGateReport],
  ['hostile', hostileGateReport],
])('%s', async (name, report) => {
  const { text } = await gitlab.verdict(report, sampleContext)
  await expect(text).toMatchFileSnapshot(`../../test/golden/hosts/gitlab-${name}.json`)
})

test('GitLab reads every entry of any report: whole, in its words, unique, with a path that it can link', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGateReport, async report => {
      const entries = await entriesOf(report)
      for (const entry of entries) {
        expect(isValid(entry), JSON.stringify(isValid.errors)).toBe(true)
        expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(entry.severity)
        expect(entry.description).not.toBe('')
        expect(entry.check_name).not.toBe('')
        expect(entry.location.path).not.toMatch(/^$|^\.\/|[\0\n\r]|\p{Cs}/u)
        expect(entry.location.lines.begin).toBeGreaterThanOrEqual(1)
        expect(entry.location.lines.end).toBeGreaterThanOrEqual(entry.location.lines.begin)
        expect(JSON.stringify(entry)).not.toMatch(/\\ud[89a-f]/)
      }
      expect(new Set(entries.map(each => each.fingerprint)).size).toBe(entries.length)
      const advice = report.advisory && report.outcome === 'fail'
      if (report.outcome !== 'pass') expect(entries[0]?.severity).toBe(advice ? 'minor' : 'critical')
    }),
  )
})

test('a clean verdict is an empty report; what is unknown never is', async () => {
  expect(await entriesOf(passingGateReport)).toEqual([])
  const [entry, ...others] = await entriesOf({ ...passingGateReport, outcome: 'unknown' })
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    description: passingGateReport.headline,
    severity: 'critical',
    location: { path: '(cd-gate coverage)', lines: { begin: 1 } },
  })
})

test('a fault makes no report, so that nothing is shown as fixed', async () => {
  expect(await gitlab.fault(sampleGateFault, sampleContext)).toBeNull()
})

test('the log has the figure for the pattern: of the project before that of the change, cut and not rounded', async () => {
  const ratio = (name: string, covered: number, total: number) =>
    ({ kind: 'ratio', name, title: name, covered, total }) as const
  const log = (...figures: GateReport['figures']) => logOf({ ...passingGateReport, figures })
  expect(await log(ratio('patch-lines', 1, 2), ratio('project-lines', 7, 8))).toEqual(['Total: 87.5%\n'])
  expect(await log(ratio('patch-lines', 29_999, 30_000))).toEqual(['Total: 99.99%\n'])
  expect(await log(ratio('patch-lines', 0, 0))).toEqual([])
  expect(await log(ratio('patch-branches', 1, 2))).toEqual([])
  expect(await logOf({ ...passingGateReport, gate: 'lint' })).toEqual([])
  expect(await logOf({ ...passingGateReport, outcome: 'unknown' })).toEqual([])
})

test('of very many the worst are kept, and the last says how many are not', async () => {
  const note = { rule: 'r', severity: 'note', message: 'm', path: 'a.ts', endLine: null } as const
  const findings = Array.from({ length: 6000 }, (_, index) => ({ ...note, startLine: index * 2 + 1 }))
  const entries = await entriesOf({
    ...sampleGateReport,
    findings: [...findings, { ...note, severity: 'error', startLine: 4 }],
  })
  expect(entries).toHaveLength(5000)
  expect(entries[0]?.severity).toBe('critical')
  expect(entries.at(-1)?.description).toBe("and 1002 more: see the job's log")
})
