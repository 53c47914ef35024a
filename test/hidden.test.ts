import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pragmas } from '../coverage-gate/hidden/pragmas.ts'

test('docs/baselines.md lists the pragmas that are known', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/baselines.md'), 'utf8')
  const [, table = ''] = page.split('| pragma | read by |\n|---|---|\n')
  expect(table.split('\n\n')[0]?.trimEnd().split('\n')).toEqual(
    pragmas.map(({ name, tools }) => `| \`${name}\` | ${tools} |`),
  )
})
