import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactPath } from '../core/reports/annotations.ts'
import type { GateReport } from '../core/reports/host.ts'
import { sarif } from '../core/reports/sarif.ts'
import type { Finding } from '../core/verdict.ts'
import { anyGateFault, anyGateReport } from './any-gate-report.ts'
import {
  contextWith,
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from './sample-gate-report.ts'

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules?: readonly { readonly id: string }[] } }
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean
          readonly exitCode?: number
          readonly toolExecutionNotifications: readonly {
            readonly level: string
            readonly message: { readonly text: string }
          }[]
        },
      ]
      readonly results?: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly level: string
        readonly message: { readonly text: string }
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string }
              readonly region?: Readonly<Record<string, number>>
            }
          },
        ]
        readonly partialFingerprints: Readonly<Record<string, string>>
      }[]
    },
  ]
}

/** Ajv reads draft 7; of the keywords that draft 4 has otherwise the schema uses its own name only. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(new URL('fixtures/schemas/sarif-2.1.0.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ allErrors: true, strict: false })
formats.default(ajv)
const validate = ajv.compile(schema)

function valid(text: string): Log {
  expect(text).toMatch(/\n$/)
  const log = JSON.parse(text)
  validate(log)
  expect(validate.errors).toBeNull()
  return log
}

const verdict = async (report: GateReport, context = sampleContext) =>
  valid((await sarif.verdict(report, context)).text)
const fault = async (given = sampleGateFault) =>
  valid((await sarif.fault(given, sampleContext))?.text ?? expect.fail('it has a form'))

test('the schema that is asked refuses what is wrong', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false)
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: null }] })).toBe(
    false,
  )
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } } }] })).toBe(true)
})

test.each([
  ['sarif', async () => sarif.verdict(sampleGateReport, sampleContext)],
  ['sarif-passing', async () => sarif.verdict(passingGateReport, sampleContext)],
  ['sarif-hostile', async () => sarif.verdict(hostileGateReport, sampleContext)],
  ['sarif-fault', async () => sarif.fault(hostileGateFault, sampleContext)],
])('%s is valid, and that of the golden file', async (name, render) => {
  const { text = '', besides = [] } = (await render()) ?? {}
  valid(text)
  expect(besides).toEqual([])
  await expect(text).toMatchFileSnapshot(`golden/hosts/${name}.json`)
})

test('whatever is inside, it is valid, and every finding is there once', async () => {
  await fc.assert(
    fc.asyncProperty(anyGateReport, async report => {
      const {
        runs: [{ tool, invocations, results = [] }],
      } = await verdict(report)
      const notifications = invocations[0].toolExecutionNotifications
      const silent =
        report.outcome !== 'pass' && !report.findings.some(({ severity }) => severity === 'error')
      expect(results.length + notifications.length).toBe(report.findings.length + (silent ? 1 : 0))
      expect(
        results
          .map(each => decodeURIComponent(each.locations[0].physicalLocation.artifactLocation.uri))
          .sort(),
      ).toEqual(report.findings.flatMap(({ path }) => (path ? [exactPath(path)] : [])).sort())
      const ids = tool.driver.rules?.map(({ id }) => id) ?? []
      expect(new Set(ids).size).toBe(ids.length)
      for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId)
      const marks = results.map(({ partialFingerprints }) => partialFingerprints['cdGate/v1'])
      expect(new Set(marks).size).toBe(results.length)
    }),
  )
  await fc.assert(fc.asyncProperty(anyGateFault, async given => void (await fault(given))))
})

test('a result says its rule, its level and its place', async () => {
  const {
    runs: [{ tool, results }],
  } = await verdict(sampleGateReport)
  const result = results?.find(({ ruleId }) => ruleId === 'no-undef')
  expect(result).toEqual({
    ruleId: 'no-undef',
    ruleIndex: tool.driver.rules?.findIndex(({ id }) => id === 'no-undef'),
    level: 'error',
    message: { text: "'rond' is not defined.\nDid you mean 'round'?" },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: 'src/billing/%C3%A9t%C3%A9%2C%20100%20%25%3A%20a.ts',
            uriBaseId: '%SRCROOT%',
          },
          region: { startLine: 3, endLine: 3, startColumn: 9, endColumn: 13 },
        },
      },
    ],
    partialFingerprints: { 'cdGate/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
  })
})

test('what concerns no file is a notification, for code scanning refuses a result without a place', async () => {
  const {
    runs: [{ invocations, results }],
  } = await verdict(sampleGateReport)
  expect(results?.map(({ ruleId }) => ruleId)).not.toContain('patch-lines')
  expect(invocations[0].toolExecutionNotifications).toMatchObject([
    { level: 'error', message: { text: sampleGateReport.headline } },
    { level: 'note', message: { text: '2 of 3 changed functions are covered (66.66 %); 50 % needed' } },
  ])
})

describe('an end is told apart', () => {
  const none = { ...sampleGateReport, findings: [] }
  test('a clean one by an empty list', async () => {
    const { runs } = await verdict({ ...none, outcome: 'pass' })
    expect(runs[0]).toMatchObject({ results: [], invocations: [{ executionSuccessful: true, exitCode: 0 }] })
  })
  test.each([
    ['fail', true, 1],
    ['unknown', false, 3],
  ] as const)(
    '%s without a place has no list, and an error',
    async (outcome, executionSuccessful, exitCode) => {
      const { runs } = await verdict({ ...none, outcome })
      expect(runs[0]).not.toHaveProperty('results')
      expect(runs[0].invocations).toMatchObject([
        {
          executionSuccessful,
          exitCode,
          toolExecutionNotifications: [{ level: 'error', message: { text: none.headline } }],
        },
      ])
    },
  )
  test('advice on a failure ends with exit code 0', async () => {
    const { runs } = await verdict({ ...none, outcome: 'fail', advisory: true })
    expect(runs[0].invocations[0]).toHaveProperty('exitCode', 0)
  })
  test('a gate that could not tell by an error, and no list', async () => {
    const { runs } = await fault()
    expect(runs[0]).not.toHaveProperty('results')
    expect(runs[0].invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: `${sampleGateFault.message}\n${sampleGateFault.hint}` },
            descriptor: { id: 'report.none', index: 0 },
          },
        ],
      },
    ])
  })
})

test('a fingerprint stays when the line moves, and no two are the same', async () => {
  const finding = (startLine: number): Finding => ({
    rule: 'missed-lines',
    severity: 'warning',
    message: 'no test runs this changed line',
    path: 'src/a.ts',
    startLine,
    endLine: startLine,
  })
  const marks = async (lines: readonly number[], text: (line: number) => string) => {
    const { runs } = await verdict(
      { ...sampleGateReport, outcome: 'pass', findings: lines.map(finding) },
      contextWith({ lineText: (_, line) => text(line) }),
    )
    return runs[0].results?.map(({ partialFingerprints }) => partialFingerprints['cdGate/v1'])
  }
  const before = await marks([3, 5], line => `line ${line}`)
  expect(await marks([13, 15], line => `  line ${line - 10}`)).toEqual(before)
  expect(new Set(await marks([3, 5], () => '}')).size).toBe(2)
})

test('no more results than a run may hold, the worst of them, and a word about the others', async () => {
  const many = Array.from(
    { length: 25_003 },
    (_, index): Finding => ({
      rule: 'missed-lines',
      severity: index < 25_000 ? 'note' : 'error',
      message: 'missed',
      path: `src/${index}.ts`,
      startLine: 1,
      endLine: 1,
    }),
  )
  const { runs } = JSON.parse(
    (await sarif.verdict({ ...sampleGateReport, findings: many }, sampleContext)).text,
  ) as Log
  expect(runs[0].results).toHaveLength(25_000)
  expect(runs[0].results?.slice(0, 4).map(({ level }) => level)).toEqual(['error', 'error', 'error', 'note'])
  expect(runs[0].invocations[0].toolExecutionNotifications).toMatchObject([
    { level: 'warning', message: { text: expect.stringMatching(/^and 3 more findings, left out/) } },
  ])
})

test('text makes no link', async () => {
  const { runs } = await verdict(hostileGateReport)
  const texts = runs[0].results?.map(({ message }) => message.text) ?? []
  expect(texts.join('\n')).toContain('[a\\](javascript:x)')
  expect(texts.join('\n')).not.toMatch(/[^\\]\]\(/)
})
