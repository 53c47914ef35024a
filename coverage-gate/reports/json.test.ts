import { expect, test } from 'vitest'
import {
  empty,
  failing,
  hostile,
  hostileText,
  passing,
  samples,
  unclear,
} from '../../test/sample-verdicts.ts'
import type { CoverageVerdict } from '../model.ts'
import { renderJson } from './json.ts'

async function render(verdict: CoverageVerdict): Promise<string> {
  const [output] = await renderJson(verdict)
  return output?.text ?? ''
}

test.each(['failing', 'unclear', 'losing'])('%s, key for key', async name => {
  await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/coverage/${name}.json`)
})

test('every key of the contract is there', async () => {
  expect(JSON.parse(await render(failing))).toMatchObject({
    schema: 'cd-gate/coverage/1',
    outcome: 'fail',
    base: '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b',
    head: 'worktree',
    patch: {
      lines: { total: 12, covered: 7, percent: 58.33 },
      branches: { total: 6, covered: 3, percent: 50 },
      functions: { total: 4, covered: 3, percent: 75 },
      statements: null,
    },
    project: { lines: { total: 900, covered: 800, percent: 88.88 }, baseline: null },
    files: expect.arrayContaining([
      expect.objectContaining({
        path: 'src/billing/invoice.ts',
        oldPath: null,
        state: 'measured',
        lines: { total: 8, covered: 5, missed: [16, 27, 28], partial: [15, 23] },
      }),
    ]),
    findings: expect.arrayContaining([
      {
        rule: 'missed-lines',
        severity: 'warning',
        message: expect.any(String),
        path: 'src/billing/invoice.ts',
        startLine: 27,
        endLine: 28,
      },
    ]),
  })
})

test('a percentage of nothing is null, never 100', async () => {
  expect(JSON.parse(await render(empty)).patch.lines).toEqual({ total: 0, covered: 0, percent: null })
})

test('a percentage is cut, never rounded up', async () => {
  const lines = { total: 30000, covered: 29999 }
  const almost = { ...passing, patch: { ...passing.patch, lines } }
  expect(JSON.parse(await render(almost)).patch.lines.percent).toBe(99.99)
})

test('without a base, and with hostile text, it is still one JSON document', async () => {
  expect(JSON.parse(await render({ ...unclear, base: null })).base).toBeNull()
  expect(JSON.parse(await render(hostile)).reports[0].name).toBe(hostileText)
})
