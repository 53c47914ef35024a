import { expect, test } from 'vitest'
import { failing } from '../../test/sample-lint-verdicts.ts'
import { gateReportOf } from './gate-report.ts'
import { renderJson } from './json.ts'

test('as it is written', async () => {
  const [output] = await renderJson(failing)
  await expect(output?.text ?? '').toMatchFileSnapshot('../../test/golden/lint/failing.json')
})

test('for the hosts: the same findings, figures that are those of the verdict', () => {
  const report = gateReportOf(failing, '1.2.3')
  expect(report).toMatchObject({
    gate: 'lint',
    version: '1.2.3',
    outcome: 'fail',
    headline: '5 new findings, 1 caused outside the changed lines; 0 allowed',
    summary: failing.summary,
    findings: failing.findings,
  })
  expect(report.figures).toEqual([
    { kind: 'count', name: 'new-findings', title: 'new findings', count: 5 },
    {
      kind: 'count',
      name: 'caused-findings',
      title: 'findings caused outside the changed lines',
      count: 1,
    },
    { kind: 'count', name: 'old-findings', title: 'old findings', count: 26 },
    {
      kind: 'ratio',
      name: 'clean-lines',
      title: 'changed lines without a finding',
      covered: 17,
      total: 24,
    },
  ])
})

test("every statement of the gate's own has its sentence", () => {
  const { rules, findings } = gateReportOf(failing, '1')
  const own = findings.filter(({ rule }) => !rule.includes('/'))
  expect(own.length).toBeGreaterThan(1)
  for (const { rule } of own) expect(rules.has(rule), rule).toBe(true)
})
