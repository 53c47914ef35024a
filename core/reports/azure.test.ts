import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGateReport } from '../../test/arbitrary-gate-report.ts'
import { readLoggingCommands } from '../../test/azure-commands.ts'
import {
  contextWith,
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { azure } from './azure.ts'
import { loggingCommand } from './azure-command.ts'
import type { GateReport } from './host.ts'

const commandsOf = async (report: GateReport) =>
  readLoggingCommands((await azure.verdict(report, sampleContext)).text)
const issues = async (report: GateReport) =>
  (await commandsOf(report)).filter(each => each.name === 'task.logissue')

test.each([
  ['failing', sampleGateReport],
  ['hostile', hostileGateReport],
])('%s', async (name, report) => {
  const { text } = await azure.verdict(report, sampleContext)
  await expect(text).toMatchFileSnapshot(`../../test/golden/hosts/azure-${name}.txt`)
})

test('any value comes back from a command as it went in, and is part of no other', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '%3B',
      '%0A',
      '%AZP25',
      '%AZP253B',
      '%%0D',
      '80 %',
      ']##vso[task.complete result=Failed]',
    ),
  )
  fc.assert(
    fc.property(value, value, (property, data) => {
      const line = loggingCommand('task.logissue', { type: 'error', code: property }, data)
      expect(line).not.toMatch(/[\r\n]/)
      const properties = property === '' ? { type: 'error' } : { type: 'error', code: property }
      expect(readLoggingCommands(`${line}\n`)).toEqual([{ name: 'task.logissue', properties, data }])
    }),
  )
})

test('of any report each line is a command that the agent runs, at most ten of a kind are issues, the worst first', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGateReport, async report => {
      const commands = await commandsOf(report)
      const types = commands.filter(each => each.name === 'task.logissue').map(each => each.properties.type)
      expect(types).toEqual(types.toSorted())
      for (const type of ['error', 'warning'])
        expect(types.filter(each => each === type).length).toBeLessThanOrEqual(10)
      for (const { name, data, properties } of commands) {
        expect(['task.logissue', 'task.setvariable', 'task.complete']).toContain(name)
        if (name === 'task.logissue') expect(data).not.toBe('')
        if (name === 'task.complete') expect(properties).toEqual({ result: 'SucceededWithIssues' })
      }
      const failing = report.outcome === 'unknown' || (report.outcome === 'fail' && !report.advisory)
      if (failing) expect(types).toContain('error')
      if (report.outcome === 'fail' && report.advisory) expect(types).toContain('warning')
    }),
  )
})

test('a place is a file that the agent finds; notes are not issues', async () => {
  expect(await issues(sampleGateReport)).toMatchObject([
    { properties: { type: 'error', code: 'patch-lines' }, data: sampleGateReport.headline },
    {
      properties: {
        type: 'error',
        sourcepath: '/repo/src/billing/été, 100 %: a.ts',
        linenumber: '3',
        columnnumber: '9',
        code: 'no-undef',
      },
      data: "'rond' is not defined. Did you mean 'round'?",
    },
    { properties: { code: 'missed-lines', linenumber: '27' } },
    { properties: { code: 'unreported-file', linenumber: '1', columnnumber: '1' } },
    { properties: { code: 'missed-lines', linenumber: '16' } },
    { properties: { code: 'no-unused-vars', columnnumber: '42' } },
  ])
})

test('the tenth of too many says how many are left out', async () => {
  const warning = { rule: 'r', severity: 'warning', message: 'm', path: 'a.ts', endLine: null } as const
  const findings = Array.from({ length: 30 }, (_, index) => ({ ...warning, startLine: index * 2 + 1 }))
  const warnings = await issues({ ...passingGateReport, findings })
  expect(warnings).toHaveLength(10)
  expect(warnings.at(-1)?.data).toBe('and 21 more: see the summary and the log')
})

test('advice is a warning, and the step says so without failing', async () => {
  const commands = await commandsOf({ ...sampleGateReport, advisory: true })
  expect(commands.filter(each => each.properties.type === 'error')).toEqual([])
  expect(commands.at(-1)).toMatchObject({
    name: 'task.complete',
    properties: { result: 'SucceededWithIssues' },
  })
  const names = async (report: GateReport) => (await commandsOf(report)).map(each => each.name)
  expect(await names(sampleGateReport)).not.toContain('task.complete')
  expect(await names({ ...sampleGateReport, advisory: true, outcome: 'unknown' })).not.toContain(
    'task.complete',
  )
})

test('later steps get the verdict and the figures; no figures of what is unknown', async () => {
  const variables = async (report: GateReport) =>
    (await commandsOf(report))
      .filter(each => each.name === 'task.setvariable')
      .map(({ properties, data }) => [properties.variable, properties.isOutput, data])
  expect(await variables(sampleGateReport)).toEqual([
    ['cdGateCoverageVerdict', 'true', 'fail'],
    ['cdGateCoveragePatchLines', 'true', '55.55'],
    ['cdGateCoveragePatchFunctions', 'true', '66.66'],
    ['cdGateCoverageMissedLines', 'true', '4'],
  ])
  expect(await variables({ ...sampleGateReport, outcome: 'unknown' })).toEqual([
    ['cdGateCoverageVerdict', 'true', 'unknown'],
  ])
})

test('the summary is written before the command that names it', async () => {
  const { besides } = await azure.verdict(passingGateReport, contextWith({ top: '/agent/_work/1/s/' }))
  expect(besides).toEqual([
    {
      kind: 'write',
      file: 'reports/cd-gate/coverage-summary.md',
      text: await sampleContext.markdown(),
      what: 'summary for Azure Pipelines',
    },
    {
      kind: 'log',
      text: '##vso[task.uploadsummary]/agent/_work/1/s/reports/cd-gate/coverage-summary.md\n',
    },
  ])
})

test('a fault is an error, the verdict is unknown, and the page says it', async () => {
  const rendering = await azure.fault(sampleGateFault, sampleContext)
  expect(readLoggingCommands(rendering?.text ?? '')).toEqual([
    {
      name: 'task.setvariable',
      properties: { variable: 'cdGateCoverageVerdict', isOutput: 'true' },
      data: 'unknown',
    },
    {
      name: 'task.logissue',
      properties: { type: 'error', code: 'report.none' },
      data: 'no coverage report was found; Run the tests with coverage first, or name the report.',
    },
  ])
  expect(rendering?.besides[0]).toMatchObject({
    kind: 'write',
    text: expect.stringMatching(/^## Coverage: COULD NOT TELL\n\nno coverage report was found\n/),
  })
  const hostile = await azure.fault(hostileGateFault, sampleContext)
  expect(readLoggingCommands(hostile?.text ?? '')).toHaveLength(2)
})
