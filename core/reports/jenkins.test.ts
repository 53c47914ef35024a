import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGateReport } from '../../test/arbitrary-gate-report.ts'
import { readJenkinsIssues } from '../../test/jenkins-issues.ts'
import {
  contextWith,
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleContext,
  sampleGateFault,
  sampleGateReport,
} from '../../test/sample-gate-report.ts'
import { jenkins } from './jenkins.ts'

test.each([
  ['failing', sampleGateReport],
  ['hostile', hostileGateReport],
])('%s', async (name, report) => {
  const { text } = await jenkins.verdict(report, sampleContext)
  await expect(text).toMatchFileSnapshot(`../../test/golden/hosts/jenkins-${name}.json`)
})

test('no issue has anything of the one before it, and each is read as it is written', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGateReport, async report => {
      const { text } = await jenkins.verdict(report, sampleContext)
      const read = readJenkinsIssues(text)
      const alone = (JSON.parse(text) as { readonly issues: readonly object[] }).issues.map(
        issue => readJenkinsIssues(JSON.stringify({ issues: [issue] }))[0],
      )
      expect(read).toEqual(alone)
      expect(new Set(read.map(each => each.fingerprint)).size).toBe(read.length)
      expect(new Set(read.map(each => each.id)).size).toBe(read.length)
      for (const issue of read) {
        expect(['ERROR', 'HIGH', 'NORMAL', 'LOW']).toContain(issue.severity)
        expect(issue.message).not.toBe('')
        expect(issue.fileName).not.toBe('')
        expect(issue.lineEnd).toBeGreaterThanOrEqual(issue.lineStart)
        expect(issue.description).not.toMatch(/<(?!\/?p>)/)
      }
      const advice = report.advisory && report.outcome === 'fail'
      if (report.outcome !== 'pass') expect(read[0]?.severity).toBe(advice ? 'NORMAL' : 'ERROR')
    }),
  )
})

test('the reader that this is held against does carry values over', () => {
  const [first, second] = readJenkinsIssues('{"issues":[{"fingerprint":"a","message":"m"},{"message":"n"}]}')
  expect([first?.fingerprint, second?.fingerprint]).toEqual(['a', 'a'])
  expect(() => readJenkinsIssues('{"issues":[{"lineRanges":[{"start":1}],"lineStart":1}]}')).toThrow(
    /locations/,
  )
  expect(() => readJenkinsIssues('{"issues":[{"id":"1"}]}')).toThrow(/UUID/)
})

test('a clean verdict has no issues; one that is unknown has an error', async () => {
  const issues = async (outcome: 'pass' | 'unknown') =>
    readJenkinsIssues((await jenkins.verdict({ ...passingGateReport, outcome }, sampleContext)).text)
  expect(await issues('pass')).toEqual([])
  expect(await issues('unknown')).toMatchObject([
    { severity: 'ERROR', message: passingGateReport.headline, fileName: '-', lineStart: 0 },
  ])
})

test('a fault is one error', async () => {
  const read = async (fault: typeof sampleGateFault) =>
    readJenkinsIssues((await jenkins.fault(fault, sampleContext))?.text ?? '')
  expect(await read(sampleGateFault)).toMatchObject([
    {
      severity: 'ERROR',
      type: 'report.none',
      message: 'no coverage report was found',
      description: '<p>Run the tests with coverage first, or name the report.</p>',
      fileName: '-',
    },
  ])
  expect((await read(hostileGateFault))[0]?.description).not.toMatch(/<(?!\/?p>)/)
})

test('columns end where the code does, and files are named from the workspace', async () => {
  const issues = async (env: Readonly<Record<string, string>>, top: string) =>
    readJenkinsIssues((await jenkins.verdict(sampleGateReport, contextWith({ env, top }))).text)
  const within = await issues({ WORKSPACE: '/ws/job/' }, '/ws/job/sources')
  expect(within.find(each => each.type === 'no-undef')).toMatchObject({
    fileName: 'sources/src/billing/été, 100 %: a.ts',
    lineStart: 3,
    lineEnd: 3,
    columnStart: 9,
    columnEnd: 12,
  })
  const names = async (...where: Parameters<typeof issues>) =>
    (await issues(...where)).map(each => each.fileName)
  expect(await names({ WORKSPACE: '/ws/job' }, '/ws/job')).toContain('src/billing/invoice.ts')
  expect(await names({ WORKSPACE: '/ws/jo' }, '/ws/job')).toContain('src/billing/invoice.ts')
  expect(await names({ WORKSPACE: 'C:\\ws' }, 'C:\\ws\\a\\b')).toContain('a/b/src/billing/invoice.ts')
})
