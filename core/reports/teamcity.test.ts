import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGateReport } from '../../test/arbitrary-gate-report.ts'
import {
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { readServiceMessages } from '../../test/teamcity-messages.ts'
import type { GateReport } from './host.ts'
import { teamcity } from './teamcity.ts'
import { serviceMessage } from './teamcity-message.ts'

const messagesOf = async (report: GateReport) =>
  readServiceMessages((await teamcity.verdict(report, sampleContext)).text)
const named = async (name: string, report: GateReport) =>
  (await messagesOf(report)).filter(each => each.name === name).map(each => each.values)

test.each([
  ['failing', sampleGateReport],
  ['hostile', hostileGateReport],
])('%s', async (name, report) => {
  const { text } = await teamcity.verdict(report, sampleContext)
  await expect(text).toMatchFileSnapshot(`../../test/golden/hosts/teamcity-${name}.txt`)
})

test('any value comes back from a message as it went in, in one line of ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), value => {
      const line = serviceMessage('message', { text: value, status: 'NORMAL' })
      expect(line).toMatch(/^[ -~]+$/)
      expect(readServiceMessages(`${line}\n`)).toEqual([
        { name: 'message', values: { text: value, status: 'NORMAL' } },
      ])
    }),
  )
  expect(serviceMessage('m', { v: "a|b'c[d]\n\ré😀" })).toBe(
    "##teamcity[m v='a||b|'c|[d|]|n|r|0x00e9|0xd83d|0xde00']",
  )
})

test('of any report each line is a message within its limits, and every type is known before its inspections', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGateReport, async report => {
      const messages = await messagesOf(report)
      const known = new Set<string>()
      for (const { name, values } of messages) {
        if (name === 'inspectionType') known.add(values.id ?? '')
        if (name === 'inspection') {
          expect(known).toContain(values.typeId)
          expect(['ERROR', 'WARNING', 'INFO']).toContain(values.SEVERITY)
        }
        for (const key of ['id', 'name', 'category', 'typeId', 'key'])
          expect((values[key] ?? 'x').length, key).toBeLessThanOrEqual(255)
        for (const value of Object.values(values)) {
          expect(value).not.toBe('')
          expect(value.length).toBeLessThanOrEqual(4000)
        }
      }
      const problems = messages.filter(each => each.name === 'buildProblem')
      const due = report.outcome === 'unknown' || (report.outcome === 'fail' && !report.advisory)
      expect(problems).toHaveLength(due ? 1 : 0)
      for (const { values } of problems) expect(values.identity).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,59}$/)
    }),
  )
})

test('a failure is a problem, advice a warning, an unknown a problem even as advice', async () => {
  const identities = async (more: Partial<GateReport>) =>
    (await named('buildProblem', { ...sampleGateReport, ...more })).map(each => each.identity)
  expect(await identities({})).toEqual(['cd-gate-coverage-failed'])
  expect(await identities({ advisory: true })).toEqual([])
  expect(await identities({ advisory: true, outcome: 'unknown' })).toEqual(['cd-gate-coverage-unknown'])
  expect(await named('message', { ...sampleGateReport, advisory: true })).toMatchObject([
    { status: 'WARNING' },
  ])
})

test('figures are statistics, the project’s those of TeamCity’s own charts; none of what is unknown', async () => {
  const figures: GateReport['figures'] = [
    ...sampleGateReport.figures,
    { kind: 'ratio', name: 'project-lines', title: 't', covered: 7, total: 8 },
  ]
  const report = { ...sampleGateReport, figures }
  const values = (await named('buildStatisticValue', report)).map(({ key, value }) => [key, value])
  expect(values).toEqual([
    ['cd-gate.coverage.patch-lines', '55.55'],
    ['cd-gate.coverage.patch-functions', '66.66'],
    ['cd-gate.coverage.missed-lines', '4'],
    ['cd-gate.coverage.project-lines', '87.5'],
    ['CodeCoverageL', '87.5'],
    ['CodeCoverageAbsLCovered', '7'],
    ['CodeCoverageAbsLTotal', '8'],
  ])
  expect(await named('buildStatisticValue', { ...report, outcome: 'unknown' })).toEqual([])
})

test('a clean verdict is statistics only', async () => {
  expect((await messagesOf(passingGateReport)).map(each => each.name)).toEqual(['buildStatisticValue'])
})

test('a fault is a problem', async () => {
  const read = async (fault: typeof sampleGateFault) =>
    readServiceMessages((await teamcity.fault(fault, sampleContext))?.text ?? '')
  expect(await read(sampleGateFault)).toEqual([
    {
      name: 'buildProblem',
      values: {
        description:
          'cd-gate coverage could not tell (report.none): no coverage report was found; Run the tests with coverage first, or name the report.',
        identity: 'cd-gate-coverage-unknown',
      },
    },
  ])
  expect(await read(hostileGateFault)).toHaveLength(1)
})
