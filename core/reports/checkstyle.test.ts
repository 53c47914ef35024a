import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { anyGateFault, anyGateReport } from '../../test/any-gate-report.ts'
import { itNeeds } from '../../test/require-tool.ts'
import {
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { checkstyle } from './checkstyle.ts'
import type { GateReport } from './host.ts'

interface Entry {
  readonly file: string
  readonly attributes: Readonly<Record<string, string>>
}

/** What a reader finds: the errors, each with its file. */
function entriesIn(xml: string): readonly Entry[] {
  const entries: Entry[] = []
  let file = ''
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const plain = attributes as Readonly<Record<string, string>>
    if (name === 'file') file = plain.name!
    if (name === 'error') entries.push({ file, attributes: plain })
  })
  parser.on('error', problem => {
    throw problem
  })
  parser.write(xml).close()
  return entries
}

const verdict = async (report: GateReport) => (await checkstyle.verdict(report, sampleContext)).text
const fault = async (given = sampleGateFault) =>
  (await checkstyle.fault(given, sampleContext))?.text ?? expect.fail('it has a form')

test.each([
  ['checkstyle', () => verdict(sampleGateReport)],
  ['checkstyle-passing', () => verdict(passingGateReport)],
  ['checkstyle-hostile', () => verdict(hostileGateReport)],
  ['checkstyle-fault', () => fault(hostileGateFault)],
])('%s is that of the golden file', async (name, render) => {
  await expect(await render()).toMatchFileSnapshot(`../../test/golden/hosts/${name}.xml`)
})

test('findings stand by their file, those of none under a dash', async () => {
  const entries = entriesIn(await verdict(sampleGateReport))
  expect(entries.map(({ file }) => file)).toEqual([
    ...['-', '-'],
    'src/jobs/send-reminders.ts',
    ...Array.from({ length: 4 }, () => 'src/billing/invoice.ts'),
    'src/billing/été, 100 %: a.ts',
  ])
  expect(entries.at(-1)?.attributes).toEqual({
    line: '3',
    column: '9',
    severity: 'error',
    message: "'rond' is not defined.\nDid you mean 'round'?",
    source: 'cd-gate.coverage.no-undef',
  })
  expect(entries[0]?.attributes).toEqual({
    line: '0',
    severity: 'error',
    message: sampleGateReport.headline,
    source: 'cd-gate.coverage.patch-lines',
  })
})

test('the end of a range is said in the message, for the form has none', async () => {
  const messages = entriesIn(await verdict(sampleGateReport)).map(({ attributes }) => attributes.message)
  expect(messages).toContain('no test runs these changed lines (lines 27-28)')
  expect(messages).toContain('no test runs this changed line')
})

test('whatever is inside, every finding is there once, and a verdict that is no pass has an error', async () => {
  const severities = { error: 'error', warning: 'warning', note: 'info' }
  await fc.assert(
    fc.asyncProperty(anyGateReport, async report => {
      const entries = entriesIn(await verdict(report))
      const found = entries.map(({ attributes }) => attributes.severity)
      const silent = report.outcome !== 'pass' && !report.findings.some(each => each.severity === 'error')
      const advice = report.advisory && report.outcome === 'fail'
      const expected = [
        ...report.findings.map(({ severity }) => severities[severity]),
        ...(silent ? ['error'] : []),
      ].map(severity => (advice && severity === 'error' ? 'warning' : severity))
      expect(found.toSorted()).toEqual(expected.sort())
      for (const { file, attributes } of entries) {
        expect(file).not.toBe('')
        expect(attributes.message).not.toBe('')
        expect(Number(attributes.line)).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

describe('a gate that could not tell', () => {
  test('is an error', async () => {
    expect(entriesIn(await fault())).toEqual([
      {
        file: '-',
        attributes: {
          line: '0',
          severity: 'error',
          message: `could not tell: ${sampleGateFault.message}\n${sampleGateFault.hint}`,
          source: 'cd-gate.coverage.report.none',
        },
      },
    ])
  })
  test('is one, whatever is inside', async () => {
    await fc.assert(
      fc.asyncProperty(anyGateFault, async given => {
        expect(entriesIn(await fault(given))).toHaveLength(1)
      }),
    )
  })
})

itNeeds('xmllint', 'xmllint reads it, and finds the same values', async xmllint => {
  for (const report of [sampleGateReport, hostileGateReport, passingGateReport]) {
    const xml = await verdict(report)
    const ask = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(xmllint, [...args, '-'], { input: xml, encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(status).toBe(0)
      return stdout
    }
    ask('--noout')
    for (const [index, { file, attributes }] of entriesIn(xml).entries()) {
      const value = (path: string) => ask('--xpath', `string((//error)[${index + 1}]/${path})`).slice(0, -1)
      expect(value('@message')).toBe(attributes.message)
      expect(value('../@name')).toBe(file)
    }
  }
})
