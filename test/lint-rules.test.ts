import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { gateReportOf } from '../lint-gate/reports/gate-report.ts'
import { passing } from './sample-lint-verdicts.ts'

const folder = new URL('../lint-gate/', import.meta.url)
const sources = readdirSync(folder)
  .filter(name => /(?<!\.test)\.ts$/.test(name))
  .map(name => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')
const stated = [...sources.matchAll(/\b(?:doubt|statement)\(\s*'([a-z-]+)'/g)].map(match => match[1] ?? '')

test('each statement of the gate has a title for the hosts, and a place in the docs', () => {
  expect(new Set(stated).size).toBeGreaterThan(18)
  const docs = readFileSync(new URL('../docs/lint.md', import.meta.url), 'utf8')
  const { rules } = gateReportOf(passing, '1.0.0')
  for (const rule of new Set(stated)) {
    expect(rules.get(rule), rule).toBeTruthy()
    expect(docs, rule).toContain(`\`${rule}\``)
  }
})
